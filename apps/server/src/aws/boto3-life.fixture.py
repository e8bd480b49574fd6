"""A function's life as tools made with boto3 lead it; what was seen is printed as JSON."""

import io
import json
import sys
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, role = sys.argv[1:]
aws = boto3.client(
    "lambda",
    endpoint_url=endpoint,
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
    config=Config(retries={"max_attempts": 0}),
)
WAITING = {"Delay": 1, "MaxAttempts": 20}


def zip_of(source):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.mjs", source)
    return buffer.getvalue()


seen = {}
created = aws.create_function(
    FunctionName="from-boto3",
    Runtime="nodejs20.x",
    Handler="index.handler",
    Role=role,
    Code={"ZipFile": zip_of("export const handler = async () => 'old';")},
)
seen["created"] = [created["State"], created["ResponseMetadata"]["HTTPStatusCode"]]
name = {"FunctionName": created["FunctionArn"]}
aws.get_waiter("function_active_v2").wait(**name, WaiterConfig=WAITING)

aws.update_function_code(**name, ZipFile=zip_of("export const handler = async (event) => event;"))
aws.get_waiter("function_updated_v2").wait(**name, WaiterConfig=WAITING)
aws.update_function_configuration(**name, Timeout=9)
aws.get_waiter("function_updated_v2").wait(**name, WaiterConfig=WAITING)
seen["timeout"] = aws.get_function_configuration(**name)["Timeout"]

answer = aws.invoke(**name, Payload=json.dumps({"from": "boto3"}))
seen["answer"] = json.load(answer["Payload"])
seen["event"] = aws.invoke(**name, InvocationType="Event", Payload="{}")["StatusCode"]
put = aws.put_function_event_invoke_config(**name, MaximumRetryAttempts=1)
seen["lastModifiedYear"] = put["LastModified"].year

version = aws.publish_version(**name)["Version"]
aws.get_waiter("published_version_active").wait(**name, Qualifier=version, WaiterConfig=WAITING)
pages = aws.get_paginator("list_versions_by_function").paginate(**name, PaginationConfig={"PageSize": 1})
seen["versions"] = [row["Version"] for page in pages for row in page["Versions"]]

deleted = aws.delete_function(**name)
seen["deleted"] = deleted["ResponseMetadata"]["HTTPStatusCode"]
try:
    aws.get_function(**name)
except ClientError as error:
    seen["missing"] = error.response["Error"]["Code"]
print(json.dumps(seen))
