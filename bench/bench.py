#!/usr/bin/env python3
"""Benchmarks, as ratios against a peer or a bound that is measured in the same run; `./run bench` calls it. Nothing here is asserted.

Prints a table, then the same as JSON (also in build/bench.json). A contest: what, our figure, the peer's, their ratio, and the aim.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("SEXTANT_CACHE", ROOT / ".cache"))
RELEASE = ROOT / "build" / "release"
SEXTANT, AWS, PYTHON = RELEASE / "sextant", CACHE / "venv/bin/aws", CACHE / "venv/bin/python"
ROUNDS = 7
# Of Cost Explorer, as in catalog/services/ce.yaml.
PACE_PER_S, PACE_BURST = 2, 2


class Use:
    """What one run of a program took."""

    def __init__(self, command, environment):
        begun = time.perf_counter()
        with subprocess.Popen(list(map(str, command)), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
            self.out, errors = child.stdout.read(), child.stderr.read()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.wall_s = time.perf_counter() - begun
        self.cpu_s = usage.ru_utime + usage.ru_stime
        self.memory_mb = usage.ru_maxrss / 1024
        if child.returncode != 0:
            sys.exit(f"bench: {' '.join(map(str, command))} ended with {child.returncode}: {errors[-800:]}")


class Results:
    """The contests, as they end."""

    def __init__(self):
        self.rows = []

    def add(self, name, unit, ours, peer_name, peer, aim):
        """`aim` is of peer / ours where more is better ("≥ 5"), of ours / peer where it says "≤"."""
        ratio = ours / peer if aim.startswith("≤ ×") else peer / ours
        self.rows.append({"name": name, "unit": unit, "sextant": round(ours, 3), "peer": peer_name, "peer_value": round(peer, 3),
                          "ratio": round(ratio, 2), "aim": aim})
        print(f"{name:<58} {ours:10.2f} {unit:<4} {peer_name + ':':<22} {peer:10.2f} {unit:<4} ratio {ratio:6.2f}   aim {aim}", flush=True)


class Cloud:
    """A simulated organization, and the environment of programs that use it."""

    def __init__(self, folder, *flags):
        self.folder = folder
        folder.mkdir()
        self.process = subprocess.Popen([RELEASE / "sextant-sim", "--port", "0", "--seed", "7", "--write-profiles", folder, *flags],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def environment(self, state="state", **more):
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "SEXTANT_HOME": str(self.folder / state), "AWS_ENDPOINT_URL": self.url,
                "AWS_CONFIG_FILE": str(self.folder / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "credentials"),
                "AWS_PROFILE": "payer", "AWS_REGION": "us-east-1", **more}


def medians(command, environment):
    runs = [Use(command, environment) for _ in range(ROUNDS)]
    return statistics.median(run.wall_s for run in runs) * 1000, max(run.memory_mb for run in runs)


def summary_of(sync):
    return json.loads(sync.out.splitlines()[-1])


def start_up(results, cloud):
    environment = cloud.environment()
    Use([SEXTANT, "connect", "aws", "--profile", "payer", "--sync", "--yes"], {**environment, "SEXTANT_PACE": "ce=100"})
    answer_ms, answer_mb = medians([SEXTANT, "cost", "--by", "service", "--by", "month"], environment)
    version_ms, version_mb = medians([AWS, "--version"], environment)
    results.add("cold start of an answer (cost --by service --by month)", "ms", answer_ms, "aws --version", version_ms, "≤ 60 ms")
    results.add("  its memory", "MB", answer_mb, "aws --version", version_mb, "-")
    call_ms, _ = medians([SEXTANT, "aws", "call", "sts", "GetCallerIdentity"], environment)
    peer_ms, _ = medians([AWS, "sts", "get-caller-identity"], environment)
    results.add("one call (sts GetCallerIdentity)", "ms", call_ms, "aws", peer_ms, "-")


def sync_against_boto3(results, cloud):
    """The same pull, both as fast as they can: what counts is CPU time and memory. 500 accounts."""
    environment = cloud.environment("fast", SEXTANT_PACE="ce=1000")
    Use([SEXTANT, "connect", "aws", "--profile", "payer", "--yes"], environment)
    ours, theirs = [], []
    for round_number in range(3):
        folder = cloud.folder / f"boto3-{round_number}"
        folder.mkdir()
        ours.append(Use([SEXTANT, "sync", "--force", "--yes", "--format", "json"], environment))
        theirs.append(Use([PYTHON, ROOT / "bench/pull_with_boto3.py", folder], environment))
        if round_number == 0:
            results.rows.append({"name": "requests of the first sync", "sextant": summary_of(ours[0])["requests"],
                                 "peer": "boto3", "peer_value": int(theirs[0].out)})
    first, peer = ours[0], min(theirs, key=lambda run: run.cpu_s)
    results.add("first sync of 500 accounts: CPU", "s", first.cpu_s, "the same by boto3", peer.cpu_s, "≥ 5")
    results.add("  its memory", "MB", first.memory_mb, "the same by boto3", peer.memory_mb, "≥ 5")
    results.add("  wall time, unpaced", "s", first.wall_s, "the same by boto3", peer.wall_s, "-")


def sync_against_pace(results, cloud):
    """With the usual pace: the time that so many requests need at that pace is the bound."""
    environment = cloud.environment("paced")
    Use([SEXTANT, "connect", "aws", "--profile", "payer", "--yes"], environment)
    sync = Use([SEXTANT, "sync", "--yes", "--format", "json"], environment)
    bound_s = max(0, summary_of(sync)["requests"] - PACE_BURST) / PACE_PER_S
    results.add(f"first sync of 12 accounts ({summary_of(sync)['requests']} requests): wall", "s", sync.wall_s,
                f"{PACE_PER_S} requests/s", bound_s, "≤ ×1.1")


def large_lake(results):
    lines = subprocess.run([RELEASE / "cost_query_bench"], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    for line in map(json.loads, lines):
        results.add(f"cost over 10 million rows, {line['question']}", "ms", line["sextant_ms"], "bare DuckDB", line["duckdb_ms"], "≤ ×1.2")


def contests_of(program):
    """Those that a program prints, one a line."""
    lines = subprocess.run([PYTHON, ROOT / "bench" / program], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    for line in map(json.loads, lines):
        yield line["name"], line["unit"], line["ours"], line["peer_name"], line["peer"], line["aim"]


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    results = Results()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with Cloud(folder / "small") as cloud:
            start_up(results, cloud)
            sync_against_pace(results, cloud)
        with Cloud(folder / "large", "--accounts", "500") as cloud:
            sync_against_boto3(results, cloud)
    large_lake(results)
    # The console under load, against nginx; MCP, against a Python server of the same kind.
    for program in ("serve_bench.py", "mcp_bench.py"):
        for contest in contests_of(program):
            results.add(*contest)
    text = json.dumps({"contests": results.rows}, indent=1)
    (ROOT / "build" / "bench.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
