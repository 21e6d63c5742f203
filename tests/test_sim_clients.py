"""The simulated cloud, asked by clients that we did not write: boto3 and the `aws` program.

What they read without complaint, and what they make of its errors, is the proof that the simulator speaks AWS's protocols.
"""

import datetime
import hashlib
import json
import re
import subprocess
import sys

import pytest
from botocore.exceptions import ClientError
from conftest import aws_program
from sim_asking import ADMIN, device_sign_in, refusal

# Client, operation, arguments, key of the list in the answer; every one has something to show in us-east-1 but for the last group.
LISTS = [
    ("ec2", "describe_instances", {}, "Reservations"),
    ("ec2", "describe_volumes", {}, "Volumes"),
    ("ec2", "describe_vpcs", {}, "Vpcs"),
    ("ec2", "describe_subnets", {}, "Subnets"),
    ("ec2", "describe_security_groups", {}, "SecurityGroups"),
    ("ec2", "describe_addresses", {}, "Addresses"),
    ("ec2", "describe_snapshots", {}, "Snapshots"),
    ("ec2", "describe_nat_gateways", {}, "NatGateways"),
    ("ec2", "describe_regions", {}, "Regions"),
    ("s3", "list_buckets", {}, "Buckets"),
    ("rds", "describe_db_instances", {}, "DBInstances"),
    ("rds", "describe_db_clusters", {}, "DBClusters"),
    ("dynamodb", "list_tables", {}, "TableNames"),
    ("elasticache", "describe_cache_clusters", {}, "CacheClusters"),
    ("redshift", "describe_clusters", {}, "Clusters"),
    ("efs", "describe_file_systems", {}, "FileSystems"),
    ("lambda", "list_functions", {}, "Functions"),
    ("ecs", "list_clusters", {}, "clusterArns"),
    ("eks", "list_clusters", {}, "clusters"),
    ("ecr", "describe_repositories", {}, "repositories"),
    ("elbv2", "describe_load_balancers", {}, "LoadBalancers"),
    ("autoscaling", "describe_auto_scaling_groups", {}, "AutoScalingGroups"),
    ("cloudformation", "list_stacks", {}, "StackSummaries"),
    ("cloudformation", "describe_stacks", {}, "Stacks"),
    ("cloudtrail", "lookup_events", {}, "Events"),
    ("cloudtrail", "describe_trails", {}, "trailList"),
    ("cloudwatch", "list_metrics", {}, "Metrics"),
    ("cloudwatch", "describe_alarms", {}, "MetricAlarms"),
    ("logs", "describe_log_groups", {}, "logGroups"),
    ("config", "describe_configuration_recorders", {}, "ConfigurationRecorders"),
    ("guardduty", "list_detectors", {}, "DetectorIds"),
    ("sqs", "list_queues", {}, "QueueUrls"),
    ("sns", "list_topics", {}, "Topics"),
    ("kms", "list_keys", {}, "Keys"),
    ("kms", "list_aliases", {}, "Aliases"),
    ("secretsmanager", "list_secrets", {}, "SecretList"),
    ("ssm", "describe_parameters", {}, "Parameters"),
    ("acm", "list_certificates", {}, "CertificateSummaryList"),
    ("route53", "list_hosted_zones", {}, "HostedZones"),
    ("account", "list_regions", {}, "Regions"),
    ("billing", "list_billing_views", {}, "billingViews"),
    ("savingsplans", "describe_savings_plans", {}, "savingsPlans"),
    ("resourcegroupstaggingapi", "get_resources", {}, "ResourceTagMappingList"),
    ("resourcegroupstaggingapi", "get_tag_keys", {}, "TagKeys"),
    ("resourcegroupstaggingapi", "get_tag_values", {"Key": "team"}, "TagValues"),
    ("organizations", "list_accounts", {}, "Accounts"),
    ("organizations", "list_roots", {}, "Roots"),
    ("iam", "list_users", {}, "Users"),
    ("iam", "list_roles", {}, "Roles"),
    ("iam", "list_policies", {}, "Policies"),
    ("iam", "list_account_aliases", {}, "AccountAliases"),
    ("iam", "list_attached_user_policies", {"UserName": "admin"}, "AttachedPolicies"),
    ("iam", "list_user_policies", {"UserName": "reader"}, "PolicyNames"),
    ("iam", "list_role_policies", {"RoleName": "SextantReadOnly"}, "PolicyNames"),
    ("iam", "list_attached_role_policies", {"RoleName": "AdminRole"}, "AttachedPolicies"),
    ("iam", "list_groups_for_user", {"UserName": "analyst"}, "Groups"),
    ("iam", "list_attached_group_policies", {"GroupName": "analysts"}, "AttachedPolicies"),
    ("iam", "list_access_keys", {"UserName": "admin"}, "AccessKeyMetadata"),
]
EMPTY = [
    ("cur", "describe_report_definitions", {}, "ReportDefinitions"),
    ("bcm-data-exports", "list_exports", {}, "Exports"),
    ("freetier", "get_free_tier_usage", {}, "freeTierUsages"),
    ("cost-optimization-hub", "list_enrollment_statuses", {}, "items"),
    ("iam", "list_group_policies", {"GroupName": "analysts"}, "PolicyNames"),
    ("organizations", "list_delegated_administrators", {}, "DelegatedAdministrators"),
]



def check_types(shape, value, path=""):
    """What botocore made of an answer has the types of its model. (Names that the model lacks it has dropped.)"""
    if shape.type_name == "structure":
        for name in set(value) & set(shape.members):
            check_types(shape.members[name], value[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for member in value:
            check_types(shape.member, member, path + "[]")
    else:
        expected = {"timestamp": datetime.datetime, "integer": int, "long": int, "boolean": bool, "string": (str, dict)}
        assert isinstance(value, expected.get(shape.type_name, object)), path


@pytest.mark.parametrize("service,operation,arguments,key", LISTS, ids=lambda value: value if isinstance(value, str) else "")
def test_boto3_reads_every_list(shared_sim, service, operation, arguments, key):
    client = shared_sim.client(service)
    answer = getattr(client, operation)(**arguments)
    assert answer[key], f"{service}.{operation} has nothing to show"
    assert answer["ResponseMetadata"]["RequestId"]
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation])
    check_types(model.output_shape, answer)


@pytest.mark.parametrize("service,operation,arguments,key", EMPTY, ids=lambda value: value if isinstance(value, str) else "")
def test_boto3_reads_empty_lists(shared_sim, service, operation, arguments, key):
    assert getattr(shared_sim.client(service), operation)(**arguments)[key] == []


PAGED = [("organizations", "list_accounts", "Accounts"), ("iam", "list_roles", "Roles"), ("iam", "list_policies", "Policies"),
         ("ec2", "describe_volumes", "Volumes"), ("s3", "list_buckets", "Buckets"), ("rds", "describe_db_instances", "DBInstances"),
         ("lambda", "list_functions", "Functions"), ("dynamodb", "list_tables", "TableNames"),
         ("cloudtrail", "lookup_events", "Events"), ("cloudwatch", "list_metrics", "Metrics"), ("sns", "list_topics", "Topics"),
         ("account", "list_regions", "Regions"), ("resourcegroupstaggingapi", "get_resources", "ResourceTagMappingList"),
         ("kms", "list_keys", "Keys"), ("route53", "list_hosted_zones", "HostedZones"), ("efs", "describe_file_systems", "FileSystems"),
         ("sqs", "list_queues", "QueueUrls")]


def test_boto3_pages_join_to_the_same_lists(start_simulator):
    whole = start_simulator("--seed", 7)
    paged = start_simulator("--seed", 7, "--page-rows", 1)
    for service, operation, key in PAGED:
        expected = getattr(whole.client(service), operation)()[key]
        pages = list(paged.client(service).get_paginator(operation).paginate())
        assert [item for page in pages for item in page.get(key, [])] == expected, f"{service}.{operation}"
        assert len(pages) >= len(expected) > 0
    sites = paged.client("cloudfront").get_paginator("list_distributions").paginate()
    assert len([item for page in sites for item in page["DistributionList"].get("Items", [])]) == 2


def test_accounts_show_state_and_the_retired_status(shared_sim):
    accounts = {account["Id"]: account for account in shared_sim.client("organizations").list_accounts()["Accounts"]}
    listed = {account["id"]: account for account in shared_sim.organization["accounts"] if account["is_listed"]}
    assert set(accounts) == set(listed)
    assert len(accounts) == 13 and len(shared_sim.organization["accounts"]) == 14, "one member has left"
    assert {account["State"] for account in accounts.values()} == {"ACTIVE", "SUSPENDED", "PENDING_CLOSURE"}
    for identifier, account in accounts.items():
        assert account["Status"] == account["State"] == listed[identifier]["state"]
        assert account["Name"] == listed[identifier]["name"]
        assert isinstance(account["JoinedTimestamp"], datetime.datetime)
    described = shared_sim.client("organizations").describe_account(AccountId=shared_sim.payer)["Account"]
    assert described == accounts[shared_sim.payer]


def test_members_and_strangers_see_what_organizations_lets_them(shared_sim):
    member = shared_sim.client("organizations", "member")
    assert member.describe_organization()["Organization"]["MasterAccountId"] == shared_sim.payer
    assert refusal(member.list_accounts) == ("AccessDeniedException", "You don't have permissions to access this resource.", 400)
    assert refusal(member.list_roots)[0] == "AccessDeniedException"
    # The standalone account's own policies come first, then that it has no organization.
    base = shared_sim.client("organizations", "base")
    assert "no identity-based policy allows the organizations:DescribeOrganization action" in refusal(base.describe_organization)[1]
    owner = {"account_id": shared_sim.identities["base_account_id"], "name": "owner"}
    shared_sim.post("/iam/user", {**owner, "attached": [ADMIN]})
    keys = shared_sim.post("/iam/key", owner)
    assert refusal(shared_sim.client("organizations", keys).describe_organization)[0] == "AWSOrganizationsNotInUseException"


def test_a_delegated_member_may_list_accounts(sim):
    member = sim.identities["profiles"]["member"]["account_id"]
    sim.post("/organization", {"account_id": member, "delegated": True, "name": "renamed"})
    accounts = sim.client("organizations", "member").list_accounts()["Accounts"]
    assert {"renamed"} == {account["Name"] for account in accounts if account["Id"] == member}
    delegated = sim.client("organizations").list_delegated_administrators()["DelegatedAdministrators"]
    assert [account["Id"] for account in delegated] == [member]


def test_ec2_filters_and_dry_run(shared_sim):
    ec2 = shared_sim.client("ec2")
    everything = [one for group in ec2.describe_instances()["Reservations"] for one in group["Instances"]]
    running = ec2.describe_instances(Filters=[{"Name": "instance-state-name", "Values": ["run*"]}])["Reservations"]
    assert len(running) == len([one for one in everything if one["State"]["Name"] == "running"])
    one = ec2.describe_instances(InstanceIds=[everything[0]["InstanceId"]])["Reservations"]
    assert len(one) == 1
    assert refusal(ec2.describe_vpcs, Filters=[{"Name": "unknown", "Values": ["x"]}])[0] == "InvalidParameterValue"
    assert refusal(ec2.describe_volumes, DryRun=True) == (
        "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412)
    code, message, status = refusal(shared_sim.client("ec2", "denied").describe_volumes, DryRun=True)
    assert (code, status) == ("UnauthorizedOperation", 403)
    assert message.startswith("You are not authorized to perform this operation. User: arn:aws:iam::")
    assert ec2.describe_regions(AllRegions=True)["Regions"] != ec2.describe_regions()["Regions"]
    assert shared_sim.client("ec2", region="sa-east-1").describe_instances()["Reservations"] == []


def test_s3_buckets_one_by_one(shared_sim):
    s3 = shared_sim.client("s3")
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    outcomes = set()
    for name in names:
        assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] in (None, "eu-west-1")
        assert s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
        assert s3.get_bucket_versioning(Bucket=name).get("Status") in (None, "Enabled")
        for call, absent in ((s3.get_bucket_policy, "NoSuchBucketPolicy"), (s3.get_bucket_policy_status, "NoSuchBucketPolicy"),
                             (s3.get_bucket_tagging, "NoSuchTagSet"),
                             (s3.get_public_access_block, "NoSuchPublicAccessBlockConfiguration")):
            try:
                answer = call(Bucket=name)
                outcomes.add((call.__name__, "is there"))
                if "Policy" in answer:
                    assert json.loads(answer["Policy"])["Statement"]
            except ClientError as error:
                assert error.response["Error"]["Code"] == absent
                outcomes.add((call.__name__, absent))
    assert ("get_bucket_policy", "NoSuchBucketPolicy") in outcomes
    assert refusal(s3.get_bucket_policy, Bucket="nobody-has-this")[0] == "NoSuchBucket"
    assert refusal(shared_sim.client("s3", "member").get_bucket_policy, Bucket=names[0]) == ("AccessDenied", "Access Denied", 403)
    regions = {bucket["BucketRegion"] for bucket in s3.list_buckets(MaxBuckets=100)["Buckets"]}
    assert regions <= {"us-east-1", "eu-west-1"}


def test_answers_that_are_no_lists(shared_sim):
    iam = shared_sim.client("iam")
    assert iam.get_user()["User"]["UserName"] == "admin"
    trust = iam.get_role(RoleName="SextantReadOnly")["Role"]["AssumeRolePolicyDocument"]
    assert trust["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"] == shared_sim.organization["external_id"]
    assert iam.get_role_policy(RoleName="SextantReadOnly", PolicyName="SextantRead")["PolicyDocument"]["Statement"]
    assert iam.get_user_policy(UserName="reader", PolicyName="SextantRead")["PolicyDocument"]["Statement"]
    assert refusal(iam.get_group_policy, GroupName="analysts", PolicyName="none")[0] == "NoSuchEntity"
    policy = iam.get_policy(PolicyArn=ADMIN)["Policy"]
    version = iam.get_policy_version(PolicyArn=ADMIN, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    assert version["Document"]["Statement"][0]["Action"] == "*"
    assert iam.get_account_summary()["SummaryMap"]["Users"] == 4
    assert refusal(iam.get_role, RoleName="Missing") == ("NoSuchEntity", "The role with name Missing cannot be found.", 404)
    assert shared_sim.client("sts").get_access_key_info(
        AccessKeyId=shared_sim.identities["profiles"]["member"]["access_key_id"])["Account"] != shared_sim.payer
    assert shared_sim.client("compute-optimizer").get_enrollment_status()["status"] == "Inactive"
    budgets = shared_sim.client("budgets").describe_budgets(AccountId=shared_sim.payer)["Budgets"]
    assert budgets[0]["BudgetLimit"]["Unit"] == "USD"
    now = datetime.datetime.now(datetime.timezone.utc)
    query = {"Id": "a", "MetricStat": {"Metric": {"Namespace": "AWS/EC2", "MetricName": "CPUUtilization"}, "Period": 60, "Stat": "Sum"}}
    data = shared_sim.client("cloudwatch").get_metric_data(MetricDataQueries=[query], StartTime=now, EndTime=now)
    assert data["MetricDataResults"][0]["Id"] == "a"


def test_simulation_of_policies_agrees_with_what_happens(shared_sim):
    iam = shared_sim.client("iam")
    arn = shared_sim.identities["profiles"]["payer-analyst"]["arn"]
    wanted = {"ce:GetCostAndUsage": "allowed", "ce:GetCostForecast": "implicitDeny", "s3:DeleteBucket": "implicitDeny"}
    results = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=list(wanted))["EvaluationResults"]
    assert {result["EvalActionName"]: result["EvalDecision"] for result in results} == wanted
    assert refusal(iam.simulate_principal_policy, PolicySourceArn="arn:aws:iam::" + shared_sim.payer + ":user/none",
                   ActionNames=["s3:ListAllMyBuckets"])[0] == "NoSuchEntity"
    role = shared_sim.organization["role_arns"]["AdminRole"]
    results = iam.simulate_principal_policy(PolicySourceArn=role, ActionNames=["s3:DeleteBucket"])["EvaluationResults"]
    assert results[0]["EvalDecision"] == "allowed"


# --- The `aws` program

@pytest.fixture(scope="module")
def shared_aws(shared_sim, tmp_path_factory):
    return aws_program(shared_sim, tmp_path_factory.mktemp("aws-program"))


def test_aws_finds_every_profile(shared_sim, shared_aws):
    for profile, keys in shared_sim.identities["profiles"].items():
        assert shared_aws("sts", "get-caller-identity", profile=profile)["Arn"] == keys["arn"]
    assert ":assumed-role/SextantReadOnly/" in shared_aws("sts", "get-caller-identity", profile="role-payer")["Arn"]
    assert ":assumed-role/WebIdentityRole/" in shared_aws("sts", "get-caller-identity", profile="web-identity")["Arn"]


# Runs the `aws` program's own entry point once for each list of arguments: starting it anew takes a second each time.
AWS_MANY = """
import contextlib, io, json, sys
from awscli.clidriver import create_clidriver
driver = create_clidriver()
for arguments in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = driver.main(arguments)
    print(json.dumps({"code": code, "out": out.getvalue(), "err": err.getvalue()}))
"""


def aws_many(simulator, home, commands):
    # `aws rds` takes no endpoint from the environment, so each command names it.
    full = [[*command, "--output", "json", "--endpoint-url", simulator.url] for command in commands]
    ran = subprocess.run([sys.executable, "-c", AWS_MANY], input=json.dumps(full), capture_output=True, text=True, check=True,
                         env=simulator.environment(home, AWS_PROFILE="payer", AWS_MAX_ATTEMPTS="1", AWS_DEFAULT_REGION="us-east-1"))
    return [json.loads(line) for line in ran.stdout.splitlines()]


def option(name):
    return "--" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def test_aws_reads_every_operation(sim, tmp_path):
    """Every operation that is served, but Cost Explorer's, which test_sim_billing.py asks."""
    program = {"s3": "s3api", "config": "configservice"}
    commands = [[program.get(service, service), operation.replace("_", "-"),
                 *[text for name, value in arguments.items() for text in (option(name), value)]]
                for service, operation, arguments, _ in LISTS + EMPTY]
    bucket = sim.client("s3").list_buckets()["Buckets"][0]["Name"]
    role = sim.organization["role_arns"]["SextantReadOnly"]
    others = [["s3api", operation, "--bucket", bucket] for operation in (
        "get-bucket-location", "get-bucket-encryption", "get-bucket-versioning", "get-bucket-policy", "get-bucket-policy-status",
        "get-bucket-tagging", "get-public-access-block")]
    others += [["sts", "get-caller-identity"],
               ["sts", "get-access-key-info", "--access-key-id", sim.identities["profiles"]["payer"]["access_key_id"]],
               ["sts", "assume-role", "--role-session-name", "cli", "--role-arn",
                f"arn:aws:iam::{sim.identities['profiles']['member']['account_id']}:role/OrganizationAccountAccessRole"],
               ["sts", "assume-role-with-web-identity", "--role-arn", sim.organization["role_arns"]["WebIdentityRole"],
                "--role-session-name", "cli", "--web-identity-token", sim.identities["web_identity_token"]],
               ["iam", "get-user"], ["iam", "get-role", "--role-name", "SextantReadOnly"],
               ["iam", "get-role-policy", "--role-name", "SextantReadOnly", "--policy-name", "SextantRead"],
               ["iam", "get-user-policy", "--user-name", "reader", "--policy-name", "SextantRead"],
               ["iam", "get-group-policy", "--group-name", "analysts", "--policy-name", "none"],
               ["iam", "get-policy", "--policy-arn", ADMIN], ["iam", "get-account-summary"],
               ["iam", "get-policy-version", "--policy-arn", ADMIN, "--version-id", "v1"],
               ["iam", "simulate-principal-policy", "--policy-source-arn", role, "--action-names", "ce:GetCostAndUsage"],
               ["organizations", "describe-organization"], ["organizations", "describe-account", "--account-id", sim.payer],
               ["cloudfront", "list-distributions"], ["compute-optimizer", "get-enrollment-status"],
               ["budgets", "describe-budgets", "--account-id", sim.payer],
               ["cloudwatch", "get-metric-data", "--metric-data-queries", '[{"Id": "a", "Expression": "1"}]',
                "--start-time", "2026-01-01T00:00:00Z", "--end-time", "2026-01-02T00:00:00Z"]]
    _, client, tokens, _ = device_sign_in(sim)
    names = ["--client-id", client["clientId"], "--client-secret", client["clientSecret"]]
    access = ["--access-token", tokens["accessToken"]]
    others += [["sso-oidc", "register-client", "--client-name", "cli", "--client-type", "public"],
               ["sso-oidc", "start-device-authorization", *names,  # as JSON, since the program would fetch an address given as text
                "--cli-input-json", json.dumps({"startUrl": sim.identities["sso"]["start_url"]})],
               ["sso-oidc", "create-token", *names, "--grant-type", "refresh_token", "--refresh-token", tokens["refreshToken"]],
               ["sso", "list-accounts", *access], ["sso", "list-account-roles", *access, "--account-id", sim.payer],
               ["sso", "get-role-credentials", *access, "--account-id", sim.payer, "--role-name", "ViewOnlyAccess"],
               ["sso", "logout", *access]]
    sim.clear_counts()
    answers = aws_many(sim, tmp_path, commands + others)
    assert len(answers) == len(commands) + len(others)
    absent = ("NoSuchBucketPolicy", "NoSuchTagSet", "NoSuchPublicAccessBlockConfiguration", "NoSuchEntity")
    for command, answer in zip(commands + others, answers):
        assert answer["code"] == 0 or any(f"({code})" in answer["err"] for code in absent), f"{command}: {answer}"
    for (service, operation, _, key), answer in zip(LISTS + EMPTY, answers):
        # A list that pages make empty is left out by the program.
        assert bool(json.loads(answer["out"] or "{}").get(key)) == ((service, operation) not in {row[:2] for row in EMPTY}), answer
    asked = {(service, operation) for service, operations in sim.get("/counts")["services"].items() for operation in operations}
    served = {(service, operation) for service, operations in sim.get("/operations").items() for operation in operations}
    assert {one for one in served - asked if one[0] != "ce"} == set()


def test_aws_finds_the_role_of_its_machine_and_of_its_container(shared_sim, shared_aws):
    arn = f"arn:aws:sts::{shared_sim.identities['base_account_id']}:assumed-role/SextantHost/"
    nothing = {"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_DEFAULT_REGION": "us-east-1"}
    found = shared_aws("sts", "get-caller-identity", profile=None, AWS_EC2_METADATA_SERVICE_ENDPOINT=shared_sim.url, **nothing)
    assert found["Arn"] == arn + "i-0123456789abcdef0"
    found = shared_aws("sts", "get-caller-identity", profile=None,
                       AWS_CONTAINER_CREDENTIALS_FULL_URI=shared_sim.url + "/container/credentials", **nothing)
    assert found["Arn"] == arn + "container"
    found = shared_aws("sts", "get-caller-identity", profile=None, code=None, AWS_EC2_METADATA_SERVICE_ENDPOINT="http://127.0.0.1:9", **nothing)
    assert found.code != 0


def test_aws_assumes_roles_by_external_id(shared_sim, shared_aws):
    arguments = ["--role-arn", shared_sim.organization["role_arns"]["SextantReadOnly"], "--role-session-name", "cli"]
    right = shared_aws("sts", "assume-role", *arguments, "--external-id", shared_sim.organization["external_id"], profile="base")
    assert right["Credentials"]["SessionToken"]
    for extra in ([], ["--external-id", "wrong"]):
        ran = shared_aws("sts", "assume-role", *arguments, *extra, profile="base", code=None)
        assert ran.code in (254, 255) and "An error occurred (AccessDenied) when calling the AssumeRole operation: User:" in ran.err


def test_aws_uses_a_sign_in_from_the_token_cache(sim, aws, tmp_path):
    _, client, tokens, _ = device_sign_in(sim)
    cache = tmp_path / "aws-home" / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    expires = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    name = hashlib.sha1(b"corp").hexdigest()
    (cache / f"{name}.json").write_text(json.dumps({
        "startUrl": sim.identities["sso"]["start_url"], "region": "us-east-1", "accessToken": tokens["accessToken"],
        "expiresAt": expires.strftime("%Y-%m-%dT%H:%M:%SZ"), "clientId": client["clientId"], "clientSecret": client["clientSecret"],
        "refreshToken": tokens["refreshToken"]}), encoding="utf-8")
    identity = aws("sts", "get-caller-identity", profile="sso-payer")
    assert identity["Account"] == sim.payer and "AWSReservedSSO_BillingReader_" in identity["Arn"]


def test_help_has_examples(build_folder):
    ran = subprocess.run([build_folder / "sextant-sim", "--help"], capture_output=True, text=True, check=True)
    assert "Examples:" in ran.stdout and "--write-profiles" in ran.stdout
    wrong = subprocess.run([build_folder / "sextant-sim", "--accounts", "0"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
