#!/usr/bin/env python3
"""Builds and runs every test; `./run test` calls it. Ends with a plain line "N passed, N failed".

Stages: text checks (format, layers, error catalog, scripts); the page (types, lint, unit tests); unit tests and the programs under AddressSanitizer and UBSan;
tests of the real programs (pytest); AWS's published vectors, where they are at hand; the threaded layers under
ThreadSanitizer; each fuzz target for 20 s; the Debian package in a fresh root. Nothing else runs beside a test, so that slow machines do not fail it.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("SEXTANT_CACHE", ROOT / ".cache"))
VECTORS = pathlib.Path(os.environ.get("SEXTANT_VECTORS", ROOT.parent / "shared" / "vectors"))
LAYERS = ["base", "http", "state", "aws", "lake", "mcp", "connect", "sync", "insight", "operations", "assistant", "web", "cli"]
THREADED = ["http", "state", "aws", "mcp", "lake", "connect", "sync", "web"]
# DuckDB comes without the sanitizer: what it does to memory of its own is no race of ours, and it holds more locks at once
# than the search for deadlocks can take.
WITH_DUCKDB = {"lake", "connect", "sync", "web"}
DUCKDB_TSAN_OPTIONS = ":detect_deadlocks=0:ignore_noninstrumented_modules=1"
SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:strict_string_checks=1:abort_on_error=0",
    # Properties run fewer cases here: the sanitizers make each several times slower.
    "RC_PARAMS": "max_success=30",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": f"suppressions={ROOT / 'tools' / 'tsan.supp'}:halt_on_error=1",
    "LSAN_OPTIONS": f"suppressions={ROOT / 'tools' / 'lsan.supp'}:print_suppressions=0",
}
BUILDS = {
    "asan": ["-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1 -g1", "-DSEXTANT_SANITIZE=address,undefined"],
    # g++ refuses the fences of Boost.Asio under this sanitizer.
    "tsan": ["-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1 -g1", "-DSEXTANT_SANITIZE=thread",
             "-DCMAKE_CXX_COMPILER=clang++-19"],
    "fuzz": ["-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1 -g1 -fsanitize=fuzzer-no-link",
             "-DSEXTANT_SANITIZE=address,undefined", "-DSEXTANT_TESTS=OFF", "-DSEXTANT_FUZZ=ON",
             "-DCMAKE_CXX_COMPILER=clang++-19"],
}


class Tally:
    """Counts what passed and remembers what failed. Thread-safe."""

    def __init__(self):
        self.lock = threading.Lock()
        self.passed = 0
        self.failures = []

    def add(self, passed, failures=()):
        with self.lock:
            self.passed += passed
            self.failures += failures

    def check(self, name, process):
        """Counts one command as one test; shows its output where it failed."""
        fine = process.returncode == 0
        self.add(int(fine), [] if fine else [name])
        if not fine:
            print(f"--- {name} failed:\n{process.stdout[-6000:]}", flush=True)


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def run(command, **options):
    environment = {**os.environ, **SANITIZER_OPTIONS, **options.pop("env", {})}
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)


def build(name, targets, jobs, tally):
    """Configures and builds build/NAME; a failure is counted and shown."""
    say(f"building {name}: {' '.join(targets)}")
    folder = ROOT / "build" / name
    configured = run(["cmake", "-S", ".", "-B", folder, "-G", "Ninja", f"-DSEXTANT_DEPS={CACHE / 'deps'}", *BUILDS[name]])
    if configured.returncode != 0:
        tally.check(f"configure {name}", configured)
        return False
    built = run(["ninja", "-C", folder, "-j", str(jobs), "-k", "20", *targets])
    if built.returncode != 0:
        built.stdout = "\n".join(line for line in built.stdout.splitlines() if not re.match(r"^\[\d+/\d+\]", line))
        tally.check(f"build {name}", built)
    return built.returncode == 0


def run_unit_tests(build_name, layers, tally):
    for layer in layers:
        program = ROOT / "build" / build_name / f"{layer}_tests"
        if not program.exists():
            continue
        report = program.with_suffix(".json")
        report.unlink(missing_ok=True)
        own = {"TSAN_OPTIONS": SANITIZER_OPTIONS["TSAN_OPTIONS"] + DUCKDB_TSAN_OPTIONS} if layer in WITH_DUCKDB else {}
        try:
            process = run([program, f"--gtest_output=json:{report}", "--gtest_brief=1"], timeout=3600, env=own)
            output, code = process.stdout, process.returncode
        except subprocess.TimeoutExpired as error:
            output, code = str(error), 1
        cases = []
        if report.exists():
            cases = [(f"{suite['name']}.{case['name']}", "failures" in case)
                     for suite in json.loads(report.read_text())["testsuites"] for case in suite["testsuite"]]
        failures = [f"{layer} ({build_name}): {name}" for name, failed in cases if failed]
        if code != 0 and not failures:
            failures = [f"{layer} ({build_name}): the program ended with {code}"]
        if failures:
            print(f"--- {layer}_tests ({build_name}):\n{output[-8000:]}", flush=True)
        passed = sum(not failed for _, failed in cases)
        tally.add(passed, failures)
        say(f"{layer} ({build_name}): {passed} passed, {len(failures)} failed")


def run_pytest(pattern, soak, tally):
    report = ROOT / "build" / "pytest.xml"
    report.unlink(missing_ok=True)
    command = [CACHE / "venv/bin/python", "-m", "pytest", "tests", "-q", "-n", "3", "--dist", "loadfile", f"--junitxml={report}",
               "-p", "no:cacheprovider", "--tb=short"]
    if pattern:
        command += ["-k", pattern]
    process = run(command, env={"SEXTANT_BUILD_DIR": str(ROOT / "build" / "asan"), "SEXTANT_VECTORS": str(VECTORS),
                                "SEXTANT_KILLS": "500" if soak else "50"})
    if not report.exists():
        tally.check("pytest", process)
        return
    cases = xml.parse(report).getroot().findall(".//testcase")
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [case for case in cases if case.find("skipped") is not None]
    name_of = lambda case: f"{case.get('classname')}.{case.get('name')}"
    # A test that was left out has proved nothing: it counts as failed, unless a whole vector folder is absent.
    tally.add(len(cases) - len(failed) - len(skipped), [name_of(case) for case in failed + skipped])
    if failed or skipped:
        print(process.stdout[-20000:], flush=True)
    say(f"programs: {len(cases) - len(failed) - len(skipped)} passed, {len(failed) + len(skipped)} failed")


def run_vectors(tally):
    if not (VECTORS / "aws").is_dir():
        say(f"vectors: {VECTORS} is absent, so AWS's published test vectors are left out")
        return
    process = run([ROOT / "build/asan/sextant-conformance", VECTORS / "aws"], timeout=600)
    last = re.search(r"(\d+) passed, (\d+) failed\s*$", process.stdout)
    if last is None or (process.returncode == 0) != (last.group(2) == "0"):
        tally.check("vectors", process)
        return
    tally.add(int(last.group(1)), [line for line in process.stdout.splitlines() if line.startswith("FAILED")])
    say(f"vectors: {last.group(0).strip()}")


def run_fuzzers(seconds, tally):
    targets = sorted(path.stem for path in [*ROOT.glob("src/**/*_fuzz.cpp"), *ROOT.glob("sim/**/*_fuzz.cpp")])
    running = []

    def one(target):
        corpus = ROOT / "tests" / "fuzz-corpus" / target
        fresh = ROOT / "build" / "fuzz" / "corpus" / target
        fresh.mkdir(parents=True, exist_ok=True)
        tally.check(f"fuzz {target}", run(
            [ROOT / "build/fuzz" / target, f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=16384",
             f"-artifact_prefix={fresh}-", fresh, *([corpus] if corpus.is_dir() else [])]))

    for target in targets:
        thread = threading.Thread(target=one, args=(target,))
        thread.start()
        running.append(thread)
        if len(running) == 2:
            running.pop(0).join()
    for thread in running:
        thread.join()
    say(f"fuzz: {len(targets)} targets, {seconds} s each")


def run_ui_checks(tally):
    """Types, lint and unit tests of the page; each unit test counts. tools/build_ui.sh has brought what they need."""
    path = {"PATH": f"{CACHE / 'deps/node/bin'}{os.pathsep}{os.environ['PATH']}"}
    npm = lambda *arguments: run(["npm", "--prefix", "ui", "run", "--silent", *arguments], env=path)
    tally.check("ui: types", npm("typecheck"))
    tally.check("ui: lint", npm("lint"))
    report = ROOT / "build" / "ui-tests.json"
    report.unlink(missing_ok=True)
    process = npm("test", "--", "--reporter=default", "--reporter=json", f"--outputFile.json={report}")
    cases = []
    if report.exists():
        cases = [(case["fullName"], case["status"]) for file in json.loads(report.read_text())["testResults"]
                 for case in file["assertionResults"]]
    # One that was left out has proved nothing: it counts as failed.
    failures = [f"ui: {name}" for name, status in cases if status != "passed"]
    if not failures and (process.returncode != 0 or not cases):
        failures = [f"ui: the unit tests ended with {process.returncode}"]
    if failures:
        print(f"--- ui tests:\n{process.stdout[-8000:]}", flush=True)
    passed = sum(status == "passed" for _, status in cases)
    tally.add(passed, failures)
    say(f"ui: {passed} passed, {len(failures)} failed")


def run_package(tally):
    """Makes the Debian package as a user would, and tries it in a fresh root; each of its checks counts."""
    say("building the package")
    made = run(["./run", "package"])
    tally.check("package", made)
    if made.returncode != 0:
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", f"SEXTANT_CACHE={CACHE}"]
    process = run([*as_root, "tools/test_package.sh", made.stdout.split()[-1]], timeout=1200)
    last = re.search(r"(\d+) passed, (\d+) failed\s*$", process.stdout)
    if last is None or (process.returncode == 0) != (last.group(2) == "0"):
        tally.check("package in a fresh root", process)
        return
    failures = [f"package: {line.removeprefix('FAILED ')}" for line in process.stdout.splitlines() if line.startswith("FAILED ")]
    tally.add(int(last.group(1)), failures)
    if failures:
        print(f"--- package:\n{process.stdout[-4000:]}", flush=True)
    say(f"package: {last.group(0).strip()}")


def run_text_checks(tally):
    tally.check("layers", run([sys.executable, "tools/check_layers.py"]))
    tally.check("error catalog", run([sys.executable, "tools/check_errors.py"]))
    sources = [str(path) for path in sorted([*ROOT.glob("src/**/*.[ch]*"), *ROOT.glob("sim/**/*.[ch]*")]) if path.suffix in (".h", ".cpp")]
    tally.check("error page", run([sys.executable, "tools/error_page.py", "--check"]))
    tally.check("format", run(["clang-format-19", "--dry-run", "-Werror", *sources]))
    tally.check("scripts", run(["shellcheck", "run", ".ci/run", *map(str, ROOT.glob("tools/*.sh"))]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pattern", nargs="?", help="run only the program tests whose names match")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--soak", action="store_true", help="500 kills, 1000 cases of each property, 10 minutes of fuzzing each")
    options = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    if options.soak:
        SANITIZER_OPTIONS["RC_PARAMS"] = "max_success=1000"
    tally = Tally()
    programs = ["sextant", "sextant-sim", "sextant-conformance", "sextant-mcp-conformance"]

    if options.pattern:
        if build("asan", programs, options.jobs, tally):
            run_pytest(options.pattern, options.soak, tally)
    else:
        run_text_checks(tally)
        run_ui_checks(tally)
        if build("asan", ["all"], options.jobs, tally):
            run_unit_tests("asan", [*LAYERS, "sim"], tally)
            run_vectors(tally)
            run_pytest(None, options.soak, tally)
        build("tsan", [f"{layer}_tests" for layer in THREADED], options.jobs, tally)
        run_unit_tests("tsan", THREADED, tally)
        if build("fuzz", ["fuzzers"], options.jobs, tally):
            run_fuzzers(600 if options.soak else 20, tally)
        run_package(tally)

    for failure in tally.failures:
        print(f"FAILED {failure}")
    print(f"{tally.passed} passed, {len(tally.failures)} failed")
    return 1 if tally.failures or tally.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
