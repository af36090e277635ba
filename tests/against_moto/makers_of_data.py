"""Resources that hold data: buckets, tables, streams, queues, zones, keys; ids that the service chose are returned."""

from __future__ import annotations

import json
import time
from typing import Any

from words import ACCOUNT, MANY, names


def athena(athena: Any) -> None:
    """Queries and work groups."""
    for name in names("query"):
        athena.create_named_query(Name=name, Database="db", QueryString="SELECT 'ü < &'")
        athena.create_work_group(Name=name)


def dynamodb(dynamodb: Any) -> dict[str, str]:
    """Tables; the last has numbers and bytes as keys, and items of every type."""
    for name in names("table"):
        dynamodb.create_table(
            TableName=name,
            AttributeDefinitions=[
                {"AttributeName": "n", "AttributeType": "N"},
                {"AttributeName": "b", "AttributeType": "B"},
            ],
            KeySchema=[{"AttributeName": "n", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}],
            BillingMode="PAY_PER_REQUEST",
        )
    for number in range(7):
        item = {
            "n": {"N": "1.5"},
            "b": {"B": bytes([number, 255])},
            "s": {"S": "ü"},
            "list": {"L": [{"NULL": True}, {"BOOL": False}, {"M": {"deep": {"SS": ["a", "b"]}}}]},
            "sets": {"M": {"n": {"NS": ["1", "2.50"]}, "b": {"BS": [b"\0", b"x"]}}},
        }
        dynamodb.put_item(TableName=name, Item=item)
    arn = dynamodb.describe_table(TableName=name)["Table"]["TableArn"]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": f"key{number:02}", "Value": "v"} for number in range(12)])
    return {"table": name, "arn": arn}


def ecr(ecr: Any) -> None:
    """Repositories, with images in the first."""
    for name in names("repository"):
        ecr.create_repository(repositoryName=name)
    for name in names("tag"):
        config = {"digest": "sha256:" + name.encode().hex().zfill(64), "size": 7, "mediaType": "x"}
        manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json"}
        ecr.put_image(
            repositoryName="repository-0",
            imageTag=name,
            imageManifest=json.dumps({**manifest, "config": config, "layers": []}),
        )


def efs(efs: Any) -> None:
    """File systems."""
    for name in names("files"):
        efs.create_file_system(CreationToken=name, Tags=[{"Key": "Name", "Value": name}])


def glacier(glacier: Any) -> None:
    """Vaults."""
    for name in names("vault"):
        glacier.create_vault(vaultName=name)


def glue(glue: Any) -> None:
    """Databases with tables, jobs and connections."""
    for name in names("db"):
        glue.create_database(DatabaseInput={"Name": name})
        glue.create_table(DatabaseName="db-0", TableInput={"Name": name, "Parameters": {"a": "ü"}})
        glue.create_job(Name=name, Role="r", Command={"Name": "glueetl"})
        glue.create_connection(
            ConnectionInput={"Name": name, "ConnectionType": "JDBC", "ConnectionProperties": {"HOST": "h"}}
        )


def kinesis(kinesis: Any) -> dict[str, str]:
    """Streams; the first has shards and consumers."""
    for name in names("stream"):
        kinesis.create_stream(StreamName=name, ShardCount=MANY)
    arn = kinesis.describe_stream(StreamName="stream-0")["StreamDescription"]["StreamARN"]
    for name in names("consumer"):
        kinesis.register_stream_consumer(StreamARN=arn, ConsumerName=name)
    return {"stream": arn}


def kms(kms: Any) -> dict[str, str]:
    """Keys, with names and grants for the last."""
    for name in names("key"):
        key = kms.create_key(Description=name)["KeyMetadata"]["KeyId"]
    for name in names("name"):
        kms.create_alias(AliasName=f"alias/{name}", TargetKeyId=key)
        kms.create_grant(KeyId=key, GranteePrincipal=f"arn:aws:iam::{ACCOUNT}:role/r", Operations=["Decrypt"])
        kms.rotate_key_on_demand(KeyId=key)
    return {"key": key}


def logs(logs: Any) -> None:
    """Groups, streams and events."""
    for name in names("group"):
        logs.create_log_group(logGroupName=name)
        logs.create_log_stream(logGroupName="group-0", logStreamName=name)
        logs.put_metric_filter(
            logGroupName="group-0",
            filterName=name,
            filterPattern="",
            metricTransformations=[{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}],
        )
    now_ms = int(time.time() * 1000)
    found = [{"timestamp": now_ms + number, "message": f"line {number} ü"} for number in range(MANY)]
    logs.put_log_events(logGroupName="group-0", logStreamName="group-0", logEvents=found)


def rds(rds: Any) -> None:
    """Databases, snapshots, parameter groups."""
    for name in names("db"):
        rds.create_db_instance(DBInstanceIdentifier=name, DBInstanceClass="db.t3.micro", Engine="postgres")
        rds.create_db_snapshot(DBSnapshotIdentifier=f"of-{name}", DBInstanceIdentifier=name)
        rds.create_db_parameter_group(DBParameterGroupName=name, DBParameterGroupFamily="mysql8.0", Description="d")


def route53(route53: Any) -> dict[str, str]:
    """Zones; the first has records that differ in name and type."""
    made = [
        route53.create_hosted_zone(Name=f"{name}.example.com", CallerReference=name)["HostedZone"]["Id"]
        for name in names("zone")
    ]
    changes = []
    for number in range(MANY):
        for kind, value in (("A", "10.0.0.1"), ("TXT", '"a \\"b\\""')):
            record = {"Name": f"n{number}.zone-0.example.com", "Type": kind, "TTL": 60}
            changes.append({**record, "ResourceRecords": [{"Value": value}]})
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record} for record in changes]}
    route53.change_resource_record_sets(HostedZoneId=made[0], ChangeBatch=batch)
    return {"zone": made[0]}


def s3(s3: Any) -> dict[str, str]:
    """Buckets; one with versions, delete markers, and uploads that were never ended."""
    for name in names("bucket"):
        s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket="bucket-0", VersioningConfiguration={"Status": "Enabled"})
    for number in range(7):
        for text in (b"one", b"two"):
            s3.put_object(Bucket="bucket-0", Key=f"dir-{number % 3}/{number}", Body=text)
        s3.put_object(Bucket="bucket-0", Key=f"{number}", Body=b"")
    s3.delete_object(Bucket="bucket-0", Key="3")
    s3.delete_object(Bucket="bucket-0", Key="dir-1/1")
    for name in names("part"):
        upload = s3.create_multipart_upload(Bucket="bucket-1", Key=name)["UploadId"]
    for number in range(1, 6):
        s3.upload_part(Bucket="bucket-1", Key=name, UploadId=upload, PartNumber=number, Body=b"x")
    return {"upload": upload}


def secretsmanager(secrets: Any) -> None:
    """Secrets."""
    for name in names("secret"):
        secrets.create_secret(Name=name, SecretString="s")


def sns(sns: Any) -> dict[str, str]:
    """Topics, with subscriptions to the last."""
    for name in names("topic"):
        topic = sns.create_topic(Name=name)["TopicArn"]
    for number in range(102):
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:queue-{number}")
    return {"topic": topic}


def sqs(sqs: Any) -> None:
    """Queues."""
    for name in names("queue"):
        sqs.create_queue(QueueName=name)


def ssm(ssm: Any) -> None:
    """Parameters under a path, one of them with a history."""
    for number in range(12):
        ssm.put_parameter(Name=f"/app/p{number}", Value="ü", Type="String")
        ssm.put_parameter(Name="/changing", Value=str(number), Type="String", Overwrite=True)
