"""`sextant aws call` against the simulated cloud: faults, clocks, pages, prices and what must not be shown."""

import json
import sqlite3

import pytest

COSTS = {"TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"}, "Granularity": "DAILY", "Metrics": ["UnblendedCost"],
         "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}]}
NOW = "2026-10-15T12:00:00Z"


@pytest.fixture
def cloud(start_simulator):
    return start_simulator("--seed", 7, "--now", NOW)


@pytest.fixture
def program(cloud, tmp_path):
    import conftest  # pylint: disable=import-outside-toplevel
    made = conftest.Sextant(cloud, tmp_path / "program")
    made.variables.update({"SEXTANT_NOW": NOW, "SEXTANT_PACE": "ce=100"})
    return made


def call(program, service, operation, arguments=None, *extra, code=0, **variables):
    return program.run("aws", "call", service, operation, json.dumps(arguments or {}), "--profile", "payer", *extra, code=code,
                       **variables)


def ledger(program):
    with sqlite3.connect(program.state / "state.db") as database:
        return database.execute("SELECT service, operation, purpose, price_usd, connection, account_id FROM ledger").fetchall()


def test_free_calls_are_not_entered(program):
    ran = call(program, "sts", "GetCallerIdentity")
    assert ran.json()["Account"].isdigit()
    assert ran.err == ""
    assert not (program.state / "state.db").exists()


def test_a_paid_call_says_its_price_and_is_entered_before_it_is_made(cloud, program):
    ran = call(program, "ce", "GetCostAndUsage", COSTS)
    assert "0.01 USD" in ran.err
    payer = call(program, "sts", "GetCallerIdentity").json()["Account"]
    assert ledger(program) == [("ce", "GetCostAndUsage", "call", "0.01", "payer", payer)]
    cloud.faults(throttle=1.0)
    ran = call(program, "ce", "GetCostAndUsage", COSTS, code=1)
    assert "aws.throttled" in ran.err
    assert len(ledger(program)) == 1 + 3, "every attempt may be charged"
    assert call(program, "ce", "GetCostAndUsage", COSTS, "--quiet", code=1).err.startswith("error:")


def test_all_pages_become_one_answer(cloud, program):
    whole = call(program, "organizations", "ListAccounts", {"MaxResults": 2}, "--all-pages").json()
    assert len({account["Id"] for account in whole["Accounts"]}) == 13
    assert "NextToken" not in whole
    first = call(program, "organizations", "ListAccounts", {"MaxResults": 2})
    assert len(first.json()["Accounts"]) == 2 and "--all-pages" in first.err
    assert cloud.counts("organizations", "ListAccounts") >= 8


def test_a_query_selects(program):
    ran = call(program, "organizations", "ListAccounts", {}, "--query", "Accounts[?Id != ''].Id")
    assert all(account.isdigit() for account in ran.json())


def test_input_may_stand_in_a_file(program, tmp_path):
    path = tmp_path / "input.json"
    path.write_text(json.dumps(COSTS), encoding="utf-8")
    ran = program.run("aws", "call", "ce", "GetCostAndUsage", f"@{path}", "--profile", "payer")
    assert ran.json()["ResultsByTime"]
    assert "file.not_found" in program.run("aws", "call", "ce", "GetCostAndUsage", "@/does/not/exist", code=1).err
    assert "usage.aws_call" in program.run("aws", "call", "sts", "GetCallerIdentity", "[1]", code=2).err


def test_a_looping_token_ends_in_an_error(cloud, program):
    cloud.faults(looping_token=True)
    ran = call(program, "ce", "GetDimensionValues", {"TimePeriod": COSTS["TimePeriod"], "Dimension": "LINKED_ACCOUNT", "MaxResults": 2},
               "--all-pages", code=1)
    assert "aws.repeated_token" in ran.err and ran.out == ""


def test_passing_faults_are_outlasted(cloud, program):
    cloud.faults(throttle=0.3, error_5xx=0.1)
    codes = [call(program, "sts", "GetCallerIdentity", code=None).code for _ in range(20)]
    assert codes.count(0) >= 15


def test_a_cut_body_is_asked_again(cloud, program):
    cloud.faults(cut_body=1.0)
    ran = call(program, "sts", "GetCallerIdentity", code=1)
    assert "http.cut_body" in ran.err and ran.out == ""
    assert cloud.counts("sts", "GetCallerIdentity") == 3


@pytest.mark.parametrize("minutes", [20, -20])
def test_a_wrong_clock_is_allowed_for_and_named(cloud, program, minutes):
    cloud.faults(skew_s=60 * minutes)
    ran = call(program, "sts", "GetCallerIdentity")
    assert ran.json()["Account"]
    assert f"20 min {'behind' if minutes > 0 else 'ahead of'} AWS's" in ran.err


def test_a_missing_permission_names_the_action(program):
    ran = program.run("aws", "call", "organizations", "ListAccounts", "--profile", "denied", code=1)
    assert "aws.access_denied" in ran.err and "organizations:ListAccounts" in ran.err and "request id" in ran.err


def test_a_dead_endpoint_is_named(program):
    ran = call(program, "sts", "GetCallerIdentity", code=1, AWS_ENDPOINT_URL="http://127.0.0.1:9")
    assert "http.connect" in ran.err and "127.0.0.1" in ran.err


def test_nothing_secret_is_logged(cloud, program):
    ran = program.run("--debug", "aws", "call", "sts", "GetCallerIdentity", "--profile", "payer")
    assert "GetCallerIdentity attempt 1" in ran.err
    for secret in cloud.secrets():
        assert secret not in ran.err and secret not in ran.out


def test_operations_are_listed_with_action_and_price(program):
    listed = {entry["operation"]: entry for entry in program.json("aws", "operations", "ce")}
    assert listed["GetCostAndUsage"] == {"service": "ce", "operation": "GetCostAndUsage", "actions": ["ce:GetCostAndUsage"],
                                         "price_usd": "0.01"}
    assert "s3:ListAllMyBuckets" in program.run("aws", "operations", "s3").out
    assert "aws.call_refused" in program.run("aws", "operations", "nothing", code=1).err
