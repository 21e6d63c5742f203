#!/usr/bin/env python3
"""Static checks: format, layers, error catalog, shell scripts, the page, and clang-tidy over every source; `./run lint` calls it.

What clang-tidy found clean is remembered by content in .cache/tidy, so that a second run reads only what changed.
"""

import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import subprocess
import sys

import test_all

ROOT = test_all.ROOT


def headers_digest():
    """One digest of all headers: a change in any of them makes every source be read again."""
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for path in sorted([*ROOT.glob("src/**/*.h"), *ROOT.glob("sim/**/*.h")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def tidy(path, common):
    """Output of clang-tidy over one file; empty where it is clean."""
    key = hashlib.sha256(common.encode() + str(path.relative_to(ROOT)).encode() + path.read_bytes()).hexdigest()
    mark = test_all.CACHE / "tidy" / key
    if mark.exists():
        return ""
    process = subprocess.run(["clang-tidy-19", "-p", "build/lint", "--quiet", str(path)], cwd=ROOT, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if process.returncode == 0:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        return ""
    return process.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="*", help="only these sources (default: all)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    tally = test_all.Tally()
    test_all.run_text_checks(tally)
    test_all.run_ui_checks(tally)

    configured = test_all.run(["cmake", "-S", ".", "-B", "build/lint", "-G", "Ninja", "-DCMAKE_CXX_COMPILER=clang++-19",
                               f"-DSEXTANT_DEPS={test_all.CACHE / 'deps'}", "-DSEXTANT_TESTS=ON"])
    tally.check("configure lint", configured)
    sources = [pathlib.Path(path).resolve() for path in options.paths] or sorted(
        path for path in [*ROOT.glob("src/**/*.cpp"), *ROOT.glob("sim/**/*.cpp")] if not path.name.endswith("_test.cpp"))
    common = headers_digest()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, output in zip(sources, pool.map(lambda path: tidy(path, common), sources)):
            tally.add(int(not output), [f"clang-tidy {path.relative_to(ROOT)}"] if output else [])
            if output:
                print(output, flush=True)
    for failure in tally.failures:
        print(f"FAILED {failure}")
    print(f"{tally.passed} passed, {len(tally.failures)} failed")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
