"""The official conformance tests against the library, and the official clients (two generations of the TypeScript SDK, the Inspector) against the real program."""

from decimal import Decimal
import json
import os
import re
import subprocess

import pytest

from conftest import BUILD, ROOT, inherited_environment
from console import serving
from console_world import synced
from lake import enlarge
from mcp_client import LEGACY, MODERN

CACHE = os.environ.get("SEXTANT_CACHE", ROOT / ".cache")
MODULES = f"{CACHE}/mcp/node_modules"
NODE = f"{CACHE}/deps/node/bin/node"

# Optional extensions that the library does not have, which the suite runs for visibility and does not score.
EXTENSIONS = ("tasks-",)


@pytest.fixture(name="fixture_url", scope="module")
def conformance_server():
    process = subprocess.Popen([BUILD / "sextant-mcp-conformance"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=inherited_environment())
    yield process.stdout.readline().split()[-1]
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    process.stdout.close()


def run_node(script, *arguments, **options):
    return subprocess.run([NODE, script, *arguments], check=False, capture_output=True, text=True, timeout=300,
                          env={**inherited_environment(), "HOME": options.pop("home", "/nonexistent"), **options.pop("variables", {})}, **options)


@pytest.mark.parametrize("package,flags,least", [
    ("@modelcontextprotocol/conformance", (), 30),
    ("conformance-next", ("--requirements", LEGACY), 33),
    ("conformance-next", ("--requirements", MODERN), 40),
], ids=["0.1.16", f"0.2.0 {LEGACY}", f"0.2.0 {MODERN}"])
def test_the_official_conformance_tests_pass(fixture_url, tmp_path, package, flags, least):
    ran = run_node(f"{MODULES}/{package}/dist/index.js", "server", "--url", fixture_url, *flags, cwd=tmp_path)
    summary = ran.stdout[ran.stdout.index("=== SUMMARY ==="):]
    scenarios = re.findall(r"^(.) ([\w-]+): (\d+) passed, (\d+) failed", summary, re.MULTILINE)
    failed = [name for mark, name, _, count in scenarios if (mark != "✓" or int(count)) and not name.startswith(EXTENSIONS)]
    assert not failed, ran.stdout[-5000:]
    assert sum(mark == "✓" and int(passed) > 0 for mark, _, passed, _ in scenarios) >= least - 2


@pytest.fixture(name="world", scope="module")
def served(tmp_path_factory):
    flags = ("--accounts", 3, "--services", 8)
    with synced(tmp_path_factory.mktemp("clients"), *flags) as sextant, serving(sextant) as console:
        yield sextant, console


def way_to(world, way):
    sextant, console = world
    if way == "stdio":
        return {"stdio": {"command": str(BUILD / "sextant"), "args": ["mcp"], "env": sextant.variables, "stderr": "inherit"}}
    return {"http": {"url": f"{console.url}/mcp", "token": console.token}}


def drive(world, way, client, steps, agree=False):
    folder = ROOT / "tests" / "mcp"
    # The modules stand in the cache: the script is run from there.
    script = f"{CACHE}/mcp/drive.mjs"
    with open(folder / "drive.mjs", encoding="utf-8") as source, open(script, "w", encoding="utf-8") as target:
        target.write(source.read())
    ran = run_node(script, json.dumps({"client": client, **way_to(world, way), "steps": steps, "agree": agree}))
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout)


@pytest.mark.parametrize("way", ["stdio", "http"])
@pytest.mark.parametrize("client", ["v1", "v2"])
def test_the_typescript_client_gets_everything(world, way, client):
    """The client itself holds structured answers to the schemas that the tools declare."""
    answer = drive(world, way, client, [
        {"list": "tools"}, {"list": "resources"}, {"list": "prompts"}, {"read": "sextant://accounts"}, {"prompt": "monthly_review"},
        {"call": "list_cloud_accounts"}, {"call": "query_costs", "arguments": {"period": "last-month"}},
        {"call": "compare_costs", "arguments": {"period": "2026-09"}}, {"call": "forecast_costs"}, {"call": "data_coverage"}, {"call": "describe_lake"},
        {"call": "run_sql", "arguments": {"sql": "SELECT count(*) AS n FROM range(10000000)"}},
        {"call": "check_connection", "arguments": {"connection": "payer-reader"}}, {"call": "sync_costs", "arguments": {"price_only": True}},
        {"call": "query_costs", "arguments": {"nonsense": 1}}, {"call": "no_such_tool"},
        {"cancel": "run_sql", "arguments": {"sql": "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", "timeout_s": 60}},
        {"call": "sync_costs", "arguments": {"force": True}},
    ])
    assert answer["server"]["name"] == "sextant"
    # The older client does not tell the revision over standard input.
    assert answer["version"] in ((MODERN,) if client == "v2" else (LEGACY, None))
    results = answer["results"]
    assert len(results[0]["tools"]) == 9
    for result in results[5:14]:
        assert not result.get("thrown") and not result.get("isError") and result["structuredContent"]["summary"], result
    assert results[12]["progress"] > 2
    assert results[14]["isError"] and "nonsense" in results[14]["content"][0]["text"]
    assert results[15].get("thrown") or results[15].get("isError")
    assert results[16] == {"cancelled": True}
    assert results[17]["isError"] and "assistant.declined" in results[17]["content"][0]["text"]
    assert len(answer["asked"]) == 1 and "USD" in answer["asked"][0]


@pytest.fixture(name="large_world", scope="module")
def served_with_ten_million_rows(tmp_path_factory):
    with synced(tmp_path_factory.mktemp("large"), "--accounts", 3, "--services", 8) as sextant:
        sums = enlarge(sextant)
        with serving(sextant) as console:
            yield sextant, console, sums


@pytest.mark.parametrize("way,client", [("stdio", "v2"), ("http", "v1")])
def test_the_typescript_client_asks_ten_million_rows(large_world, way, client):
    sextant, console, sums = large_world
    month = max(month for month, _ in sums if month < "2026-09")
    count = "SELECT count(*) AS n FROM cost_account_service_monthly"
    costs, rows, cut = drive((sextant, console), way, client, [
        {"call": "query_costs", "arguments": {"period": month, "group_by": ["service"]}}, {"call": "run_sql", "arguments": {"sql": count}},
        {"call": "run_sql", "arguments": {"sql": "SELECT * FROM cost_account_service_monthly", "limit": 10000}}])["results"]
    assert {(month, row["service"]): Decimal(row["amount"]) for row in costs["structuredContent"]["rows"] if Decimal(row["amount"])} \
        == {key: amount for key, amount in sums.items() if key[0] == month and amount}
    assert rows["structuredContent"]["rows"][0][0] >= 10_000_000
    assert cut["structuredContent"]["is_cut"] and len(cut["content"][0]["text"]) <= 50_000


def inspect(world, way, *arguments, home):
    target = way_to(world, way)
    if way == "stdio":
        variables = [part for name, value in target["stdio"]["env"].items() for part in ("-e", f"{name}={value}")]
        words = [*variables, target["stdio"]["command"], "mcp"]
    else:
        words = [target["http"]["url"], "--transport", "http", "--header", f"Authorization: Bearer {target['http']['token']}"]
    ran = run_node(f"{MODULES}/@modelcontextprotocol/inspector/clients/launcher/build/index.js", "--cli", *words, *arguments, home=str(home))
    assert ran.stdout.strip(), ran.stderr[-2000:]
    return json.loads(ran.stdout)


@pytest.mark.parametrize("way", ["stdio", "http"])
def test_the_inspector_gets_everything(world, way, tmp_path):
    assert len(inspect(world, way, "--method", "tools/list", home=tmp_path)["tools"]) == 9
    called = inspect(world, way, "--method", "tools/call", "--tool-name", "query_costs", "--tool-arg", "period=last-month", home=tmp_path)
    assert called["structuredContent"]["rows"]
    wrong = inspect(world, way, "--method", "tools/call", "--tool-name", "run_sql", "--tool-arg", "sql=DROP TABLE accounts", home=tmp_path)
    assert wrong["isError"]
    assert inspect(world, way, "--method", "resources/read", "--uri", "sextant://focus/glossary", home=tmp_path)["contents"]
    assert len(inspect(world, way, "--method", "prompts/list", home=tmp_path)["prompts"]) == 3
