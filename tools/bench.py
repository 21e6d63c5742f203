#!/usr/bin/env python3
"""Benchmarks, as ratios against a peer measured in the same run; `./run bench` calls it. Nothing here is asserted.

Each line: what, Sextant's median, the peer's median, how many times faster (or smaller) Sextant is.
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
ROUNDS = 7


def measure(command, environment):
    """Median seconds of several runs, and the largest memory in MB of one."""
    times, memory = [], 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        child = subprocess.Popen(list(map(str, command)), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _, status, usage = os.wait4(child.pid, 0)
        times.append(time.perf_counter() - begun)
        if status != 0:
            sys.exit(f"bench: {' '.join(map(str, command))} failed: {child.stderr.read().decode()[-500:]}")
        child.stderr.close()
        child.returncode = 0
        memory = max(memory, usage.ru_maxrss / 1024)
    return statistics.median(times), memory


def compare(title, ours, peer_name, theirs, environment):
    our_time, our_memory = measure(ours, environment)
    peer_time, peer_memory = measure(theirs, environment)
    print(f"{title:<44} {our_time * 1000:8.1f} ms {our_memory:7.1f} MB   {peer_name}: {peer_time * 1000:8.1f} ms {peer_memory:7.1f} MB"
          f"   {peer_time / our_time:5.1f} × faster, {peer_memory / our_memory:4.1f} × smaller", flush=True)


def start_simulator(folder):
    simulator = subprocess.Popen([RELEASE / "sextant-sim", "--port", "0", "--seed", "7", "--write-profiles", str(folder)],
                                 stdout=subprocess.PIPE, text=True)
    url = simulator.stdout.readline().split()[-1]
    return simulator, url


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        simulator, url = start_simulator(folder)
        environment = {"PATH": os.environ["PATH"], "HOME": name, "SEXTANT_HOME": f"{name}/state", "AWS_ENDPOINT_URL": url,
                       "AWS_CONFIG_FILE": f"{name}/config", "AWS_SHARED_CREDENTIALS_FILE": f"{name}/credentials",
                       "AWS_PROFILE": "payer", "AWS_REGION": "us-east-1"}
        sextant, aws, python = RELEASE / "sextant", CACHE / "venv/bin/aws", CACHE / "venv/bin/python"
        months = {"Start": time.strftime("%Y-%m-01", time.gmtime(time.time() - 330 * 86400)), "End": time.strftime("%Y-%m-01", time.gmtime())}
        question = {"TimePeriod": months, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"],
                    "GroupBy": [{"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}, {"Type": "DIMENSION", "Key": "SERVICE"}]}
        pages = ("import boto3, json, sys; client = boto3.client('ce'); arguments = json.loads(sys.argv[1])\n"
                 "while True:\n  page = client.get_cost_and_usage(**arguments)\n  token = page.get('NextPageToken')\n"
                 "  if not token: break\n  arguments['NextPageToken'] = token")
        try:
            compare("start: --version", [sextant, "--version"], "aws", [aws, "--version"], environment)
            compare("one call: sts GetCallerIdentity", [sextant, "aws", "call", "sts", "GetCallerIdentity"], "aws",
                    [aws, "sts", "get-caller-identity"], environment)
            compare("11 months by account and service, all pages",
                    [sextant, "aws", "call", "ce", "GetCostAndUsage", json.dumps(question), "--all-pages", "--quiet"], "boto3",
                    [python, "-c", pages, json.dumps(question)], environment)
        finally:
            simulator.terminate()
            simulator.wait()
    for program in sorted((ROOT / "build" / "release").glob("*_bench")):
        print(f"\n{program.name}", flush=True)
        subprocess.run([program], check=True)


if __name__ == "__main__":
    main()
