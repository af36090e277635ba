// One listing with the AWS SDK for JavaScript v3, measured from its second page on: items, seconds, µs of CPU.
// node list.mjs URL FOLDER-OF-THE-SDK ec2|workspaces
import { createRequire } from "node:module";
import { join } from "node:path";

const [url, folder, service] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const given = { endpoint: url, region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" }, maxAttempts: 1 };

let page;
if (service === "ec2") {
  const { EC2Client, DescribeFastLaunchImagesCommand } = require("@aws-sdk/client-ec2");
  const client = new EC2Client(given);
  page = async (token) => {
    const found = await client.send(new DescribeFastLaunchImagesCommand({ NextToken: token }));
    return [found.FastLaunchImages.length, found.NextToken];
  };
} else {
  const { WorkSpacesClient, DescribeWorkspaceImagesCommand } = require("@aws-sdk/client-workspaces");
  const client = new WorkSpacesClient(given);
  page = async (token) => {
    const found = await client.send(new DescribeWorkspaceImagesCommand({ NextToken: token }));
    return [found.Images.length, found.NextToken];
  };
}

await page(); // everything is loaded, and the connection is there
const began = process.hrtime.bigint();
const cpu = process.cpuUsage();
let items = 0;
let token;
do {
  const [count, next] = await page(token);
  items += count;
  token = next;
} while (token);
const used = process.cpuUsage(cpu);
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
process.stdout.write(JSON.stringify({ items, seconds, cpu_us: used.user + used.system }));
process.exit(0);
