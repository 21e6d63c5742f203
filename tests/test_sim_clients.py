"""The simulated cloud, asked by clients that we did not write: boto3 and the `aws` program.

What they read without complaint, and what they make of its errors, is the proof that the simulator speaks AWS's protocols.
"""

import base64
import datetime
import hashlib
import json
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from conftest import aws_program

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
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def refusal(call, **arguments):
    """The error that a call ends with: code, message, status."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


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


# --- Who may assume a role

def assume(simulator, role="SextantReadOnly", profile="base", **arguments):
    arn = role if role.startswith("arn:") else simulator.organization["role_arns"][role]
    return simulator.client("sts", profile).assume_role(**{"RoleArn": arn, "RoleSessionName": "test", **arguments})


def session_of(answer):
    keys = answer["Credentials"]
    return {"access_key_id": keys["AccessKeyId"], "secret_access_key": keys["SecretAccessKey"], "session_token": keys["SessionToken"]}


def denied_text(simulator, arn):
    return f"User: {simulator.identities['profiles']['base']['arn']} is not authorized to perform: sts:AssumeRole on resource: {arn}"


def test_assume_role_with_right_wrong_and_no_external_id(shared_sim):
    external_id = shared_sim.organization["external_id"]
    answer = assume(shared_sim, ExternalId=external_id, DurationSeconds=900)
    left = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(minutes=14) < left <= datetime.timedelta(minutes=15, seconds=1)
    identity = shared_sim.client("sts", session_of(answer)).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{shared_sim.payer}:assumed-role/SextantReadOnly/test" == answer["AssumedRoleUser"]["Arn"]
    assert identity["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]
    right = shared_sim.organization["role_arns"]["SextantReadOnly"]
    # A wrong ID, none, an untrusted role and a missing role are one text.
    for arguments in ({}, {"ExternalId": "another-id"}, {"ExternalId": external_id + "x"}, {"ExternalId": external_id.swapcase()}):
        assert refusal(assume, simulator=shared_sim, **arguments) == ("AccessDenied", denied_text(shared_sim, right), 403)
    for other in (right + "Missing", right.replace("SextantReadOnly", "OrganizationAccountAccessRole")):
        assert refusal(assume, simulator=shared_sim, role=other, ExternalId=external_id) == (
            "AccessDenied", denied_text(shared_sim, other), 403)
    code, message, _ = refusal(assume, simulator=shared_sim, profile="base-locked", ExternalId=external_id)
    assert (code, "because" in message) == ("AccessDenied", False), "across accounts no policy is named"


def test_roles_that_are_open_to_the_confused_deputy(shared_sim):
    external_id = shared_sim.organization["external_id"]
    for role, accepted, refused in (
            ("OpenRole", ({}, {"ExternalId": "anything"}), ()),
            ("LaxRole", ({"ExternalId": external_id}, {"ExternalId": external_id + "x"}), ({}, {"ExternalId": "other"})),
            ("LaxCaseRole", ({"ExternalId": external_id}, {"ExternalId": external_id.upper()}), ({}, {"ExternalId": "other"})),
            ("IfExistsRole", ({"ExternalId": external_id}, {}), ({"ExternalId": "other"},))):
        for arguments in accepted:
            assert assume(shared_sim, role, **arguments)["Credentials"], role
        for arguments in refused:
            assert refusal(assume, simulator=shared_sim, role=role, **arguments)[0] == "AccessDenied", role


def test_words_of_a_refusal_within_the_organization(shared_sim):
    role = shared_sim.organization["role_arns"]["AdminRole"]
    _, message, _ = refusal(assume, simulator=shared_sim, role=role, profile="denied")
    assert message.endswith("because no identity-based policy allows the sts:AssumeRole action")
    _, message, _ = refusal(assume, simulator=shared_sim, role=role, profile="member")
    assert message.endswith("because no role trust policy allows the sts:AssumeRole action")


def test_role_chaining_lasts_an_hour_at_most(sim):
    sim.post("/iam/role", {"account_id": sim.payer, "name": "SextantReadOnly", "max_session_s": 43200})
    external_id = sim.organization["external_id"]
    assert assume(sim, ExternalId=external_id, DurationSeconds=43200)["Credentials"]
    member = sim.identities["profiles"]["member"]["account_id"]
    admin = session_of(assume(sim, "AdminRole", ExternalId=external_id))
    arn = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    assert assume(sim, arn, profile=admin)["Credentials"]
    assert refusal(assume, simulator=sim, role=arn, profile=admin, DurationSeconds=3601) == (
        "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining", 400)
    assert refusal(assume, simulator=sim, role="AdminRole", ExternalId=external_id, DurationSeconds=7200)[1] == (
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")


def test_malformed_assume_role_is_a_validation_error(shared_sim):
    for arguments in ({"RoleSessionName": "no spaces"}, {"ExternalId": "a b"}, {"RoleArn": "arn:aws:iam::123:role/x-and-more"}):
        assert refusal(assume, simulator=shared_sim, **arguments)[0] == "ValidationError", arguments


def test_session_policies_only_narrow(shared_sim):
    nothing = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]})
    keys = session_of(assume(shared_sim, ExternalId=shared_sim.organization["external_id"], Policy=nothing))
    assert shared_sim.client("sts", keys).get_caller_identity()["Account"] == shared_sim.payer, "cannot be denied"
    _, message, _ = refusal(shared_sim.client("organizations", keys).list_accounts)
    assert message.endswith("with an explicit deny in a session policy")
    empty = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]})
    keys = session_of(assume(shared_sim, ExternalId=shared_sim.organization["external_id"], Policy=empty))
    _, message, _ = refusal(shared_sim.client("organizations", keys).list_accounts)
    assert message.endswith("because no session policy allows the organizations:ListAccounts action")
    assert refusal(assume, simulator=shared_sim, ExternalId=shared_sim.organization["external_id"], Policy="{")[0] == (
        "MalformedPolicyDocument")


def test_trust_by_role_arn_and_organization(sim):
    """ArnLike on aws:PrincipalArn and aws:PrincipalOrgID, and a trust policy that is mended while it runs."""
    role = {"account_id": sim.payer, "name": "Mended"}
    base = sim.identities["base_account_id"]

    def trust(condition):
        return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Condition": condition,
                                                       "Principal": {"AWS": f"arn:aws:iam::{base}:root"}}]}
    arn = sim.post("/iam/role", {**role, "trust": trust({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{base}:role/*"}})})["arn"]
    assert refusal(assume, simulator=sim, role=arn)[0] == "AccessDenied"
    sim.post("/iam/role", {**role, "trust": trust({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{base}:user/sex*"}})})
    assert assume(sim, arn)["Credentials"]
    sim.post("/iam/role", {**role, "trust": trust({"StringEquals": {"aws:PrincipalOrgID": sim.organization["id"]}})})
    assert refusal(assume, simulator=sim, role=arn)[0] == "AccessDenied", "the base account is of no organization"
    sim.control("DELETE", "/iam/role", role)
    assert refusal(assume, simulator=sim, role=arn)[1] == denied_text(sim, arn)


def test_web_identity(shared_sim):
    sts = shared_sim.client("sts", None)
    arguments = {"RoleArn": shared_sim.organization["role_arns"]["WebIdentityRole"], "RoleSessionName": "web"}
    token = shared_sim.identities["web_identity_token"]
    answer = sts.assume_role_with_web_identity(WebIdentityToken=token, **arguments)
    assert shared_sim.client("sts", session_of(answer)).get_caller_identity()["Account"] == shared_sim.payer
    assert refusal(sts.assume_role_with_web_identity, WebIdentityToken=token + "x", **arguments)[0] == "InvalidIdentityToken"
    arguments["RoleArn"] = shared_sim.organization["role_arns"]["AdminRole"]
    assert refusal(sts.assume_role_with_web_identity, WebIdentityToken=token, **arguments) == (
        "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403)


# --- What is said to those who are not let in

@pytest.mark.parametrize("service,operation,text", [
    ("iam", "list_roles", "iam:ListRoles on resource: arn:aws:iam::{}:role/ because no"),
    ("organizations", "list_accounts", "organizations:ListAccounts on resource: * because no"),
    ("s3", "list_buckets", "s3:ListAllMyBuckets because no"),
    ("lambda", "list_functions", "lambda:ListFunctions on resource: * because no"),
    ("rds", "describe_db_instances", "rds:DescribeDBInstances on resource: arn:aws:rds:us-east-1:{}:db:* because no"),
    ("dynamodb", "list_tables", "dynamodb:ListTables on resource: arn:aws:dynamodb:us-east-1:{}:table/* because no"),
    ("cloudwatch", "list_metrics", "cloudwatch:ListMetrics because no"),
])
def test_denials_name_user_action_and_reason(shared_sim, service, operation, text):
    code, message, _ = refusal(getattr(shared_sim.client(service, "denied"), operation))
    assert code in ("AccessDenied", "AccessDeniedException")
    arn = shared_sim.identities["profiles"]["denied"]["arn"]
    assert f"User: {arn} is not authorized to perform: {text.format(shared_sim.payer)} identity-based policy allows the " in message


def test_organization_policies_deny_in_their_own_words(sim):
    last = [account for account in sim.organization["accounts"] if account["left"] is None][-1]["id"]
    admin = session_of(assume(sim, "AdminRole", ExternalId=sim.organization["external_id"]))
    inside = session_of(assume(sim, f"arn:aws:iam::{last}:role/OrganizationAccountAccessRole", profile=admin))
    _, message, _ = refusal(sim.client("ec2", inside).describe_instances)
    assert message.endswith("with an explicit deny in a service control policy")
    simulated = sim.client("iam", inside).simulate_principal_policy(
        PolicySourceArn=f"arn:aws:iam::{last}:user/admin", ActionNames=["ec2:DescribeInstances"])["EvaluationResults"][0]
    assert simulated["EvalDecision"] == "explicitDeny"
    assert simulated["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": False}
    sim.post("/scp", {"account_id": last, "policies": []})
    assert sim.client("ec2", inside).describe_instances()["Reservations"]


KEYS = {"unknown": {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "x" * 40}}


@pytest.mark.parametrize("service,operation,unknown,mismatch", [
    ("sts", "get_caller_identity", ("InvalidClientTokenId", 403), ("SignatureDoesNotMatch", 403)),
    ("organizations", "list_accounts", ("UnrecognizedClientException", 400), ("InvalidSignatureException", 400)),
    ("ec2", "describe_vpcs", ("AuthFailure", 401), ("AuthFailure", 401)),
    ("lambda", "list_functions", ("UnrecognizedClientException", 403), ("InvalidSignatureException", 403)),
    ("s3", "list_buckets", ("InvalidAccessKeyId", 403), ("SignatureDoesNotMatch", 403)),
    ("cloudwatch", "list_metrics", ("UnrecognizedClientException", 400), ("InvalidSignatureException", 400)),
])
def test_wrong_keys(shared_sim, service, operation, unknown, mismatch):
    code, _, status = refusal(getattr(shared_sim.client(service, KEYS["unknown"]), operation))
    assert (code, status) == unknown
    wrong = {**shared_sim.identities["profiles"]["payer"], "secret_access_key": "x" * 40}
    code, _, status = refusal(getattr(shared_sim.client(service, wrong), operation))
    assert (code, status) == mismatch


@pytest.mark.parametrize("service,operation,old,new", [
    ("sts", "get_caller_identity", ("SignatureDoesNotMatch", "Signature expired: "), ("SignatureDoesNotMatch", "Signature not yet current: ")),
    ("organizations", "list_accounts", ("InvalidSignatureException", "Signature expired: "),
     ("InvalidSignatureException", "Signature not yet current: ")),
    ("ec2", "describe_vpcs", ("RequestExpired", "Request has expired."), ("RequestExpired", "Request has expired.")),
    ("s3", "list_buckets", ("RequestTimeTooSkewed", "The difference "), ("RequestTimeTooSkewed", "The difference ")),
])
def test_wrong_clocks(sim, service, operation, old, new):
    for skew_s, (wanted, text) in ((1200, old), (-1200, new)):
        sim.faults(skew_s=skew_s)
        with pytest.raises(ClientError) as caught:
            getattr(sim.client(service), operation)()
        answer = caught.value.response
        assert answer["Error"]["Code"] == wanted and answer["Error"]["Message"].startswith(text)
        date = datetime.datetime.strptime(answer["ResponseMetadata"]["HTTPHeaders"]["date"], "%a, %d %b %Y %H:%M:%S GMT")
        ahead = date.replace(tzinfo=datetime.timezone.utc) - datetime.datetime.now(datetime.timezone.utc)
        assert abs(ahead.total_seconds() - skew_s) < 5, "the Date header tells by how much"


@pytest.mark.parametrize("service,operation,missing,expired,wrong_token", [
    ("sts", "get_caller_identity", "InvalidClientTokenId", "ExpiredToken", "InvalidClientTokenId"),
    ("organizations", "list_accounts", "UnrecognizedClientException", "ExpiredTokenException", "UnrecognizedClientException"),
    ("ec2", "describe_vpcs", "AuthFailure", "RequestExpired", "AuthFailure"),
    ("lambda", "list_functions", "UnrecognizedClientException", "ExpiredTokenException", "UnrecognizedClientException"),
    ("s3", "list_buckets", "InvalidAccessKeyId", "ExpiredToken", "InvalidToken"),
])
def test_session_tokens(sim, service, operation, missing, expired, wrong_token):
    keys = session_of(assume(sim, ExternalId=sim.organization["external_id"], DurationSeconds=900))
    assert refusal(getattr(sim.client(service, {**keys, "session_token": None}), operation))[0] == missing
    assert refusal(getattr(sim.client(service, {**keys, "session_token": "x" * 50}), operation))[0] == wrong_token
    sim.faults(expired_token="sessions")
    assert refusal(getattr(sim.client(service, keys), operation))[0] == expired
    fresh = session_of(assume(sim, ExternalId=sim.organization["external_id"]))
    assert sim.client("sts", fresh).get_caller_identity(), "what is issued afterwards is good"


def test_a_session_ends_by_the_simulated_clock(sim):
    keys = session_of(assume(sim, ExternalId=sim.organization["external_id"], DurationSeconds=900))
    sim.post("/clock", {"advance_s": 299})  # as far as a signature of now is taken
    assert sim.client("sts", keys).get_caller_identity()
    sim.post("/clock", {"advance_s": 700})
    with pytest.raises(ClientError) as caught:
        sim.client("sts", keys).get_caller_identity()
    assert "Signature expired" in str(caught.value)


def test_requests_without_signature_or_for_another_service(shared_sim):
    def fetch(method="GET", path="/", body=None, **headers):
        request = urllib.request.Request(shared_sim.url + path, data=body, method=method, headers=headers)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, text = fetch("POST", body=b"Action=GetCallerIdentity&Version=2011-06-15", **form)
    assert status == 403 and "<Code>MissingAuthenticationToken</Code>" in text
    status, text = fetch("POST", body=b"{}", **{"X-Amz-Target": "AWSOrganizationsV20161128.ListAccounts"})
    assert status == 400 and json.loads(text)["__type"] == "MissingAuthenticationTokenException"
    status, text = fetch()
    assert status in (400, 403, 404), text

    keys = shared_sim.identities["profiles"]["payer"]
    credentials = Credentials(keys["access_key_id"], keys["secret_access_key"])
    url = shared_sim.url + "/?Action=GetCallerIdentity&Version=2011-06-15"
    for service, wanted in (("sts", 200), ("iam", 400)):
        request = AWSRequest("GET", url)
        SigV4QueryAuth(credentials, service, "us-east-1", expires=60).add_auth(request)
        status, text = fetch(path=request.url[len(shared_sim.url):])
        assert status == wanted, text
    request = AWSRequest("GET", url)
    SigV4QueryAuth(credentials, "sts", "us-east-1", expires=60).add_auth(request)
    status, text = fetch(path=request.url[len(shared_sim.url):].replace("GetCallerIdentity", "GetSessionToken"))
    assert status == 403 and "SignatureDoesNotMatch" in text


def test_presigned_addresses_of_s3(shared_sim):
    s3 = shared_sim.client("s3", signature_version="s3v4")
    name = s3.list_buckets()["Buckets"][0]["Name"]
    url = s3.generate_presigned_url("get_bucket_location", Params={"Bucket": name}, ExpiresIn=60)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url) as answer:
        assert b"LocationConstraint" in answer.read()
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"))
    assert caught.value.code == 403


def test_unknown_operations(shared_sim):
    assert refusal(shared_sim.client("iam").list_groups)[0] == "InvalidAction"
    assert refusal(shared_sim.client("ec2").describe_images)[0] == "InvalidAction"
    assert refusal(shared_sim.client("organizations").list_policies, Filter="SERVICE_CONTROL_POLICY")[0] == "UnknownOperationException"
    assert refusal(shared_sim.client("lambda").list_layers)[0] == "UnknownOperationException"


# --- Faults

@pytest.mark.parametrize("service,operation,code,status", [
    ("sts", "get_caller_identity", "Throttling", 400), ("ec2", "describe_vpcs", "RequestLimitExceeded", 503),
    ("s3", "list_buckets", "SlowDown", 503), ("organizations", "list_accounts", "TooManyRequestsException", 400),
    ("lambda", "list_functions", "TooManyRequestsException", 429), ("logs", "describe_log_groups", "ThrottlingException", 400)])
def test_throttling(sim, service, operation, code, status):
    call = getattr(sim.client(service), operation)
    sim.faults(throttle=1)
    got = refusal(call)
    assert (got[0], got[2]) == (code, status)
    sim.faults(throttle=1, services=["another"])
    assert call()
    sim.faults(error_5xx=1)
    assert refusal(call)[2] in (500, 503)
    sim.faults()
    assert call()


def test_a_part_of_requests_is_throttled_and_retries_get_through(sim, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    sim.faults(throttle=0.3, error_5xx=0.1)
    client = sim.client("organizations", retries={"total_max_attempts": 10, "mode": "standard"})
    for _ in range(20):
        assert client.describe_organization()
    outcomes = sim.get("/counts")["services"]["organizations"]["DescribeOrganization"]
    assert outcomes["ok"] == 20 and outcomes["TooManyRequestsException"] > 0
    assert sim.counts("organizations", "DescribeOrganization") == sum(outcomes.values())


def test_cut_bodies_looping_and_refused_tokens_and_denials(sim):
    organizations = sim.client("organizations")
    sim.faults(cut_body=1)
    with pytest.raises(Exception) as caught:
        organizations.list_accounts()
    assert not isinstance(caught.value, ClientError)
    sim.faults(looping_token=True, page_rows=2)
    first = organizations.list_accounts()["NextToken"]
    again = organizations.list_accounts(NextToken=first)["NextToken"]
    assert again == first == organizations.list_accounts(NextToken=again)["NextToken"]
    sim.faults(refuse_page_tokens=1, page_rows=2)
    assert refusal(organizations.list_accounts, NextToken=first)[0] == "InvalidInputException"
    assert organizations.list_accounts(NextToken=first)["Accounts"]
    sim.faults(deny=["organizations:List*"], after_requests=1)
    assert organizations.list_accounts()
    assert refusal(organizations.list_accounts)[0] == "AccessDeniedException"
    assert organizations.describe_organization()
    sim.faults(deny_scp=["sts:AssumeRole"])
    _, message, _ = refusal(assume, simulator=sim, role="AdminRole", profile="payer")
    assert message.endswith("with an explicit deny in a service control policy")


def test_bad_faults_are_refused(shared_sim):
    for plan in ({"throttle": 2}, {"unknown": 1}, [], {"ce_enabled_at": {"1": "yesterday"}}):
        with pytest.raises(urllib.error.HTTPError) as caught:
            shared_sim.post("/faults", plan)
        assert caught.value.code == 400


def test_same_seed_same_world(start_simulator):
    one, two, other = start_simulator("--seed", 3), start_simulator("--seed", 3), start_simulator("--seed", 4)

    def stable(simulator):
        return {key: value for key, value in simulator.identities.items() if key not in ("endpoint_url", "web_identity_token")}
    assert stable(one) == stable(two) != stable(other)
    assert one.client("ec2").describe_instances()["Reservations"] == two.client("ec2").describe_instances()["Reservations"]


def test_two_organizations(start_simulator):
    sim = start_simulator("--organizations", 2, "--accounts", 3, "--second-currency", "CNY")
    second = sim.identities["organizations"][1]
    assert second["currency"] == "CNY"
    accounts = sim.client("organizations", "payer2").list_accounts()["Accounts"]
    assert {account["Id"] for account in accounts} == {account["id"] for account in second["accounts"] if account["is_listed"]}
    assert refusal(sim.client("organizations", "member2").list_accounts)[0] == "AccessDeniedException"
    role = second["role_arns"]["SextantReadOnly"]
    assert assume(sim, role, ExternalId=second["external_id"])["Credentials"]
    assert refusal(assume, simulator=sim, role=role, ExternalId=sim.organization["external_id"])[0] == "AccessDenied"


# --- Sign-in

def register(oidc, **arguments):
    return oidc.register_client(clientName="test", clientType="public", scopes=["sso:account:access"], **arguments)


def device_sign_in(simulator, person=None):
    """Signs in by the device flow as far as the tokens; the person approves at the page."""
    oidc = simulator.client("sso-oidc", None)
    client = register(oidc)
    flow = oidc.start_device_authorization(clientId=client["clientId"], clientSecret=client["clientSecret"],
                                           startUrl=simulator.identities["sso"]["start_url"])
    asked = {"clientId": client["clientId"], "clientSecret": client["clientSecret"], "deviceCode": flow["deviceCode"],
             "grantType": "urn:ietf:params:oauth:grant-type:device_code"}
    assert refusal(oidc.create_token, **asked)[0] == "AuthorizationPendingException"
    assert refusal(oidc.create_token, **asked)[0] == "SlowDownException", "asked again at once"
    form = {"user_code": flow["userCode"], "person": person or simulator.identities["sso"]["person"], "decision": "approve"}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    page = opener.open(flow["verificationUriComplete"]).read().decode()
    assert flow["userCode"] in page and "Allow access" in page
    assert b"approved" in opener.open(flow["verificationUri"], data=urllib.parse.urlencode(form).encode()).read()
    return oidc, client, oidc.create_token(**asked), asked


def test_device_sign_in_and_portal(sim):
    oidc, client, tokens, asked = device_sign_in(sim)
    assert refusal(oidc.create_token, **asked)[0] == "InvalidGrantException", "a code serves once"
    portal = sim.client("sso", None)
    accounts = portal.list_accounts(accessToken=tokens["accessToken"])["accountList"]
    open_accounts = [one for one in sim.organization["accounts"] if one["is_listed"] and one["state"] != "SUSPENDED"]
    assert {one["accountId"] for one in accounts} == {one["id"] for one in open_accounts}
    roles = portal.list_account_roles(accessToken=tokens["accessToken"], accountId=sim.payer)["roleList"]
    assert [role["roleName"] for role in roles] == ["AdministratorAccess", "BillingReader", "ViewOnlyAccess"]
    sim.faults(page_rows=2)
    paged = [one for page in portal.get_paginator("list_accounts").paginate(accessToken=tokens["accessToken"])
             for one in page["accountList"]]
    assert paged == accounts
    paged = [one for page in portal.get_paginator("list_account_roles").paginate(accessToken=tokens["accessToken"], accountId=sim.payer)
             for one in page["roleList"]]
    assert paged == roles
    keys = portal.get_role_credentials(accessToken=tokens["accessToken"], accountId=sim.payer, roleName="BillingReader")["roleCredentials"]
    session = {"access_key_id": keys["accessKeyId"], "secret_access_key": keys["secretAccessKey"], "session_token": keys["sessionToken"]}
    arn = sim.client("sts", session).get_caller_identity()["Arn"]
    assert re.fullmatch(f"arn:aws:sts::{sim.payer}:assumed-role/AWSReservedSSO_BillingReader_[0-9a-f]{{16}}/alice@example.com", arn)
    role = sim.client("iam", session).get_role(RoleName=arn.split("/")[1])["Role"]
    assert role["Path"] == "/aws-reserved/sso.amazonaws.com/", "which the assumed role's ARN lacks"
    assert keys["expiration"] > 10**12, "milliseconds"

    refreshed = oidc.create_token(clientId=client["clientId"], clientSecret=client["clientSecret"], grantType="refresh_token",
                                  refreshToken=tokens["refreshToken"])
    assert portal.list_accounts(accessToken=refreshed["accessToken"])["accountList"]
    assert refusal(oidc.create_token, clientId=client["clientId"], clientSecret=client["clientSecret"], grantType="refresh_token",
                   refreshToken=tokens["refreshToken"])[0] == "InvalidGrantException", "it was exchanged for another"
    portal.logout(accessToken=tokens["accessToken"])
    gone = ("UnauthorizedException", "Session token not found or invalid", 401)
    assert refusal(portal.list_accounts, accessToken=tokens["accessToken"]) == gone
    assert refusal(portal.get_role_credentials, accessToken="x", accountId=sim.payer, roleName="BillingReader") == gone
    assert refusal(portal.get_role_credentials, accessToken=refreshed["accessToken"], accountId=sim.payer, roleName="Nope") == (
        "ForbiddenException", "No access", 403)
    for secret in (tokens["accessToken"], tokens["refreshToken"], client["clientSecret"], keys["secretAccessKey"], keys["sessionToken"]):
        assert any(known in secret for known in sim.secrets())


def test_tokens_expire(sim):
    oidc, client, tokens, _ = device_sign_in(sim)
    portal = sim.client("sso", None)
    refresh = {"clientId": client["clientId"], "clientSecret": client["clientSecret"], "grantType": "refresh_token"}
    sim.faults(expired_token="sso")
    assert refusal(portal.list_accounts, accessToken=tokens["accessToken"])[0] == "UnauthorizedException"
    tokens = oidc.create_token(refreshToken=tokens["refreshToken"], **refresh)
    assert portal.list_accounts(accessToken=tokens["accessToken"])
    sim.faults(expired_token=True)
    assert refusal(portal.list_accounts, accessToken=tokens["accessToken"])[0] == "UnauthorizedException"
    assert refusal(oidc.create_token, refreshToken=tokens["refreshToken"], **refresh)[0] == "InvalidGrantException"
    sim.faults()
    sim.post("/clock", {"advance_s": 8 * 3600})
    assert refusal(portal.list_accounts, accessToken=tokens["accessToken"])[0] == "UnauthorizedException"


def test_a_person_without_assignments_sees_nothing(sim):
    _, _, tokens, _ = device_sign_in(sim, sim.identities["sso"]["person_without_assignments"])
    portal = sim.client("sso", None)
    assert portal.list_accounts(accessToken=tokens["accessToken"])["accountList"] == []
    assert refusal(portal.list_account_roles, accessToken=tokens["accessToken"], accountId=sim.payer)[0] == "ForbiddenException"


def test_sign_in_that_is_denied_or_too_late_or_for_another_portal(sim):
    oidc = sim.client("sso-oidc", None)
    client = register(oidc)
    names = {"clientId": client["clientId"], "clientSecret": client["clientSecret"]}
    assert refusal(oidc.start_device_authorization, startUrl="https://other.awsapps.com/start", **names)[0] == "InvalidRequestException"
    assert refusal(oidc.start_device_authorization, clientId="x", clientSecret="y",
                   startUrl=sim.identities["sso"]["start_url"])[0] == "InvalidClientException"
    grant = {"grantType": "urn:ietf:params:oauth:grant-type:device_code", **names}
    first = oidc.start_device_authorization(startUrl=sim.identities["sso"]["start_url"], **names)
    assert sim.post("/sso/approve", {"user_code": first["userCode"], "deny": True}) == {"decided": 1}
    assert refusal(oidc.create_token, deviceCode=first["deviceCode"], **grant)[0] == "AccessDeniedException"
    second = oidc.start_device_authorization(startUrl=sim.identities["sso"]["start_url"] + "/#/", **names)
    sim.post("/clock", {"advance_s": 601})
    assert refusal(oidc.create_token, deviceCode=second["deviceCode"], **grant)[0] == "ExpiredTokenException"
    sim.post("/sso/approve", {"auto": True})
    third = oidc.start_device_authorization(startUrl=sim.identities["sso"]["start_url"], **names)
    assert oidc.create_token(deviceCode=third["deviceCode"], **grant)["accessToken"]
    assert refusal(oidc.create_token, grantType="password", **names)[0] == "UnsupportedGrantTypeException"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


def authorize(simulator, form=None, **query):
    """Status and address of the answer to /authorize; with a form, as a browser that sends it."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    url = f"{simulator.url}/authorize" + ("?" + urllib.parse.urlencode(query) if query else "")
    try:
        with opener.open(url, data=urllib.parse.urlencode(form).encode() if form else None) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location", "")


def test_authorization_code_with_pkce(sim):
    oidc = sim.client("sso-oidc", None)
    client = register(oidc, grantTypes=["authorization_code", "refresh_token"], redirectUris=["http://127.0.0.1/oauth/callback"],
                      issuerUrl=sim.identities["sso"]["start_url"])
    verifier = "v" * 64
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    redirect = "http://127.0.0.1:45678/oauth/callback"
    query = {"response_type": "code", "client_id": client["clientId"], "redirect_uri": redirect, "state": "s&1",
             "code_challenge": challenge, "code_challenge_method": "S256", "scopes": "sso:account:access"}
    status, page = authorize(sim, **query)
    assert status == 200 and "Allow access" in page and 'value="s&amp;1"' in page
    fields = {name: query[name] for name in ("client_id", "redirect_uri", "state", "code_challenge")}
    status, location = authorize(sim, {**fields, "decision": "deny", "person": "alice@example.com"})
    assert status == 302 and location == redirect + "?error=access_denied&state=s%261"
    for wrong in ({"redirect_uri": "http://example.com/oauth/callback"}, {"client_id": "other"}, {"code_challenge_method": "plain"},
                  {"code_challenge": "short"}):
        assert authorize(sim, **{**query, **wrong})[0] == 400, wrong

    def code():
        status, location = authorize(sim, {**fields, "decision": "approve", "person": "alice@example.com"})
        answer = urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)
        assert status == 302 and answer["state"] == ["s&1"]
        return answer["code"][0]
    names = {"clientId": client["clientId"], "clientSecret": client["clientSecret"], "grantType": "authorization_code"}
    first = code()
    assert refusal(oidc.create_token, code=first, codeVerifier="w" * 64, redirectUri=redirect, **names)[0] == "InvalidGrantException"
    assert refusal(oidc.create_token, code=first, codeVerifier=verifier, redirectUri=redirect, **names)[0] == "InvalidGrantException"
    tokens = oidc.create_token(code=code(), codeVerifier=verifier, redirectUri=redirect, **names)
    assert sim.client("sso", None).list_accounts(accessToken=tokens["accessToken"])["accountList"]
    assert refusal(oidc.create_token, deviceCode="x", clientId=client["clientId"], clientSecret=client["clientSecret"],
                   grantType="urn:ietf:params:oauth:grant-type:device_code")[0] == "UnauthorizedClientException"
    sim.post("/sso/approve", {"auto": True})
    assert authorize(sim, **query)[0] == 302, "approved without being asked"


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
