"""What goes wrong in the simulated cloud on command, and that it is otherwise the same each time; asked by boto3."""

import urllib.error

import pytest
from botocore.exceptions import ClientError
from sim_asking import assume, refusal


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
