"""Sextant's client against moto, a simulation of AWS that we did not write: the same resources, read by boto3 and by
`sextant aws call`, must come out equal."""

import base64
import datetime
import decimal
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.parse

import boto3
import botocore.config
import pytest

BUILD = pathlib.Path(os.environ.get("SEXTANT_BUILD_DIR", pathlib.Path(__file__).parent.parent / "build" / "dev"))
REGION = "us-east-1"
ASSUME = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                                                 "Action": "sts:AssumeRole"}]}
READ_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}]}


@pytest.fixture(scope="module")
def moto(tmp_path_factory):
    """A moto server with seeded resources; gives its environment and a maker of boto3 clients."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = open(tmp_path_factory.mktemp("moto") / "log", "w", encoding="utf-8")
    server = subprocess.Popen([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Moto(url, tmp_path_factory.mktemp("home"))
    finally:
        server.kill()
        server.wait()
        log.close()


class Moto:
    def __init__(self, url, home):
        self.url = url
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY", "AWS_REGION": REGION,
            **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}}
        self.seed()

    def client(self, service):
        return boto3.client(service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
                            aws_secret_access_key="wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
                            config=botocore.config.Config(parameter_validation=True, s3={"addressing_style": "path"}))

    def seed(self):
        s3 = self.client("s3")
        s3.create_bucket(Bucket="figures")
        s3.create_bucket(Bucket="logs-eu", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        s3.put_bucket_tagging(Bucket="figures", Tagging={"TagSet": [{"Key": "team <b>", "Value": "é & \"q\""}]})
        s3.put_bucket_versioning(Bucket="figures", VersioningConfiguration={"Status": "Enabled"})
        s3.put_bucket_encryption(Bucket="figures", ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
        s3.put_bucket_policy(Bucket="figures", Policy=json.dumps({"Version": "2012-10-17", "Statement": []}))
        ec2 = self.client("ec2")
        image = ec2.describe_images(MaxResults=10)["Images"][0]["ImageId"]
        instance = ec2.run_instances(ImageId=image, MinCount=3, MaxCount=3, InstanceType="t3.micro", TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "wéb"}]}])["Instances"][0]["InstanceId"]
        ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=8)
        ec2.allocate_address()
        ec2.create_snapshot(VolumeId=ec2.describe_volumes()["Volumes"][0]["VolumeId"], Description="a <snapshot>")
        iam = self.client("iam")
        iam.create_account_alias(AccountAlias="acme-test")
        iam.create_user(UserName="ann", Tags=[{"Key": "k", "Value": "v"}])
        iam.create_group(GroupName="readers")
        iam.add_user_to_group(GroupName="readers", UserName="ann")
        iam.create_role(RoleName="reader", Path="/team/", AssumeRolePolicyDocument=json.dumps(ASSUME))
        iam.put_role_policy(RoleName="reader", PolicyName="inline", PolicyDocument=json.dumps(READ_ALL))
        self.policy = iam.create_policy(PolicyName="managed", PolicyDocument=json.dumps(READ_ALL))["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="reader", PolicyArn=self.policy)
        iam.attach_user_policy(UserName="ann", PolicyArn=self.policy)
        self.client("organizations").create_organization(FeatureSet="ALL")
        self.client("organizations").create_account(Email="a@acme.example", AccountName="Dévelopment")
        dynamodb = self.client("dynamodb")
        dynamodb.create_table(TableName="orders", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                              AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
        sqs = self.client("sqs")
        self.queue = sqs.create_queue(QueueName="work", Attributes={"DelaySeconds": "5"})["QueueUrl"]
        self.topic = self.client("sns").create_topic(Name="alerts")["TopicArn"]
        self.key = self.client("kms").create_key(Description="k")["KeyMetadata"]["KeyId"]
        self.client("logs").create_log_group(logGroupName="/app/web")
        self.client("secretsmanager").create_secret(Name="db", SecretString="never-to-be-read")
        self.client("ssm").put_parameter(Name="/app/p", Value="v", Type="String")
        self.client("rds").create_db_instance(DBInstanceIdentifier="db1", DBInstanceClass="db.t3.micro", Engine="postgres",
                                              AllocatedStorage=20, MasterUsername="u", MasterUserPassword="password1")
        self.client("ecs").create_cluster(clusterName="web")
        self.client("ecr").create_repository(repositoryName="app")
        self.client("route53").create_hosted_zone(Name="acme.example.", CallerReference="1")
        self.client("cloudformation").create_stack(StackName="s", TemplateBody=json.dumps(
            {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "from-stack"}}}}))
        self.client("cloudwatch").put_metric_alarm(
            AlarmName="high", MetricName="m", Namespace="n", Period=60, EvaluationPeriods=1, Threshold=1.5,
            ComparisonOperator="GreaterThanThreshold", Statistic="Sum")
        self.client("cloudtrail").create_trail(Name="trail", S3BucketName="figures")
        self.instance = instance

    def call(self, service, operation, arguments=None, extra=()):
        """What `sextant aws call` prints, parsed with exact numbers."""
        command = [str(BUILD / "sextant"), "aws", "call", service, operation, json.dumps(arguments or {}), *extra]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout, parse_float=decimal.Decimal)


# Service, operation, arguments (or a function of the Moto that gives them).
READS = [
    ("sts", "GetCallerIdentity", {}),
    ("iam", "ListUsers", {}),
    ("iam", "GetUser", {"UserName": "ann"}),
    ("iam", "ListRoles", {"PathPrefix": "/team/"}),
    ("iam", "GetRole", {"RoleName": "reader"}),
    ("iam", "ListRolePolicies", {"RoleName": "reader"}),
    ("iam", "GetRolePolicy", {"RoleName": "reader", "PolicyName": "inline"}),
    ("iam", "ListAttachedRolePolicies", {"RoleName": "reader"}),
    ("iam", "ListAttachedUserPolicies", {"UserName": "ann"}),
    ("iam", "ListGroupsForUser", {"UserName": "ann"}),
    ("iam", "ListAccountAliases", {}),
    ("iam", "GetAccountSummary", {}),
    ("iam", "GetPolicy", lambda moto: {"PolicyArn": moto.policy}),
    ("iam", "GetPolicyVersion", lambda moto: {"PolicyArn": moto.policy, "VersionId": "v1"}),
    ("organizations", "DescribeOrganization", {}),
    ("organizations", "ListAccounts", {}),
    ("organizations", "ListRoots", {}),
    ("ec2", "DescribeInstances", {}),
    ("ec2", "DescribeVolumes", {}),
    ("ec2", "DescribeSnapshots", {"OwnerIds": ["self"]}),
    ("ec2", "DescribeAddresses", {}),
    ("ec2", "DescribeRegions", {}),
    ("ec2", "DescribeVpcs", {}),
    ("ec2", "DescribeSubnets", {"Filters": [{"Name": "availability-zone", "Values": [f"{REGION}a", f"{REGION}b"]}]}),
    ("ec2", "DescribeSecurityGroups", {}),
    ("ec2", "DescribeRouteTables", {}),
    ("ec2", "DescribeNetworkInterfaces", {}),
    ("s3", "ListBuckets", {}),
    ("s3", "GetBucketLocation", {"Bucket": "logs-eu"}),
    ("s3", "GetBucketTagging", {"Bucket": "figures"}),
    ("s3", "GetBucketVersioning", {"Bucket": "figures"}),
    ("s3", "GetBucketPolicy", {"Bucket": "figures"}),
    ("s3", "GetBucketEncryption", {"Bucket": "figures"}),
    ("dynamodb", "ListTables", {}),
    ("dynamodb", "DescribeTable", {"TableName": "orders"}),
    ("sqs", "ListQueues", {}),
    ("sqs", "GetQueueAttributes", lambda moto: {"QueueUrl": moto.queue, "AttributeNames": ["All"]}),
    ("sns", "ListTopics", {}),
    ("sns", "GetTopicAttributes", lambda moto: {"TopicArn": moto.topic}),
    ("kms", "ListKeys", {}),
    ("kms", "DescribeKey", lambda moto: {"KeyId": moto.key}),
    ("logs", "DescribeLogGroups", {}),
    ("secretsmanager", "ListSecrets", {}),
    ("ssm", "DescribeParameters", {}),
    ("rds", "DescribeDBInstances", {}),
    ("ecs", "ListClusters", {}),
    ("ecr", "DescribeRepositories", {}),
    ("route53", "ListHostedZones", {}),
    ("cloudformation", "DescribeStacks", {}),
    ("cloudformation", "ListStacks", {}),
    ("cloudwatch", "DescribeAlarms", {}),
    ("cloudtrail", "DescribeTrails", {}),
    ("resourcegroupstaggingapi", "GetResources", {}),
    ("resourcegroupstaggingapi", "GetTagKeys", {}),
    ("elbv2", "DescribeLoadBalancers", {}),
    ("autoscaling", "DescribeAutoScalingGroups", {}),
]
# Differs from one answer to the next, whoever asks.
VOLATILE = {"ResponseMetadata", "RequestId", "GenerationTime", "LatestRestorableTime"}


def time_text(value):
    value = value.astimezone(datetime.timezone.utc)
    digits = f"{value.microsecond:06}"
    fraction = "" if digits == "000000" else "." + digits.removesuffix("000")
    return value.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


def plain(value):
    """A boto3 answer (or ours) in the form in which both can be compared."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key not in VOLATILE and inner is not None}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime.datetime):
        return time_text(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, (float, decimal.Decimal)):
        return decimal.Decimal(str(value)).normalize()
    return value


def decoded_policies(value):
    """botocore decodes the URL-encoded policy documents of IAM into objects; the API itself gives text."""
    if isinstance(value, dict):
        return {key: json.loads(urllib.parse.unquote(inner)) if key.endswith("Document") and isinstance(inner, str)
                else decoded_policies(inner) for key, inner in value.items()}
    return [decoded_policies(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("service,operation,arguments", READS, ids=[f"{service}-{operation}" for service, operation, _ in READS])
def test_read_equals_boto3(moto, service, operation, arguments):
    arguments = arguments(moto) if callable(arguments) else arguments
    client = moto.client(service)
    method = {api: name for name, api in client.meta.method_to_api_mapping.items()}[operation]
    want = decoded_policies(plain(getattr(client, method)(**arguments)))
    assert decoded_policies(plain(moto.call(service, operation, arguments))) == want


def test_all_pages_equal_boto3(moto):
    iam = moto.client("iam")
    for number in range(7):
        iam.create_user(UserName=f"paged{number}")
    pages = moto.call("iam", "ListUsers", {"MaxItems": 2}, ["--all-pages"])
    want = [user["UserName"] for page in iam.get_paginator("list_users").paginate() for user in page["Users"]]
    assert [user["UserName"] for user in pages["Users"]] == want


def test_query_selects(moto):
    assert moto.call("s3", "ListBuckets", {}, ["--query", "Buckets[].Name"]) == ["figures", "logs-eu"]


@pytest.mark.parametrize("service,operation", [
    ("secretsmanager", "GetSecretValue"), ("ssm", "GetParameter"), ("s3", "GetObject"), ("sqs", "ReceiveMessage"),
    ("ec2", "TerminateInstances"), ("sts", "AssumeRole"), ("iam", "CreateAccessKey"), ("lambda", "Invoke")])
def test_refuses_what_is_not_on_the_list(moto, service, operation):
    done = subprocess.run([str(BUILD / "sextant"), "aws", "call", service, operation, "{}"], env=moto.environment,
                          capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode != 0 and done.stdout == ""
    assert "aws.call_refused" in done.stderr
    assert "never-to-be-read" not in done.stderr


def test_a_missing_resource_is_an_error_in_words(moto):
    done = subprocess.run([str(BUILD / "sextant"), "aws", "call", "iam", "GetRole", '{"RoleName": "absent"}'], env=moto.environment,
                          capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "aws.not_found" in done.stderr and "absent" in done.stderr
