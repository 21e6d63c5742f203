"""Who may assume which role in the simulated cloud, and what is said to those who are not let in; asked by boto3."""

import datetime
import json
import urllib.error
import urllib.request

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from sim_asking import assume, refusal, session_of


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
