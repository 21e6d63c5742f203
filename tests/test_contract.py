"""Each operation of the API, once with success and once refused: every answer is held to catalog/api/openapi.yaml, whose errors speak
with codes of the error catalog. A new operation without a case here fails the first test."""

import csv
import io
import json
import re
import urllib.request

import jsonschema
import pytest
import yaml

from conftest import Sextant, Simulator, wait_until
from console import CONTRACT, ROOT, find_operation, hold_to_contract, serving
from lake import NOW

ERROR_CODES = {code for path in (ROOT / "catalog/errors").glob("*.yaml") for code in yaml.safe_load(path.read_text(encoding="utf-8"))}
OPERATIONS = {operation["operationId"]: (method, path, operation) for path, item in CONTRACT["paths"].items()
              for method, operation in item.items() if method != "parameters"}
NO_TASK, NO_TOKEN, NO_AGREEMENT = "0" * 16, "f" * 16, "a" * 32
SELECT = "SELECT SubAccountId, ServiceName, x_UnblendedCost FROM cost_account_service_monthly ORDER BY ALL LIMIT 5"
INTERVALS = {"from": "2026-10-01", "to": "2026-10-15", "before_from": "2026-09-01", "before_to": "2026-09-15"}


class Desk:
    """A console on a synced organization, in which a profile runs a program, and the calls of it."""

    def __init__(self, simulator, sextant, console):
        self.simulator, self.sextant, self.console = simulator, sextant, console
        self.called = {}

    def call(self, operation, *, refused=False, path=(), body=None, token=None, **query):
        """One call, by its operationId; held to the contract. Refusals are problems with a code of the catalog."""
        method, template, _ = OPERATIONS[operation]
        address = re.sub(r"\{[^}]+\}", lambda _, values=iter(path if isinstance(path, tuple) else (path,)): next(values), template)
        pairs = "&".join(f"{name.rstrip('_')}={urllib.request.quote(str(one))}" for name, value in query.items()
                         for one in (value if isinstance(value, list) else [value]))
        whole = f"/api/v1{address}" + (f"?{pairs}" if pairs else "")
        answer = self.console.request(method.upper(), whole, body, token or self.console.token)
        hold_to_contract(method.upper(), address, answer)
        assert find_operation(method, address)["operationId"] == operation
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        if refused:
            assert 400 <= answer.status < 500, f"{operation}: {answer.status} {answer.body[:500]!r}"
            assert kind == "application/problem+json" and answer.json()["status"] == answer.status
            assert answer.json()["code"] in ERROR_CODES and answer.json()["title"]
        else:
            assert answer.status < 300, f"{operation}: {answer.status} {answer.body[:1000]!r}"
        self.called.setdefault(operation, set()).add(refused)
        return answer

    def json(self, operation, **options):
        return self.call(operation, **options).json()

    def agreed(self, operation, **options):
        """The same with a person's yes to all that it asks."""
        body = options.pop("body", {})
        asked = self.call(operation, refused=True, body=body, **options).json()
        assert asked["code"] == "web.consent_needed"
        return self.call(operation, body={**body, "consents": [one["id"] for one in asked["consents"]]}, **options)

    def finish(self, task):
        """Follows a task to its end, each event held to its schema; the task as it ended."""
        schemas = OPERATIONS["streamTask"][2]["x-events"]
        names = []
        for name, data in self.console.events(task["id"]):
            names.append(name)
            jsonschema.validate(data, {**schemas[name], "components": CONTRACT["components"]}, cls=jsonschema.Draft202012Validator)
        self.called.setdefault("streamTask", set()).add(False)
        assert names[-1] == "done"
        return self.json("getTask", path=task["id"]), names


@pytest.fixture(name="desk", scope="module")
def synced(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contract")
    simulator = Simulator(folder / "aws", "--seed", 7, "--now", NOW, "--accounts", 3, "--services", 4)
    try:
        sextant = Sextant(simulator, folder)
        sextant.variables.update({"SEXTANT_NOW": NOW, "SEXTANT_TRUST_RETEST_S": "0"})
        config = sextant.use_own_aws_folder() / "config"
        keys = simulator.identities["profiles"]["payer-reader"]
        program = sextant.home / "keys.sh"
        program.write_text("#!/bin/sh\ncat <<'END'\n" + json.dumps({
            "Version": 1, "AccessKeyId": keys["access_key_id"], "SecretAccessKey": keys["secret_access_key"]}) + "\nEND\n", encoding="utf-8")
        program.chmod(0o700)
        with config.open("a", encoding="utf-8") as file:
            file.write(f"\n[profile by-program]\ncredential_process = {program}\n")
        sextant.run("connect", "aws", "--profile", "payer-reader", "--yes", "--no-paid")
        with serving(sextant, "--requests-a-second", 0) as console:
            yield Desk(simulator, sextant, console)
    finally:
        simulator.stop()


def sso_place(desk):
    sso = desk.simulator.identities["sso"]
    return {"start_url": sso["start_url"], "region": sso["region"]}


# --- one case for each tag, in an order in which each makes what the next one needs


def server(desk):
    assert desk.json("getStatus")["connections"] == 1
    desk.call("getStatus", refused=True, token="sxt_wrong")
    desk.call("endSession", refused=True, token="sxt_wrong")
    assert desk.json("getMcpSetup")["clients"]
    desk.call("getMcpSetup", refused=True, token="sxt_wrong")
    # A browser signs itself out.
    code = desk.console.new_link().split("code=")[1]
    cookie = sign_in(desk, code)
    answer = desk.console.request("DELETE", "/api/v1/session", Cookie=cookie, Origin=desk.console.url)
    hold_to_contract("DELETE", "/session", answer)
    assert answer.status == 204
    desk.called["endSession"].add(False)


def sign_in(desk, code):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None
    request = urllib.request.Request(f"{desk.console.url}/login", data=f"code={code}".encode())
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay).open(request, timeout=30)
    except urllib.error.HTTPError as error:
        return error.headers["Set-Cookie"].split(";")[0]
    raise AssertionError("signing in is answered with a redirect")


def events_of_server(desk):
    """`hello`, then what changes."""
    desk.call("streamEvents", refused=True, token="sxt_wrong")
    request = urllib.request.Request(f"{desk.console.url}/api/v1/events", headers={"Authorization": f"Bearer {desk.console.token}"})
    schemas = OPERATIONS["streamEvents"][2]["x-events"]
    seen = {}
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as stream:
        assert stream.headers["Content-Type"].split(";")[0] == "text/event-stream"
        name = None
        for line in stream:
            text = line.decode().rstrip("\n")
            if text.startswith("event:"):
                name = text.removeprefix("event:").strip()
            elif text.startswith("data:"):
                seen[name] = json.loads(text.removeprefix("data:"))
                jsonschema.validate(seen[name], {**schemas[name], "components": CONTRACT["components"]}, cls=jsonschema.Draft202012Validator)
                if name == "hello":
                    desk.call("changeSchedule", body={"on": True})
                if name == "changed":
                    break
    assert set(seen) == set(schemas)
    desk.called["streamEvents"].add(False)


def tokens(desk):
    made = desk.json("createToken", body={"name": "reader", "scope": "read", "days": 1})
    desk.call("createToken", refused=True, body={"name": "", "scope": "all"})
    assert desk.json("listTokens")["tokens"]
    desk.call("listTokens", refused=True, token=made["token"])
    desk.call("revokeToken", path=made["id"])
    desk.call("revokeToken", refused=True, path=NO_TOKEN)


def connecting(desk):
    assert any(profile["name"] == "payer" for profile in desk.json("listProfiles")["profiles"])
    desk.call("listProfiles", refused=True, token="sxt_wrong")
    assert desk.json("getPolicy")["statements"]
    desk.call("getPolicy", refused=True, token="sxt_wrong")
    # A profile that runs a program asks first.
    task, names = desk.finish(desk.agreed("connectProfile", body={"profile": "by-program", "may_pay": False}).json())
    assert task["state"] == "done" and "step" in names
    hold_result(task, "ConnectResult")
    setup = desk.json("setUpRole", body={"name": "acme", "base_profile": "base"})
    desk.call("setUpRole", refused=True, body={"name": "?"})
    arn = f"arn:aws:iam::{desk.simulator.payer}:role/{setup['role_name']}"
    assert desk.json("validateRole", body={"name": "acme", "role_arn": arn})["valid"]
    assert not desk.json("validateRole", body={"name": "acme", "role_arn": "arn:aws:iam::1:user/x"})["valid"]
    desk.call("validateRole", refused=True, body={"role_arn": 1})
    task, _ = desk.finish(desk.json("connectRole", body={"name": "acme", "role_arn": arn, "base_profile": "base", "may_pay": False}))
    assert task["result"]["connected"] is False, "the role has not been made"
    hold_result(task, "ConnectResult")
    desk.call("connectRole", refused=True, body={"name": "acme", "role_arn": "arn:aws:iam::1:user/x"})


def hold_result(task, schema):
    jsonschema.validate(task["result"], {"$ref": f"#/components/schemas/{schema}", "components": CONTRACT["components"]},
                        cls=jsonschema.Draft202012Validator)


def connections(desk):
    assert desk.json("listConnections")["connections"]
    desk.call("listConnections", refused=True, token="sxt_wrong")
    assert desk.json("getConnection", path="payer-reader")["account_id"] == desk.simulator.payer
    desk.call("getConnection", refused=True, path="nobody")
    assert desk.json("changeConnection", path="payer-reader", body={"regions": ["eu-west-1"], "note": "n"})["regions"] == ["eu-west-1"]
    refused = desk.json("changeConnection", refused=True, path="payer-reader", body={"regions": ["eu-wst-1"]})
    assert refused["code"] == "connection.unknown_region" and "eu-west-1" in refused["detail"]
    assert desk.json("changeConnection", refused=True, path="payer-reader", body={"regions": ["cn-north-1"]})["code"] == "connection.unknown_region"
    assert desk.json("changeConnection", refused=True, path="payer-reader", body={"regions": ["x"]})["code"] == "connection.bad_region"
    desk.json("changeConnection", path="payer-reader", body={"regions": []})
    task, names = desk.finish(desk.json("checkConnection", path="payer-reader", body={"may_pay": False}))
    assert "step" in names
    hold_result(task, "CheckReport")
    desk.call("checkConnection", refused=True, path="nobody", body={})
    assert desk.json("diagnoseConnection", path="payer-reader")["check"]
    desk.call("diagnoseConnection", refused=True, path="nobody")


def agreements(desk):
    assert desk.json("listAgreements") == {"agreements": []}
    desk.call("listAgreements", refused=True, token="sxt_wrong")
    made = desk.agreed("agree", body={"connection": "by-program"}).json()["agreements"]
    assert [one["profile"] for one in made] == ["by-program"] and made == desk.json("listAgreements")["agreements"]
    assert desk.json("agree", refused=True, body={"connection": "nobody"})["code"] == "connection.not_found"
    desk.call("revokeAgreement", path=made[0]["id"])
    desk.call("revokeAgreement", refused=True, path=NO_AGREEMENT)
    assert desk.json("listAgreements") == {"agreements": []}


def syncing(desk):
    refused = desk.json("getCosts", refused=True, by="service", last="this-month")
    assert refused["code"] == "cost.no_data" and refused["price"]["requests"] >= 7
    plan = desk.json("planSync", body={"connections": ["payer-reader"]})
    assert 0 < plan["requests_min"] <= plan["requests_max"]
    desk.call("planSync", refused=True, body={"connections": ["nobody"]})
    task, names = desk.finish(desk.json("startSync", body={"connections": ["payer-reader"]}))
    assert task["state"] == "done" and {"plan", "cell", "summary"} <= set(names)
    hold_result(task, "SyncSummary")
    assert plan["requests_min"] <= task["result"]["requests"] <= plan["requests_max"], "what was said before holds"
    desk.call("startSync", refused=True, body={"max_cost_usd": "-1"})
    assert desk.json("listAccounts")["rows"]
    desk.call("listAccounts", refused=True, token="sxt_wrong")
    assert desk.json("getSchedule")["on"]
    desk.call("getSchedule", refused=True, token="sxt_wrong")
    desk.call("changeSchedule", refused=True, body={"on": "yes"})
    assert desk.json("listTasks")["tasks"]
    desk.call("listTasks", refused=True, token="sxt_wrong")
    desk.call("getTask", refused=True, path=NO_TASK)
    desk.call("streamTask", refused=True, path=NO_TASK)
    desk.call("stopTask", path=task["id"])
    desk.call("stopTask", refused=True, path=NO_TASK)


def signing_in(desk):
    place = sso_place(desk)
    desk.call("listSsoSessions")
    desk.call("listSsoSessions", refused=True, token="sxt_wrong")
    desk.call("listAssignments", refused=True, **place)
    desk.simulator.post("/sso/approve", {"auto": True})
    task, names = desk.finish(desk.agreed("signIn", body={**place, "method": "device"}).json())
    desk.simulator.post("/sso/approve", {"auto": False})
    assert task["state"] == "done" and "prompt" in names
    accounts = desk.json("listAssignments", **place)["accounts"]
    first = next(account for account in accounts if account["roles"])
    picks = [{"account_id": first["account_id"], "role": first["roles"][0]}]
    lines = desk.json("addSsoProfiles", body={**place, "picks": picks})
    assert not lines["written"]
    assert desk.json("addSsoProfiles", refused=True, body={**place, "picks": picks, "digest": "other"})["code"] == "profile.lines_changed"
    assert desk.json("addSsoProfiles", body={**place, "picks": picks, "digest": lines["digest"]})["written"]
    # Signing out removes the token, and the portal takes it no longer.
    cache = desk.sextant.home / ".aws" / "sso" / "cache"
    token = next(data["accessToken"] for data in map(json.loads, (path.read_text() for path in cache.glob("*.json"))) if "accessToken" in data)
    out = desk.agreed("signOut", body=place).json()
    assert out["was_signed_in"] and out["not_told"] is None
    assert not [path for path in cache.glob("*.json") if "accessToken" in path.read_text()]
    request = urllib.request.Request(f"{desk.simulator.url}/assignment/accounts", headers={"x-amz-sso_bearer_token": token})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30)
    assert refusal.value.code == 401
    assert not desk.json("signOut", body=place)["was_signed_in"]


def costs(desk):
    answer = desk.json("getCosts", by=["service", "month"], last="3mo")
    assert answer["rows"]
    refused = desk.json("getCosts", refused=True, by=["service", "region", "account"], last="3mo")
    assert refused["code"] == "cost.not_answerable" and "Price: none" in refused["take"] and "price" not in refused
    assert desk.json("compareCosts", by="service", **INTERVALS)["rows"]
    desk.call("compareCosts", refused=True, by="service", **{**INTERVALS, "before_from": "2026-13-01"})
    assert desk.json("listCostValues", key="service")["values"]
    desk.call("listCostValues", refused=True, key="day")
    assert desk.json("getForecast")["rows"]
    desk.call("getForecast", refused=True, metric="invented")
    overview = desk.json("getOverview")
    assert overview["month_to_date"]["rows"]
    desk.call("getOverview", refused=True, connection="nobody")


def sql(desk):
    assert desk.json("listSqlTables")["tables"]
    desk.call("listSqlTables", refused=True, token="sxt_wrong")
    answer = desk.json("runSql", body={"sql": SELECT})
    assert len(answer["rows"]) == 5
    [table] = answer["provenance"]["tables"]
    assert table["name"] == "cost_account_service_monthly" and table["age_s"] >= 0 and answer["provenance"]["complete"]
    two = desk.json("runSql", body={"sql": "WITH a AS (FROM cost_total_daily) SELECT count(*) FROM a, cost_total_monthly"})["provenance"]
    assert [one["name"] for one in two["tables"]] == ["cost_total_monthly", "cost_total_daily"] and two["notes"]
    assert desk.json("runSql", body={"sql": "SELECT 1"})["provenance"]["tables"] == []
    assert desk.json("runSql", refused=True, body={"sql": "DROP TABLE x"})["code"] == "query.not_a_question"


def files(desk):
    """What is saved: its type, its name, and that it is whole."""
    for operation, options in (("getCosts", {"by": "service", "last": "this-month"}), ("runSql", None)):
        for format, kind in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet")):
            answer = (desk.call(operation, **options, format=format) if options
                      else desk.call(operation, body={"sql": SELECT, "format": format}))
            assert answer.headers["Content-Type"].split(";")[0] == kind
            assert re.fullmatch(rf'attachment; filename="[\w.-]+\.{format}"', answer.headers["Content-Disposition"]), answer.headers
            if format == "csv":
                rows = list(csv.reader(io.StringIO(answer.body.decode())))
                assert len(rows) > 1 and len({len(row) for row in rows}) == 1
            else:
                # Its footer lies at its end, with its length before the mark.
                data = answer.body
                assert data[:4] == data[-4:] == b"PAR1" and 0 < int.from_bytes(data[-8:-4], "little") < len(data)


def removing(desk):
    plan = desk.json("planRemoval", path="payer-reader")
    assert plan["name"] == "payer-reader" and "--keep-data" not in plan["words"]
    desk.call("planRemoval", refused=True, path="nobody")
    desk.call("removeConnection", path="payer-reader", keep_data="true")
    desk.call("removeConnection", refused=True, path="payer-reader")


def test_each_operation_answers_as_the_contract_says(desk):
    for case in (server, tokens, connecting, connections, agreements, syncing, events_of_server, signing_in, costs, sql):
        case(desk)
    files(desk)
    removing(desk)
    desk.call("connectProfile", refused=True, body={"profile": 1})
    desk.call("signIn", refused=True, body={"session": "nowhere"})
    desk.call("signOut", refused=True, body={"session": "nowhere"})
    lacking = {operation: {False: "success", True: "refusal"}[kind] for operation in OPERATIONS for kind in (False, True)
               if kind not in desk.called.get(operation, set())}
    assert not lacking, f"operations without a case: {lacking}"


def test_the_schedule_goes_on_where_a_person_has_agreed(desk):
    """A connection by credential_process waits for a person, is agreed to once, and is synced from then on."""
    # Another process, whose clock lies a day later: the sync of the test above was long ago.
    desk.console.stop()
    desk.console.variables["SEXTANT_NOW"] = "2026-10-16T12:00:00Z"
    desk.console.start_again()

    waiting = lambda: {one["connection"]: one["reason"]["code"] for one in desk.json("getSchedule")["waiting"]}
    wait_until(lambda: waiting().get("by-program") == "sync.not_agreed", "the schedule waits for a person")
    assert "not agreed" in desk.sextant.run("connection", "by-program").out
    desk.agreed("agree", body={"connection": "by-program"})
    scheduled = lambda: [task for task in desk.json("listTasks")["tasks"] if task["title"] == "Scheduled sync"]
    wait_until(lambda: scheduled() and scheduled()[0]["state"] != "running", "it goes on by itself")
    assert scheduled()[0]["state"] == "done"
    assert waiting() == {}
    # Taken back in the terminal, it waits again.
    assert "By schedule    agreed" in desk.sextant.run("connection", "by-program").out
    desk.sextant.run("connection", "by-program", "--revoke")
    assert desk.json("listAgreements") == {"agreements": []}
    assert "not agreed" in desk.sextant.run("connection", "by-program").out
    desk.sextant.run("connection", "by-program", "--agree", "--yes")
    assert len(desk.json("listAgreements")["agreements"]) == 1
