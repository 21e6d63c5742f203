#!/usr/bin/env python3
"""Static checks: format, layers, error catalog, shell scripts, the page, and clang-tidy over every source; `./run lint` calls it.

What clang-tidy found clean is remembered in .cache/tidy by its content, with the headers it includes, so that a
second run reads only what changed.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import os
import pathlib
import re
import subprocess
import sys

import test_all

ROOT = test_all.ROOT


@functools.cache
def digest_with_headers(path):
    """A digest of a source with all headers of ours that it includes, directly or not: what a finding may depend on."""
    seen, waiting = {}, [path]
    while waiting:
        text = waiting.pop()
        if text in seen:
            continue
        seen[text] = text.read_bytes()
        for name in re.findall(rb'^#include "([^"]+)"', seen[text], re.MULTILINE):
            waiting += [base / name.decode() for base in (ROOT / "src", ROOT) if (base / name.decode()).exists()][:1]
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for source in sorted(seen):
        digest.update(str(source.relative_to(ROOT)).encode() + seen[source])
    return digest.hexdigest()


def tidy(path):
    """Output of clang-tidy over one file; empty where it is clean."""
    mark = test_all.CACHE / "tidy" / digest_with_headers(path)
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
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, output in zip(sources, pool.map(tidy, sources)):
            tally.add(int(not output), [f"clang-tidy {path.relative_to(ROOT)}"] if output else [])
            if output:
                print(output, flush=True)
    for failure in tally.failures:
        print(f"FAILED {failure}")
    print(f"{tally.passed} passed, {len(tally.failures)} failed")
    return 1 if tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
