"""A function's life as tools made with boto3 lead it; what was seen is printed as JSON."""

import base64
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

given = json.loads(sys.argv[1])
old_code, new_code = [base64.b64decode(code) for code in given["codes"]]
settings = {
    "endpoint_url": given["endpoint"],
    "region_name": "us-east-1",
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
    "config": Config(retries={"max_attempts": 0}),
}
iam = boto3.client("iam", **settings)
aws = boto3.client("lambda", **settings)
WAITING = {"Delay": 1, "MaxAttempts": 60}

ROLE = "boto3-" + given["runtime"].replace(".", "-")
trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
role = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=document)["Role"]["Arn"]
iam.get_waiter("role_exists").wait(RoleName=ROLE)

seen = {}
created = aws.create_function(
    FunctionName=ROLE,
    Runtime=given["runtime"],
    Handler=given["handler"],
    Role=role,
    Code={"ZipFile": old_code},
)
seen["created"] = [created["State"], created["ResponseMetadata"]["HTTPStatusCode"]]
name = {"FunctionName": created["FunctionArn"]}
aws.get_waiter("function_active_v2").wait(**name, WaiterConfig=WAITING)

aws.update_function_code(**name, ZipFile=new_code)
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
aws.create_alias(**name, Name="live", FunctionVersion=version)
aliased = aws.invoke(**name, Qualifier="live", Payload="{}")
seen["aliased"] = [aliased["ExecutedVersion"], json.load(aliased["Payload"])["edition"]]
pages = aws.get_paginator("list_versions_by_function").paginate(**name, PaginationConfig={"PageSize": 1})
seen["versions"] = [row["Version"] for page in pages for row in page["Versions"]]

deleted = aws.delete_function(**name)
seen["deleted"] = deleted["ResponseMetadata"]["HTTPStatusCode"]
try:
    aws.get_function(**name)
except ClientError as error:
    seen["missing"] = error.response["Error"]["Code"]
iam.delete_role(RoleName=ROLE)
print(json.dumps(seen))
