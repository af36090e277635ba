// Lists both inventories with the AWS SDK for JavaScript, and prints them, page by page, as one JSON document.
// It has a paginator for fast launch images; for WorkSpaces images it has none, so the token is carried by hand.
// node list.mjs URL FOLDER-OF-THE-SDK
import { createRequire } from "node:module";
import { join } from "node:path";

const [url, folder] = process.argv.slice(2);
const require = createRequire(join(folder, "package.json"));
const { EC2Client, paginateDescribeFastLaunchImages } = require("@aws-sdk/client-ec2");
const { WorkSpacesClient, DescribeWorkspaceImagesCommand } = require("@aws-sdk/client-workspaces");

const given = {
  endpoint: url,
  region: "us-east-1",
  credentials: { accessKeyId: "123456789012", secretAccessKey: "local" },
  maxAttempts: 1,
};

async function fastLaunchImages(client) {
  const found = [];
  for await (const page of paginateDescribeFastLaunchImages({ client, pageSize: 20 }, {})) found.push(page.FastLaunchImages);
  return found;
}

async function workspaceImages(client) {
  const found = [];
  let token;
  do {
    const page = await client.send(new DescribeWorkspaceImagesCommand({ MaxResults: 20, NextToken: token }));
    found.push(page.Images);
    token = page.NextToken;
  } while (token);
  return found;
}

const result = {
  FastLaunchImages: await fastLaunchImages(new EC2Client(given)),
  Images: await workspaceImages(new WorkSpacesClient(given)),
};
process.stdout.write(JSON.stringify(result));
