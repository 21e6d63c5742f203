"""/mcp of `sextant serve`: who is let in, headers, both eras, progress on a stream, consent, many clients at once."""

import concurrent.futures
from decimal import Decimal
import http.client
import json
import urllib.parse

import pytest

from conftest import Sextant, Simulator
from console import serving
from lake import NOW
from mcp_client import LEGACY, MODERN, HttpClient, McpError, accept, decline


@pytest.fixture(name="console", scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("http")
    simulator = Simulator(folder / "aws", "--seed", 7, "--now", NOW, "--accounts", 3, "--services", 8)
    sextant = Sextant(simulator, folder)
    sextant.variables["SEXTANT_NOW"] = NOW
    sextant.run("connect", "aws", "--profile", "payer-reader", "--yes", "--no-paid")
    with serving(sextant) as console:
        yield console
    simulator.stop()


@pytest.fixture(name="reader", scope="module")
def token_that_may_read(console):
    return console.sextant.run("token", "create", "--name", "claude", "--scope", "read", "--format", "json").json()["token"]


def raw(console, method="POST", body=b"{}", **headers):
    """The status and headers of a request as a browser, or whoever, may send it."""
    place = urllib.parse.urlsplit(console.url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    connection.request(method, "/mcp", body=body, headers={"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_only_tokens_open_it(console, reader):
    assert raw(console).status == 401 and raw(console).headers["WWW-Authenticate"] == "Bearer"
    assert raw(console, Authorization="Bearer sxt_wrong").status == 401
    assert raw(console, Authorization="Basic eDp5").status == 401
    assert raw(console, Authorization=f"Bearer {reader}", Origin="https://evil.example").status == 403
    assert raw(console, Authorization=f"Bearer {reader}", Sec_Fetch_Site="cross-site").status == 403
    assert raw(console, Authorization=f"Bearer {reader}", Host="evil.example").status >= 400
    for method in ("GET", "DELETE", "PUT", "PATCH", "OPTIONS"):
        assert raw(console, method, Authorization=f"Bearer {reader}").status == 405
    assert raw(console, Authorization=f"Bearer {reader}").status == 400
    assert raw(console, Authorization=f"Bearer {reader}", body=b"x" * 2_000_000).status == 413


def test_a_reader_reads_and_does_not_act(console, reader):
    client = HttpClient(console.url, reader)
    assert client.call("list_cloud_accounts")["row_count"] >= 1
    for tool, arguments in (("sync_costs", {"price_only": True}), ("check_connection", {"connection": "payer-reader"})):
        assert client.refusal(tool, **arguments)["code"] == "web.scope"


@pytest.mark.parametrize("version", [MODERN, LEGACY, "2025-06-18", "2025-03-26"])
def test_each_revision_is_spoken(console, version):
    client = HttpClient(console.url, console.token, version=version)
    assert (client.session is None) == (version == MODERN)
    assert len(client.request("tools/list")["tools"]) == 9
    assert client.attempt("list_cloud_accounts", {})["content"]
    assert client.request("resources/read", {"uri": "sextant://errors"})["contents"]
    if version != MODERN:
        assert client.request("ping") == {}


def test_headers_must_say_what_the_body_says(console):
    client = HttpClient(console.url, console.token)
    message = client.make("tools/call", {"name": "list_cloud_accounts"})
    for header, value in (("Mcp-Method", "tools/list"), ("Mcp-Name", "run_sql"), ("MCP-Protocol-Version", LEGACY)):
        with client.open(message, **{header: value}) as response:
            assert response.status == 400 and json.load(response)["error"]["code"] == -32020
    message["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = "2099-01-01"
    with client.open(message, **{"MCP-Protocol-Version": "2099-01-01"}) as response:
        error = json.load(response)["error"]
        assert response.status == 400 and error["code"] == -32022 and error["data"]["supported"] == [MODERN]
    with pytest.raises(McpError) as refused:
        client.request("ping")
    assert refused.value.code == -32601 and refused.value.status == 404


@pytest.mark.parametrize("version", [MODERN, LEGACY])
def test_a_sync_is_agreed_to_and_tells_its_progress(console, version):
    unwilling = HttpClient(console.url, console.token, version=version, answers=decline)
    assert unwilling.refusal("sync_costs", force=True)["code"] == "assistant.declined"
    mute = HttpClient(console.url, console.token, version=version)
    assert mute.refusal("sync_costs", force=True)["code"] == "assistant.sync_not_allowed"
    willing = HttpClient(console.url, console.token, version=version, answers=accept)
    done = willing.call("sync_costs", progress=True, force=True)
    assert done["was_run"] and Decimal(done["spent_usd"]) > 0 and len(willing.progress) > 3 and len(willing.asked) == 1
    assert willing.call("query_costs", period="last-month", group_by="total")["rows"]


def test_a_consent_is_its_own_callers(console):
    other = console.sextant.run("token", "create", "--name", "other", "--scope", "operate", "--format", "json").json()["token"]
    first = HttpClient(console.url, console.token, answers=accept)
    asked = first.exchange(first.make("tools/call", {"name": "sync_costs", "arguments": {"force": True}}))["result"]
    thief = HttpClient(console.url, other, answers=accept)
    with pytest.raises(McpError) as refused:
        thief.request("tools/call", {"name": "sync_costs", "arguments": {"force": True}, "inputResponses": {"consent": accept(None)},
                                     "requestState": asked["requestState"]})
    assert refused.value.code == -32602 and refused.value.status == 400


def test_a_session_is_its_own_callers(console, reader):
    mine = HttpClient(console.url, console.token, version=LEGACY)
    thief = HttpClient(console.url, reader, version=LEGACY)
    thief.session = mine.session
    with thief.open(thief.make("tools/list")) as response:
        assert response.status == 404


def test_a_client_that_hangs_up_ends_its_query(console):
    client = HttpClient(console.url, console.token)
    message = client.make("tools/call", {"name": "run_sql", "arguments": {
        "sql": "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", "timeout_s": 60}})
    place = urllib.parse.urlsplit(console.url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    connection.request("POST", "/mcp", body=json.dumps(message), headers=client.headers(message))
    connection.close()
    # It is entered in the log once it has ended.
    for _ in range(100):
        rows = console.sextant.run("mcp", "log", "--count", 5, "--format", "json").json()["rows"]
        if any(row["outcome"] == "lake.cancelled" for row in rows):
            return
    pytest.fail(f"the query goes on: {rows}")


def test_many_clients_at_once(console):
    def ask(number):
        client = HttpClient(console.url, console.token, version=(MODERN, LEGACY)[number % 2])
        return client.call("run_sql", sql=f"SELECT {number} AS n, count(*) AS c FROM range(1000000)")["rows"]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(16))) == [[[number, 1000000]] for number in range(16)]


def test_every_call_is_in_the_log_by_its_token(console, reader):
    HttpClient(console.url, reader).call("describe_lake")
    row = console.sextant.run("mcp", "log", "--count", 1, "--format", "json").json()["rows"][0]
    ids = {token["name"]: token["id"] for token in console.sextant.run("token", "list", "--format", "json").json()["tokens"]}
    assert (row["action"], row["caller"], row["outcome"]) == ("describe_lake", ids["claude"], "ok")


def test_the_page_is_told_what_makes_a_client_know_it(console):
    setup = console.get("/mcp/setup")
    assert [client["id"] for client in setup["clients"]] == ["claude-code", "claude-desktop", "cursor", "vscode"]
    for client in setup["clients"]:
        entry = next(iter(json.loads(client["text"]).values()))["sextant"]
        assert entry["args"] == ["mcp"] and entry["command"] == setup["program"]
