"""What there is to list: a few resources of each service, made with boto3; ids that the service chose are returned."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import makers_of_data as data
from words import ACCOUNT, ALLOW, MANY, TRUST, names

if TYPE_CHECKING:
    from collections.abc import Callable


def acm(acm: Any) -> None:
    """Certificates."""
    for name in names("site"):
        acm.request_certificate(DomainName=f"{name}.example.com")


def apigateway(apigateway: Any) -> dict[str, str]:
    """Interfaces, with resources under the first; plans and keys."""
    made = [apigateway.create_rest_api(name=name)["id"] for name in names("api")]
    root = apigateway.get_resources(restApiId=made[0])["items"][0]["id"]
    for name in names("part"):
        apigateway.create_resource(restApiId=made[0], parentId=root, pathPart=name)
        apigateway.create_usage_plan(name=name)
        apigateway.create_api_key(name=name)
    return {"api": made[0]}


def autoscaling(autoscaling: Any) -> None:
    """Groups and their configurations."""
    for name in names("group"):
        autoscaling.create_launch_configuration(
            LaunchConfigurationName=name, ImageId="ami-12c6146b", InstanceType="t2.micro", UserData="<&>"
        )
        autoscaling.create_auto_scaling_group(
            AutoScalingGroupName=name,
            LaunchConfigurationName=name,
            MinSize=0,
            MaxSize=1,
            AvailabilityZones=["us-east-1a"],
            Tags=[{"Key": "k", "Value": name}],
        )


def cloudformation(cloudformation: Any) -> None:
    """Stacks that export values."""
    for name in names("stack"):
        template = {
            "Resources": {f"Topic{number}": {"Type": "AWS::SNS::Topic"} for number in range(MANY)},
            "Outputs": {"Arn": {"Value": name, "Export": {"Name": f"out-{name}"}}},
        }
        cloudformation.create_stack(StackName=name, TemplateBody=json.dumps(template))


def cloudfront(cloudfront: Any) -> dict[str, str]:
    """Distributions, and invalidations of the first."""
    made = []
    for name in names("site"):
        origin = {"Id": "o", "DomainName": f"{name}.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
        behavior = {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "MinTTL": 0}
        behavior["ForwardedValues"] = {"QueryString": False, "Cookies": {"Forward": "none"}}
        config = {"CallerReference": name, "Comment": "<ü&>", "Enabled": True, "DefaultCacheBehavior": behavior}
        config["Origins"] = {"Quantity": 1, "Items": [origin]}
        made.append(cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"])
    for name in names("batch"):
        batch = {"CallerReference": name, "Paths": {"Quantity": 1, "Items": ["/*"]}}
        cloudfront.create_invalidation(DistributionId=made[0], InvalidationBatch=batch)
    return {"distribution": made[0]}


def cloudwatch(cloudwatch: Any) -> None:
    """More metrics than a page holds, alarms and dashboards."""
    now = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    found = [{"MetricName": f"m{number}", "Value": 0.1, "Timestamp": now} for number in range(503)]
    cloudwatch.put_metric_data(Namespace="ü/<&>", MetricData=found)
    for name in names("alarm"):
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            MetricName="m0",
            Namespace="ü/<&>",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=2,
            Threshold=1.5,
            ComparisonOperator="GreaterThanThreshold",
        )
        cloudwatch.put_dashboard(DashboardName=name, DashboardBody='{"widgets": []}')


def cognito_idp(cognito: Any) -> dict[str, str]:
    """Pools, with users, clients and groups in the first."""
    made = [cognito.create_user_pool(PoolName=name)["UserPool"]["Id"] for name in names("pool")]
    for name in names("user"):
        cognito.admin_create_user(UserPoolId=made[0], Username=name)
        cognito.create_user_pool_client(UserPoolId=made[0], ClientName=name)
        cognito.create_group(UserPoolId=made[0], GroupName=name)
    return {"pool": made[0]}


def ec2(ec2: Any) -> None:
    """Instances, each in a reservation of its own, templates, volumes, gateways."""
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    for name in names("machine"):
        tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": f"{name} <ü&>"}]}]
        ec2.run_instances(
            ImageId="ami-12c6146b", InstanceType="t2.micro", MinCount=1, MaxCount=1, TagSpecifications=tags
        )
        ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData={"InstanceType": "t2.micro"})
        ec2.create_volume(AvailabilityZone="us-east-1a", Size=8)
        ec2.create_security_group(GroupName=name, Description="A group")
        ec2.create_launch_template_version(
            LaunchTemplateName="machine-0", LaunchTemplateData={"InstanceType": "t2.small"}
        )
        ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")


def ecs(ecs: Any) -> None:
    """Clusters, with services and task definitions in the first."""
    for name in names("cluster"):
        ecs.create_cluster(clusterName=name)
        ecs.register_task_definition(family=name, containerDefinitions=[{"name": "c", "image": "i", "memory": 8}])
        ecs.create_service(cluster="cluster-0", serviceName=name, taskDefinition=name, desiredCount=0)


def eks(eks: Any) -> None:
    """Clusters."""
    for name in names("cluster"):
        eks.create_cluster(name=name, roleArn=f"arn:aws:iam::{ACCOUNT}:role/r", resourcesVpcConfig={})


def elbv2(elbv2: Any, ec2: Any) -> dict[str, str]:
    """Load balancers; the first has a listener with rules."""
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"][:2]]
    made = [
        elbv2.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
        for name in names("balancer")
    ]
    fixed = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}]
    listener = elbv2.create_listener(LoadBalancerArn=made[0], Protocol="HTTP", Port=80, DefaultActions=fixed)
    arn = listener["Listeners"][0]["ListenerArn"]
    for number in range(MANY):
        path = [{"Field": "path-pattern", "Values": [f"/{number}/*"]}]
        elbv2.create_rule(ListenerArn=arn, Conditions=path, Priority=number + 1, Actions=fixed)
    return {"listener": arn}


def events(events: Any) -> None:
    """Rules, all with one target."""
    for name in names("rule"):
        events.put_rule(Name=name, ScheduleExpression="rate(5 minutes)")
        events.put_targets(Rule=name, Targets=[{"Id": "t", "Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:queue-0"}])


def iam(iam: Any) -> dict[str, str]:
    """Users, groups, roles and policies, all with documents."""
    provider = iam.create_open_id_connect_provider(
        Url="https://id.example.com", ThumbprintList=["0" * 40], ClientIDList=["c"]
    )
    arn = provider["OpenIDConnectProviderArn"]
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": k, "Value": "v"} for k in names("k")])
    for name in names("one"):
        iam.create_user(UserName=name)
        iam.create_group(GroupName=name)
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Path="/a/b/")
        iam.put_role_policy(RoleName="one-0", PolicyName=name, PolicyDocument=ALLOW)
        iam.tag_role(RoleName="one-0", Tags=[{"Key": name, "Value": "a b"}])
        iam.create_instance_profile(InstanceProfileName=name)
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
        policy = iam.create_policy(PolicyName=name, PolicyDocument=ALLOW)["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="one-0", PolicyArn=policy)
        iam.create_virtual_mfa_device(VirtualMFADeviceName=name)
    return {"policy": policy, "provider": arn}


def lambda_(lambda_: Any, _: Any) -> None:
    """Functions and layers; a role is there."""
    role = f"arn:aws:iam::{ACCOUNT}:role/a/b/one-0"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("code.py", "def run(event, context): pass")
    code = {"ZipFile": packed.getvalue()}
    for name in names("function"):
        lambda_.create_function(FunctionName=name, Runtime="python3.13", Role=role, Handler="code.run", Code=code)
        lambda_.publish_layer_version(LayerName="layer", Content=code)
        lambda_.create_alias(FunctionName="function-0", Name=name, FunctionVersion="$LATEST")


def organizations(organizations: Any) -> dict[str, str]:
    """Accounts and units."""
    organizations.create_organization(FeatureSet="ALL")
    root = organizations.list_roots()["Roots"][0]["Id"]
    for name in names("member"):
        organizations.create_account(AccountName=name, Email=f"{name}@example.com")
        organizations.create_organizational_unit(ParentId=root, Name=name)
    return {"root": root}


def scheduler(scheduler: Any) -> None:
    """Schedules and their groups."""
    target = {"Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:queue-0", "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/r"}
    for name in names("plan"):
        scheduler.create_schedule_group(Name=name)
        scheduler.create_schedule(
            Name=name, ScheduleExpression="rate(1 day)", FlexibleTimeWindow={"Mode": "OFF"}, Target=target
        )


def ses(ses: Any) -> None:
    """Identities."""
    for name in names("from"):
        ses.verify_email_identity(EmailAddress=f"{name}@example.com")


def stepfunctions(steps: Any) -> dict[str, str]:
    """State machines, and executions of the last."""
    definition = json.dumps({"StartAt": "a", "States": {"a": {"Type": "Pass", "End": True}}})
    for name in names("machine"):
        made = steps.create_state_machine(name=name, definition=definition, roleArn=f"arn:aws:iam::{ACCOUNT}:role/r")
    arn = made["stateMachineArn"]
    for name in names("run"):
        steps.start_execution(stateMachineArn=arn, name=name)
    return {"machine": arn}


# Whose resources, and client, each service's function needs besides its own.
NEEDS: dict[str, tuple[str, ...]] = {"elbv2": ("ec2",), "lambda": ("iam",)}
MAKERS: dict[str, Callable[..., dict[str, str] | None]] = {
    maker.__name__.rstrip("_").replace("_", "-"): maker
    for maker in (
        acm, apigateway, autoscaling, cloudformation, cloudfront, cloudwatch, cognito_idp, ec2, ecs, eks, elbv2,
        events, iam, lambda_, organizations, scheduler, ses, stepfunctions, data.athena, data.dynamodb, data.ecr,
        data.efs, data.glacier, data.glue, data.kinesis, data.kms, data.logs, data.rds, data.route53, data.s3,
        data.secretsmanager, data.sns, data.sqs, data.ssm,
    )
}  # fmt: skip
