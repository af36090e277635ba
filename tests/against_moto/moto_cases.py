"""What is listed: one row an operation, over all the protocols that moto speaks."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from words import ACCOUNT


class Case(Struct, frozen=True):
    """One listing; `{name}` in a parameter stands for what the service's maker returned under that name."""

    service: str
    operation: str
    params: dict[str, Any] = {}
    size: int | None = 2  # of a page
    whole: bool = False  # moto gives all in one page, whatever was asked
    moving: tuple[str, ...] = ()  # members that say when they were looked at
    unsteady: bool = False  # the tokens are others each time

    def __str__(self) -> str:
        """As in botocore's data: service and operation."""
        return f"{self.service}.{self.operation}"


GATEWAYS = [{"Name": "state", "Values": ["available"]}]
ONE = {"RoleName": "one-0"}
QUERY = {
    "TableName": "table-4",
    "KeyConditionExpression": "n = :n",
    "ExpressionAttributeValues": {":n": {"N": "1.5"}},
}

CASES: tuple[Case, ...] = (
    Case("acm", "list_certificates", whole=True),
    Case("apigateway", "get_api_keys", whole=True),
    Case("apigateway", "get_resources", {"restApiId": "{api}"}, whole=True),
    Case("apigateway", "get_rest_apis", whole=True),
    Case("apigateway", "get_usage_plans", whole=True),
    Case("athena", "list_named_queries"),
    Case("autoscaling", "describe_auto_scaling_groups"),
    Case("autoscaling", "describe_launch_configurations"),
    Case("autoscaling", "describe_tags", whole=True),
    Case("cloudformation", "describe_stacks", size=None, whole=True),
    Case("cloudformation", "list_exports", size=None, whole=True),
    Case("cloudformation", "list_stack_resources", {"StackName": "stack-0"}, size=None, whole=True),
    Case("cloudfront", "list_distributions"),
    Case("cloudfront", "list_invalidations", {"DistributionId": "{distribution}"}),
    Case("cloudwatch", "describe_alarms", whole=True),
    Case("cloudwatch", "list_dashboards", size=None, whole=True),
    Case("cloudwatch", "list_metrics", size=None, moving=("NextToken",), unsteady=True),
    Case("cognito-idp", "list_groups", {"UserPoolId": "{pool}"}),
    Case("cognito-idp", "list_user_pool_clients", {"UserPoolId": "{pool}"}),
    Case("cognito-idp", "list_user_pools"),
    Case("cognito-idp", "list_users", {"UserPoolId": "{pool}"}),
    Case("dynamodb", "list_tables"),
    Case("dynamodb", "list_tags_of_resource", {"ResourceArn": "{arn}"}, size=None),
    Case("dynamodb", "query", QUERY),
    Case("dynamodb", "scan", {"TableName": "table-4"}),
    Case("ec2", "describe_instances"),
    Case("ec2", "describe_instance_status", size=None, whole=True),
    Case("ec2", "describe_launch_template_versions", {"LaunchTemplateName": "machine-0"}, whole=True, size=None),
    Case("ec2", "describe_nat_gateways", {"Filters": GATEWAYS}, size=5, whole=True),
    Case("ec2", "describe_security_groups", size=5, whole=True),
    Case("ec2", "describe_subnets", {"Filters": [{"Name": "default-for-az", "Values": ["true"]}]}, size=5, whole=True),
    Case("ec2", "describe_volumes", whole=True),
    Case("ecr", "describe_images", {"repositoryName": "repository-0"}, whole=True),
    Case("ecr", "describe_repositories", whole=True),
    Case("ecr", "list_images", {"repositoryName": "repository-0"}, whole=True),
    Case("ecs", "list_clusters", whole=True),
    Case("ecs", "list_services", {"cluster": "cluster-0"}, whole=True),
    Case("ecs", "list_task_definitions", whole=True),
    Case("efs", "describe_file_systems", moving=("Timestamp", "Marker", "NextMarker"), unsteady=True),
    Case("eks", "list_clusters"),
    Case("elbv2", "describe_load_balancers"),
    Case("elbv2", "describe_rules", {"ListenerArn": "{listener}"}),
    Case("events", "list_rule_names_by_target", {"TargetArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:queue-0"}),
    Case("events", "list_rules"),
    Case("glacier", "list_vaults", size=None, whole=True),
    Case("glue", "get_connections"),
    Case("glue", "get_databases", whole=True),
    Case("glue", "get_jobs"),
    Case("glue", "list_jobs"),
    Case("iam", "get_account_authorization_details", whole=True),
    Case("iam", "list_attached_role_policies", ONE),
    Case("iam", "list_groups", whole=True),
    Case("iam", "list_instance_profiles", whole=True),
    Case("iam", "list_open_id_connect_provider_tags", {"OpenIDConnectProviderArn": "{provider}"}),
    Case("iam", "list_policies", {"Scope": "Local"}),
    Case("iam", "list_role_policies", ONE, whole=True),
    Case("iam", "list_role_tags", ONE),
    Case("iam", "list_roles"),
    Case("iam", "list_users", whole=True),
    Case("iam", "list_virtual_mfa_devices"),
    Case("kinesis", "list_shards", {"StreamName": "stream-0"}),
    Case("kinesis", "list_stream_consumers", {"StreamARN": "{stream}"}),
    Case("kms", "list_aliases", whole=True),
    Case("kms", "list_grants", {"KeyId": "{key}"}, whole=True),
    Case("kms", "list_key_rotations", {"KeyId": "{key}"}),
    Case("kms", "list_keys", whole=True),
    Case("lambda", "list_functions", whole=True),
    Case("lambda", "list_layer_versions", {"LayerName": "layer"}, whole=True),
    Case("lambda", "list_aliases", {"FunctionName": "function-0"}, whole=True),
    Case("logs", "describe_log_groups"),
    Case("logs", "describe_log_streams", {"logGroupName": "group-0"}),
    Case("logs", "describe_metric_filters", {"logGroupName": "group-0"}, whole=True),
    Case("logs", "filter_log_events", {"logGroupName": "group-0"}),
    Case("organizations", "list_accounts"),
    Case("organizations", "list_accounts_for_parent", {"ParentId": "{root}"}),
    Case("organizations", "list_organizational_units_for_parent", {"ParentId": "{root}"}),
    Case("rds", "describe_db_instances", moving=("LatestRestorableTime",)),
    Case("rds", "describe_db_parameter_groups"),
    Case("rds", "describe_db_snapshots", whole=True),
    Case("route53", "list_hosted_zones"),
    Case("route53", "list_resource_record_sets", {"HostedZoneId": "{zone}"}),
    Case("s3", "list_buckets", size=None, whole=True),
    Case("s3", "list_multipart_uploads", {"Bucket": "bucket-1"}, whole=True),
    Case("s3", "list_object_versions", {"Bucket": "bucket-0"}),
    Case("s3", "list_objects", {"Bucket": "bucket-0"}),
    Case("s3", "list_objects_v2", {"Bucket": "bucket-0"}),
    Case("s3", "list_parts", {"Bucket": "bucket-1", "Key": "part-4", "UploadId": "{upload}"}),
    Case("scheduler", "list_schedule_groups"),
    Case("scheduler", "list_schedules"),
    Case("secretsmanager", "list_secrets"),
    Case("ses", "list_identities", whole=True),
    Case("sns", "list_subscriptions", size=None),
    Case("sns", "list_subscriptions_by_topic", {"TopicArn": "{topic}"}, size=None),
    Case("sns", "list_topics", size=None, whole=True),
    Case("sqs", "list_queues"),
    Case("ssm", "describe_parameters"),
    Case("ssm", "get_parameter_history", {"Name": "/changing"}),
    Case("ssm", "get_parameters_by_path", {"Path": "/app"}),
    Case("stepfunctions", "list_executions", {"stateMachineArn": "{machine}"}),
    Case("stepfunctions", "list_state_machines"),
)
