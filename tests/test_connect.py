"""Connecting accounts with the real program: every method, set-ups, checks, troubles, removal."""

import json
import pathlib
import re
import shlex
import signal
import subprocess

import pytest
import yaml
from cfnlint.api import lint_all

from conftest import AtTerminal

ROOT = pathlib.Path(__file__).resolve().parent.parent
RETEST = {"SEXTANT_TRUST_RETEST_S": "0"}


@pytest.fixture
def program(shared_sim, make_sextant):
    """The program with a state of its own, on the simulator that the module shares."""
    shared_sim.faults()
    made = make_sextant(shared_sim)
    made.variables.update(RETEST)
    yield made
    shared_sim.faults()


def check(program, name, *arguments, code=None):
    return program.json("check", name, "--no-paid", *arguments, code=code)["reports"][0]


def step(report, wanted):
    found = [step for step in report["steps"] if step["id"] == wanted]
    assert found, f"no step {wanted} among {[step['id'] for step in report['steps']]}"
    return found[0]


def set_up(program, name, *arguments):
    return program.run("connect", "aws", "--setup", "role", "--name", name, "--base-profile", "base", "--format", "json",
                       *arguments).json()


def install(sim, account, setup, name=None, trust=None):
    """What the owner of the account does with a set-up."""
    return sim.post("/iam/role", {"account_id": account, "name": name or setup["role_name"],
                                  "trust": trust or setup["trust_policy"],
                                  "policies": {setup["policy_name"]: setup["permissions_policy"]}})["arn"]


def faults_of(template):
    """What cfn-lint has against a template, advice aside."""
    return [match for match in lint_all(template) if not match.rule.id.startswith("I")]


def other_trust(setup, condition):
    trust = json.loads(json.dumps(setup["trust_policy"]))
    trust["Statement"][0]["Condition"] = condition
    return trust


# Methods

def test_without_options_the_ways_are_explained_sso_first(program):
    text = program.run("connect", "aws").out
    assert text.index("SSO") < text.index("external ID") < text.index("Access keys")
    for command in ("aws configure sso", "aws sso login --profile", "aws sts get-caller-identity --profile",
                    "sextant sso login", "aws configure --profile"):
        assert command in text


def test_nothing_connected_names_the_next_command(program):
    ran = program.run("accounts", code=4)
    assert "sextant connect aws" in ran.err
    assert program.run("check", code=4).err.count("sextant connect aws --profile") == 1
    assert program.json("accounts", code=4) == {"rows": [], "pending": []}


def test_a_profile_with_keys(program):
    ran = program.run("connect", "aws", "--profile", "payer-reader", "--no-paid")
    assert "long-lived" in ran.out
    account = program.json("accounts")["rows"][0]
    assert account["account_id"] == program.simulator.payer
    assert account["connections"] == ["payer-reader"]
    assert account["kind"] == "payer"
    assert account["api_cost_usd"] == "0"


def test_the_same_account_twice_is_one_account(program):
    program.run("connect", "aws", "--profile", "payer-reader", "--no-paid")
    ran = program.run("connect", "aws", "--profile", "payer", "--name", "admin", "--no-paid")
    assert "also reached by payer-reader" in ran.err
    rows = program.json("accounts")["rows"]
    assert len(rows) == 1
    assert rows[0]["connections"] == ["admin", "payer-reader"]


def test_a_member_knows_its_payer(program):
    program.run("connect", "aws", "--profile", "member", "--no-paid")
    report = check(program, "member")
    assert report["account_kind"] == "member"
    assert report["payer_id"] == program.simulator.payer
    assert "member's view" in " ".join(step(report, "account_kind")["details"])


def test_a_role_from_set_up_to_check(program):
    sim = program.simulator
    setup = set_up(program, "prod", "--role-name", "ReadByTest")
    assert len(setup["external_id"]) >= 32
    assert setup["our_account_id"] == sim.identities["base_account_id"]
    assert program.json("accounts", code=4)["pending"][0]["name"] == "prod"
    arn = install(sim, sim.payer, setup)
    ran = program.run("connect", "aws", "--name", "prod", "--role-arn", arn)
    assert "ok   Role trust" in ran.out
    assert "0.01 USD" in ran.out.splitlines()[0]
    report = check(program, "prod", code=0)
    assert report["status"] == "green"
    assert report["write_access"] == "none found"
    trust = step(report, "trust")
    assert trust["status"] == "fine" and trust["evidence"] == "proved"
    assert len(trust["details"]) == 4
    for purpose in ("costs", "forecast", "organization", "own_policies"):
        assert step(report, f"permission.{purpose}")["status"] == "fine"
    assert program.json("accounts")["rows"][0]["api_cost_usd"] == "0.01"


def test_an_sso_profile_without_a_session_says_how_to_sign_in(program):
    ran = program.run("connect", "aws", "--profile", "sso-payer", code=1)
    assert "sextant sso login" in ran.out
    assert program.json("accounts", code=4)["rows"] == []


def test_an_sso_profile_that_is_signed_in(program):
    program.simulator.post("/sso/approve", {"auto": True})
    program.run("sso", "login", "--device", "--profile", "sso-payer")
    ran = program.run("connect", "aws", "--profile", "sso-payer", "--no-paid")
    assert "long-lived" not in ran.out and "valid until" in ran.out
    report = check(program, "sso-payer", code=0)
    assert report["account_id"] == program.simulator.payer
    assert ":assumed-role/AWSReservedSSO_" in report["principal_arn"]


def test_a_role_through_sso_is_trusted_by_its_permission_set(program):
    """Identity Center gives the role a new suffix when it is made anew: the trust policy must not hang on it."""
    program.simulator.post("/sso/approve", {"auto": True})
    program.run("sso", "login", "--device", "--profile", "sso-payer")
    setup = program.run("connect", "aws", "--setup", "role", "--name", "chain", "--base-profile", "sso-payer", "--role-name", "BySso",
                        "--format", "json").json()
    patterns = setup["our_principal_patterns"]
    assert all("aws-reserved/sso.amazonaws.com/" in pattern and pattern.endswith("_????????????????") for pattern in patterns)
    sim = program.simulator
    sso_role = setup["our_principal_arn"].split("/")[1]
    may = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}
    sim.post("/iam/role", {"account_id": sim.payer, "name": sso_role, "policies": {"May": may}})
    try:
        program.run("connect", "aws", "--name", "chain", "--role-arn", install(sim, sim.payer, setup), "--no-paid")
    finally:
        sim.post("/iam/role", {"account_id": sim.payer, "name": sso_role, "policies": {}})


# Set-ups

def test_every_form_of_a_set_up_carries_the_same_policies(program, tmp_path):
    setup = set_up(program, "forms", "--organization")
    def form(name):
        return program.run("connect", "aws", "--setup", "role", "--name", "forms", "--format", name).out
    template = yaml.safe_load(form("cloudformation"))
    properties = template["Resources"]["SextantRole"]["Properties"]
    assert properties["AssumeRolePolicyDocument"] == setup["trust_policy"]
    assert properties["Policies"][0]["PolicyDocument"] == setup["permissions_policy"]
    assert template == setup["cloudformation"]
    assert faults_of(form("cloudformation")) == []

    script = tmp_path / "stackset.sh"
    script.write_text(form("stackset"), encoding="utf-8")
    subprocess.run(["sh", "-n", script], check=True)
    inside = re.search(r"<<'SEXTANT_TEMPLATE'\n(.*)\nSEXTANT_TEMPLATE\n", script.read_text(encoding="utf-8"), re.DOTALL)
    assert yaml.safe_load(inside.group(1)) == template

    words = shlex.split(form("cli").replace("\\\n", " "), comments=True)
    assert json.loads(words[words.index("--assume-role-policy-document") + 1]) == setup["trust_policy"]
    assert json.loads(words[words.index("--policy-document") + 1]) == setup["permissions_policy"]

    terraform = form("terraform")
    documents = [json.loads(text) for text in re.findall(r"jsonencode\((\{.*?\n  \})\)", terraform, re.DOTALL)]
    assert documents == [setup["trust_policy"], setup["permissions_policy"], template]
    for name in ("text", "console"):
        assert setup["external_id"] in form(name)


def test_the_stackset_script_calls_the_aws_program_as_it_must(program, tmp_path):
    """A stand-in for `aws` writes down how it is called."""
    calls = tmp_path / "calls"
    stand_in = tmp_path / "aws"
    stand_in.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {calls}\ncase "$*" in *list-roots*) echo r-abcd;; esac\n', encoding="utf-8")
    stand_in.chmod(0o755)
    set_up(program, "forms")
    script = program.run("connect", "aws", "--setup", "role", "--name", "forms", "--format", "stackset").out
    subprocess.run(["sh", "-c", script], check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    made = calls.read_text(encoding="utf-8").splitlines()
    assert [line.split()[1] for line in made] == ["activate-organizations-access", "create-stack-set", "list-roots",
                                                  "create-stack-instances", "deploy"]
    assert "--permission-model SERVICE_MANAGED" in made[1] and "CAPABILITY_NAMED_IAM" in made[1]
    assert "OrganizationalUnitIds=r-abcd --regions us-east-1" in made[3]


def test_a_set_up_keeps_its_external_id_and_binds_one_role(program):
    sim = program.simulator
    setup = set_up(program, "once", "--role-name", "BoundOnce")
    assert set_up(program, "once")["external_id"] == setup["external_id"]
    assert set_up(program, "twice")["external_id"] != setup["external_id"]
    arn = install(sim, sim.payer, setup)
    assert "connection.no_setup" in program.run("connect", "aws", "--name", "none", "--role-arn", arn, code=1).err
    program.run("connect", "aws", "--name", "once", "--role-arn", arn, "--no-paid")
    ran = program.run("connect", "aws", "--name", "once", "--role-arn", arn + "2", code=1)
    assert "connection.already_bound" in ran.err


def test_a_set_up_expires(program):
    setup = set_up(program, "late")
    late = {"SEXTANT_NOW": setup["expires_at"]}
    arn = f"arn:aws:iam::{program.simulator.payer}:role/SextantReadOnly"
    assert "connection.setup_expired" in program.run("connect", "aws", "--name", "late", "--role-arn", arn, code=1, **late).err


def test_members_of_an_organization_share_one_external_id(program):
    sim = program.simulator
    setup = set_up(program, "acme", "--organization", "--role-name", "ReadByOrg")
    member = sim.identities["profiles"]["member"]["account_id"]
    program.run("connect", "aws", "--name", "acme", "--role-arn", install(sim, sim.payer, setup), "--no-paid")
    program.run("connect", "aws", "--name", "acme", "--role-arn", install(sim, member, setup), "--no-paid")
    shown = program.json("connection", f"acme-{member}")
    assert shown["external_id"] == setup["external_id"]
    assert shown["account_kind"] == "member"


# The confused deputy

@pytest.mark.parametrize("name, condition", [
    ("OpenToAll", {}),
    ("OpenByPrefix", {"StringLike": {"sts:ExternalId": "sextant-*"}}),
    ("OpenByCase", {"StringEqualsIgnoreCase": {"sts:ExternalId": "{external_id}"}}),
    ("OpenIfAbsent", {"StringEqualsIfExists": {"sts:ExternalId": "{external_id}"}}),
])
def test_an_open_role_is_red(program, name, condition):
    sim = program.simulator
    setup = set_up(program, name, "--role-name", name)
    condition = json.loads(json.dumps(condition).replace("{external_id}", setup["external_id"]))
    arn = install(sim, sim.payer, setup, trust=other_trust(setup, condition))
    ran = program.run("connect", "aws", "--name", name, "--role-arn", arn, "--no-paid", code=1)
    assert "check.trust_open" in ran.out
    assert "tried again" in ran.err
    assert f'"sts:ExternalId": "{setup["external_id"]}"' in ran.out
    program.run("connect", "aws", "--name", name, "--role-arn", arn, "--no-paid", "--yes", code=3)
    assert program.json("accounts")["rows"][0]["status"] == "red"
    assert check(program, name, code=1)["status"] == "red"
    install(sim, sim.payer, setup)
    assert step(check(program, name, code=0), "trust")["status"] == "fine"


def test_a_probe_that_fails_otherwise_is_not_tested(program):
    sim = program.simulator
    setup = set_up(program, "probe", "--role-name", "ProbeRole")
    condition = {"StringEquals": {"sts:ExternalId": setup["external_id"]},
                 "StringNotEquals": {"sts:RoleSessionName": "sextant-trust-probe"}}
    arn = install(sim, sim.payer, setup, trust=other_trust(setup, condition))
    program.run("connect", "aws", "--name", "probe", "--role-arn", arn, "--no-paid")
    report = check(program, "probe", code=0)
    assert step(report, "trust")["status"] == "not tested"
    assert report["status"] == "amber"


def test_a_cancelled_check_stores_nothing(program):
    sim = program.simulator
    setup = set_up(program, "slow", "--role-name", "SlowRole")
    arn = install(sim, sim.payer, setup)
    program.run("connect", "aws", "--name", "slow", "--role-arn", arn, "--no-paid")
    install(sim, sim.payer, setup, trust=other_trust(setup, {}))
    before = program.json("connection", "slow")["last_check_at"]
    running = program.start("check", "slow", "--no-paid", SEXTANT_TRUST_RETEST_S="60")
    for line in running.stderr:
        if "tried again" in line:
            break
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 1 and "check.cancelled" in err, out + err
    assert "cancelled before the second try" in out
    assert program.json("connection", "slow")["last_check_at"] == before


# Troubles

def test_a_refused_role_gets_ranked_causes_until_something_proves_one(program, tmp_path):
    sim = program.simulator
    setup = set_up(program, "refused", "--role-name", "Refuses")
    arn = install(sim, sim.payer, setup, trust=other_trust(setup, {"StringEquals": {"sts:ExternalId": "another"}}))
    connect = ("connect", "aws", "--name", "refused", "--role-arn", arn)
    ran = program.run(*connect, code=1)
    assert "check.role_refused" in ran.out and ran.out.count("or:") >= 3
    assert setup["external_id"] in ran.out, "the trust policy that would work is shown"

    role = sim.client("iam").get_role(RoleName="Refuses")
    pasted = tmp_path / "role.json"
    pasted.write_text(json.dumps(role, default=str), encoding="utf-8")
    proven = program.run(*connect, "--role-json", pasted, code=1)
    assert "check.role_refuses" in proven.out and "its external ID is another" in proven.out

    program.run("connect", "aws", "--profile", "payer", "--no-paid")
    seen = program.run(*connect, code=1)
    assert "check.role_refuses" in seen.out and "connection payer" in seen.out
    missing = program.run("connect", "aws", "--name", "refused", "--role-arn", arn[:-1], code=1)
    assert "check.role_missing" in missing.out


def test_our_own_missing_right_is_named_where_it_can_be_seen(program):
    sim = program.simulator
    setup = program.run("connect", "aws", "--setup", "role", "--name", "locked", "--base-profile", "base-locked",
                        "--role-name", "ForLocked", "--format", "json").json()
    connect = ("connect", "aws", "--name", "locked", "--role-arn", install(sim, sim.payer, setup))
    ran = program.run(*connect, code=1)
    assert "check.role_refused" in ran.out and "sts:AssumeRole" in ran.out
    look = {"Statement": [{"Effect": "Allow", "Action": "iam:SimulatePrincipalPolicy", "Resource": "*"}]}
    sim.post("/iam/user", {"account_id": sim.identities["base_account_id"], "name": "locked", "policies": {"Look": look}})
    seen = program.run(*connect, code=1)
    assert "check.we_may_not_assume" in seen.out and "simulated" not in seen.err
    assert '"Sid": "AssumeTheRoleThatSextantReads"' in seen.out


def test_an_organization_policy_is_named_only_where_aws_names_it(program):
    sim = program.simulator
    setup = set_up(program, "scp", "--role-name", "BehindScp")
    arn = install(sim, sim.payer, setup)
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}]}
    sim.post("/scp", {"account_id": sim.identities["base_account_id"], "policies": [deny]})
    try:
        ran = program.run("connect", "aws", "--name", "scp", "--role-arn", arn, code=1)
    finally:
        sim.post("/scp", {"account_id": sim.identities["base_account_id"], "policies": []})
    named = "service control policy" in ran.out.split("likely cause")[0].split("fix:")[0]
    assert ("check.organization_policy" in ran.out) == named


def test_a_malformed_arn_is_said_at_once(program):
    set_up(program, "bad")
    ran = program.run("connect", "aws", "--name", "bad", "--role-arn", "arn:aws:sts::1:assumed-role/R/s", code=2)
    assert "assumed-role" in ran.err and "connection.bad_role_arn" in ran.err


def test_a_missing_profile_is_answered_with_the_nearest(program):
    ran = program.run("connect", "aws", "--profile", "payer-raeder", code=1)
    assert "payer-reader" in ran.out and str(program.simulator.folder) in ran.out and "HOME is" in ran.out
    assert "AWS_SECRET" not in ran.out


def test_denied_names_the_statement_to_add(program):
    ran = program.run("connect", "aws", "--profile", "denied", code=1)
    assert "ce:GetCostAndUsage" in ran.out and '"Effect": "Allow"' in ran.out
    assert program.json("accounts", code=4)["rows"] == []


def test_an_administrator_is_warned_of(program):
    program.run("connect", "aws", "--profile", "payer", "--no-paid")
    report = check(program, "payer", code=0)
    assert report["write_access"] == "yes"
    assert "AdministratorAccess" in " ".join(step(report, "write")["details"])
    assert report["status"] == "amber"


@pytest.mark.parametrize("profile, code", [("payer", "check.cost_explorer_off"), ("member", "check.cost_explorer_off_for_member")])
def test_cost_explorer_that_is_off(program, profile, code):
    sim = program.simulator
    sim.faults(ce_not_enabled=[sim.payer, sim.identities["profiles"]["member"]["account_id"]])
    ran = program.run("connect", "aws", "--profile", profile, code=1)
    assert code in ran.out and "Enable" in ran.out
    assert profile == "payer" or f"its payer ({sim.payer})" in ran.out


def test_cost_explorer_that_is_young_is_not_zero(program):
    sim = program.simulator
    now = sim.get("/time")["now"]
    sim.faults(ce_enabled_at={sim.payer: now})
    ran = program.run("connect", "aws", "--profile", "payer-reader", code=None)
    assert "enabled less than 24 hours ago" in ran.out
    assert "$0" not in ran.out


def test_a_wrong_clock_is_said_with_by_how_much(program):
    program.simulator.faults(skew_s=1200)
    ran = program.run("connect", "aws", "--profile", "payer-reader", "--no-paid", code=None)
    assert "20 min" in ran.out or "19 min" in ran.out


def test_keys_that_are_gone_point_to_configure(program):
    sim = program.simulator
    own = program.use_own_aws_folder()
    text = (own / "credentials").read_text(encoding="utf-8")
    text = text.replace(sim.identities["profiles"]["payer-reader"]["access_key_id"], "AKIAGONEGONEGONEGONE")
    (own / "credentials").write_text(text, encoding="utf-8")
    ran = program.run("connect", "aws", "--profile", "payer-reader", code=1)
    assert "aws configure --profile payer-reader" in ran.out


def test_throttling_is_slower_not_failed(program):
    program.simulator.faults(throttle=0.3)
    ran = program.run("connect", "aws", "--profile", "payer-reader", "--no-paid", code=None)
    assert "FAIL" not in ran.out


def test_a_check_under_heavy_throttling_is_never_red(program):
    program.run("connect", "aws", "--profile", "payer-reader", "--no-paid")
    program.simulator.faults(throttle=0.5)
    for _ in range(3):
        report = check(program, "payer-reader")
        assert report["status"] != "red" and report["account_id"] == program.simulator.payer


def test_a_setup_keeps_the_name_of_its_role(program):
    assert set_up(program, "named", "--role-name", "Other")["role_name"] == "Other"
    again = set_up(program, "named")
    assert again["role_name"] == "Other"
    assert "SextantReadOnly" not in program.run("connect", "aws", "--setup", "role", "--name", "named", "--format", "terraform").out


# Money

def test_a_check_pays_once_and_the_ledger_knows_before(program):
    sim = program.simulator
    program.run("connect", "aws", "--profile", "payer-reader", "--no-paid")
    before = sim.counts("ce")
    program.run("check", "payer-reader")
    assert sim.counts("ce") == before + 1
    program.run("check", "payer-reader", "--no-paid")
    assert sim.counts("ce") == before + 1
    assert program.json("accounts")["rows"][0]["api_cost_usd"] == "0.01"


def test_a_sync_proves_what_a_check_would_have_to_pay_for(program):
    """The analyst's policy lacks the forecast, and may not be read: the sync finds out."""
    ran = program.run("connect", "aws", "--profile", "payer-analyst", "--sync", code=3)
    assert "forecast" in ran.out + ran.err
    forecast = step(check(program, "payer-analyst"), "permission.forecast")
    assert forecast["status"] == "warning" and forecast["evidence"] == "proved"
    assert '"ce:GetCostForecast"' in forecast["fix"]
    accounts = program.json("accounts")["rows"]
    assert accounts[0]["status"] == "amber" and "forecast" in accounts[0]["words"]
    assert len(accounts) > 5 and all(account["last_sync_at"] for account in accounts)
    assert accounts[0]["costs_until"] is not None


# Managing

def test_switch_note_and_regions(program):
    program.run("connect", "aws", "--profile", "payer-reader", "--no-paid")
    shown = program.json("connection", "payer-reader", "--off", "--note", "paused", "--regions", "eu-west-1, us-east-1")
    assert shown["on"] is False and shown["note"] == "paused" and shown["regions"] == ["eu-west-1", "us-east-1"]
    assert program.json("accounts")["rows"][0]["status"] == "off"
    assert program.run("check", code=4)
    assert program.json("connection", "payer-reader", "--on", "--regions", "")["regions"] == []
    assert "connection.bad_region" in program.run("connection", "payer-reader", "--regions", "europe", code=2).err
    assert "payer-reader" in program.run("connection", "payer-raeder", code=1).err


def test_disconnect_says_what_goes_and_asks(program):
    program.run("connect", "aws", "--profile", "payer-reader", "--no-paid")
    folder = program.state / "lake" / "accounts" / f"payer={program.simulator.payer}"
    folder.mkdir(parents=True)
    asked = program.run("disconnect", "payer-reader", code=1)
    assert str(folder) in asked.err and "connection.not_agreed" in asked.err and folder.exists()
    program.run("disconnect", "payer-reader", "--yes")
    assert not folder.exists()
    assert program.json("accounts", code=4)["rows"] == []


def test_the_first_sync_is_offered_with_its_price(program):
    asked_before = program.simulator.counts("ce", "GetCostAndUsage")
    offered = AtTerminal(program, "connect", "aws", "--profile", "payer-reader", "--no-paid")
    offered.wait_for("[y/N]")
    assert "USD" in offered.shown.split("Connected payer-reader")[1]
    offered.type("n\n")
    assert offered.end() == 0 and "sextant sync payer-reader" in offered.shown
    assert program.simulator.counts("ce", "GetCostAndUsage") == asked_before
    agreed = AtTerminal(program, "connect", "aws", "--profile", "payer-reader", "--no-paid")
    agreed.wait_for("[y/N]")
    agreed.type("y\n")
    assert agreed.end() == 0 and "Synced in" in agreed.shown


def test_ctrl_c_ends_a_question(program):
    program.run("connect", "aws", "--profile", "payer-reader", "--no-paid")
    asked = AtTerminal(program, "disconnect", "payer-reader")
    asked.wait_for("[y/N]")
    asked.process.send_signal(signal.SIGINT)
    assert asked.end() == 1 and "connection.not_agreed" in asked.shown
    assert len(program.json("accounts")["rows"]) > 0


def test_keep_data_keeps_them(program):
    program.run("connect", "aws", "--profile", "payer-reader", "--no-paid")
    folder = program.state / "lake" / "accounts" / f"payer={program.simulator.payer}"
    folder.mkdir(parents=True)
    program.run("disconnect", "payer-reader", "--keep-data", "--yes")
    assert folder.exists()


# The least policy

def test_the_policy_is_valid_in_every_form(program):
    policy = json.loads(program.run("policy", "aws", "--format", "json").out)
    template = program.run("policy", "aws", "--format", "cloudformation").out
    assert yaml.safe_load(template)["Resources"]["SextantRead"]["Properties"]["PolicyDocument"] == policy
    assert faults_of(template) == []
    terraform = program.run("policy", "aws", "--format", "terraform").out
    assert json.loads(re.search(r"jsonencode\((\{.*\})\)", terraform, re.DOTALL).group(1)) == policy
    text = program.run("policy", "aws").out
    for statement in policy["Statement"]:
        for action in statement["Action"]:
            assert action in text


def declared_operations():
    purposes = yaml.safe_load((ROOT / "catalog" / "permissions" / "aws.yaml").read_text(encoding="utf-8"))["purposes"]
    return {operation["call"] for purpose in purposes for operation in purpose["operations"]}


def source_files():
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in (".cpp", ".h") and not path.name.endswith(("_test.cpp", "_fuzz.cpp")) and "testing" not in path.parts:
            yield path.read_text(encoding="utf-8")


def test_every_call_in_the_code_is_declared_and_the_other_way_round():
    services = {path.stem for path in (ROOT / "catalog" / "services").glob("*.yaml")} | {"sso", "sso-oidc"}
    named = set()
    literals = set()
    for text in source_files():
        named |= {f"{service}.{operation}" for service, operation in re.findall(r'"([a-z0-9-]+)",\s*"([A-Z][A-Za-z0-9]+)"', text)
                  if service in services}
        literals |= set(re.findall(r'"([A-Z][A-Za-z0-9]+)"', text))
    declared = declared_operations()
    assert named - declared == set()
    assert {call for call in declared if call.split(".")[1] not in literals} == set()


def test_the_least_policy_is_enough_and_nothing_undeclared_is_called(sim, make_sextant):
    """An identity with the generated policy alone passes, and what AWS was asked is what is declared."""
    program = make_sextant(sim)
    program.variables.update(RETEST)
    policy = json.loads(program.run("policy", "aws", "--format", "json").out)
    sim.post("/iam/user", {"account_id": sim.payer, "name": "reader", "policies": {"Sextant": policy}, "attached": []})
    sim.clear_counts()
    program.run("connect", "aws", "--profile", "payer-reader")
    report = program.json("check", "payer-reader")["reports"][0]
    assert [step["id"] for step in report["steps"] if step["status"] not in ("fine", "warning")] == []
    assert report["status"] == "green"
    services = sim.get("/counts")["services"]
    asked = {f"{service}.{operation}" for service, operations in services.items() for operation in operations}
    assert asked - declared_operations() == set()
