#!/usr/bin/env python3
"""`sextant mcp` against a Python MCP server of the same kind (awslabs' billing server), both started in this run on one simulated cloud: from start to the
first list of tools, the latency of each tool, memory.

Prints one JSON object a line: name, unit, ours, peer_name, peer, aim. bench/bench.py runs it. The peer's packages (bench/requirements-mcp.txt) are put into
.cache/bench-mcp the first time.
"""

import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("SEXTANT_CACHE", ROOT / ".cache"))
RELEASE = pathlib.Path(os.environ.get("SEXTANT_BUILD_DIR", ROOT / "build" / "release")).absolute()
PEER = "awslabs billing"
STARTS, CALLS = 9, 15
PAUSE_S = 0.25  # so that no call is refused as one too many a second

# Ours, and what the peer has for the same; where it has nothing, its cheapest question to AWS stands for it.
THIS_MONTH = datetime.datetime.now(datetime.timezone.utc).date().replace(day=1)
LAST_MONTH = (THIS_MONTH - datetime.timedelta(days=1)).replace(day=1)
COSTS = {"operation": "getCostAndUsage", "start_date": str(LAST_MONTH), "end_date": str(THIS_MONTH), "granularity": "MONTHLY",
         "metrics": "[\"UnblendedCost\"]", "group_by": "[{\"Type\": \"DIMENSION\", \"Key\": \"SERVICE\"}]"}
SQL = {"query": "SELECT 1 AS one"}
QUESTIONS = [
    ("list_cloud_accounts", {}, "cost-explorer", COSTS),
    ("query_costs", {"period": "last-month", "group_by": ["service"]}, "cost-explorer", COSTS),
    ("compare_costs", {"period": "last-month"}, "cost-explorer", COSTS),
    ("forecast_costs", {}, "cost-explorer", COSTS),
    ("data_coverage", {}, "cost-explorer", COSTS),
    ("describe_lake", {}, "session-sql", SQL),
    ("run_sql", {"sql": "SELECT ServiceName, sum(x_UnblendedCost) FROM cost_account_service_monthly GROUP BY 1"}, "session-sql", SQL),
]


def peer_program():
    folder = CACHE / "bench-mcp"
    program = folder / "bin" / "awslabs.billing-cost-management-mcp-server"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "-q", "--disable-pip-version-check", "-r", ROOT / "bench/requirements-mcp.txt"], check=True)
    return program


class Talk:
    """A server over its standard input and output, from its start."""

    def __init__(self, command, environment):
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(list(map(str, command)), env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)
        self.number = 0
        self.ask("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}})
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        self.ask("tools/list", {})
        self.first_list_ms = (time.perf_counter() - self.begun) * 1000

    def send(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def ask(self, method, params):
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        while True:
            message = json.loads(self.process.stdout.readline())
            if message.get("id") == self.number:
                return message["result"]

    def call_ms(self, tool, arguments):
        times = []
        for _ in range(CALLS):
            time.sleep(PAUSE_S)
            begun = time.perf_counter()
            result = self.ask("tools/call", {"name": tool, "arguments": arguments})
            times.append((time.perf_counter() - begun) * 1000)
            if result.get("isError"):
                sys.exit(f"bench: {tool} failed: {str(result)[:500]}")
        return statistics.median(times)

    def memory_mb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def first_list_ms(command, environment, count):
    times = []
    for _ in range(count):
        talk = Talk(command, environment)
        times.append(talk.first_list_ms)
        talk.close()
    return statistics.median(times)


def say(name, unit, ours, peer, aim):
    print(json.dumps({"name": name, "unit": unit, "ours": ours, "peer_name": PEER, "peer": peer, "aim": aim}), flush=True)


def contests(environment):
    ours, theirs = [RELEASE / "sextant", "mcp"], [peer_program()]
    say("MCP: from start to the first list of tools", "ms", first_list_ms(ours, environment, STARTS), first_list_ms(theirs, environment, 3), "≤ 60 ms")
    mine, peer = Talk(ours, environment), Talk(theirs, environment)
    say("  memory with the list told", "MB", mine.memory_mb(), peer.memory_mb(), "-")
    answers = {}
    for tool, arguments, peer_tool, peer_arguments in QUESTIONS:
        key = (peer_tool, str(peer_arguments))
        if key not in answers:
            answers[key] = peer.call_ms(peer_tool, peer_arguments)
        say(f"  {tool} (peer: {peer_tool})", "ms", mine.call_ms(tool, arguments), answers[key], "-")
    say("  memory after these questions", "MB", mine.memory_mb(), peer.memory_mb(), "-")
    mine.close()
    peer.close()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with subprocess.Popen([RELEASE / "sextant-sim", "--port", "0", "--seed", "7", "--write-profiles", folder / "aws"],
                              stdout=subprocess.PIPE, text=True) as simulator:
            try:
                url = simulator.stdout.readline().split()[-1]
                environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "SEXTANT_HOME": str(folder / "state"), "SEXTANT_PACE": "ce=100", "AWS_ENDPOINT_URL": url, "AWS_CONFIG_FILE": str(folder / "aws/config"),
                               "AWS_SHARED_CREDENTIALS_FILE": str(folder / "aws/credentials"), "AWS_PROFILE": "payer", "AWS_REGION": "us-east-1",
                               "NO_PROXY": "127.0.0.1", "FASTMCP_LOG_LEVEL": "ERROR"}
                subprocess.run([RELEASE / "sextant", "connect", "aws", "--profile", "payer", "--sync", "--yes"], env=environment, check=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                contests(environment)
            finally:
                simulator.terminate()


if __name__ == "__main__":
    main()
