#!/usr/bin/env python3
"""Checks that program and error catalog agree: each code that src/ can give stands in catalog/errors, and each entry is used.

usage: tools/check_errors.py [ROOT]
"""

import pathlib
import re
import sys

CODE = re.compile(r'"([a-z]+\.[a-z][a-z0-9_]*[a-z0-9])"')
NOT_CODES = {"aws.partition"}  # a function of the endpoint rules
ENTRY = re.compile(r"^([a-z]+\.[a-z][a-z0-9_]+):", re.MULTILINE)


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
    entries = {}
    problems = []
    for path in sorted(root.glob("catalog/errors/*.yaml")):
        for code in ENTRY.findall(path.read_text(encoding="utf-8")):
            if code in entries:
                problems.append(f"{code} stands in both {entries[code]} and {path.name}")
            entries[code] = path.name
    areas = {code.split(".")[0] for code in entries}
    used = set()
    for path in sorted(path for folder in ("src", "sim") for path in root.glob(f"{folder}/**/*") if path.suffix in (".h", ".cpp")):
        if path.name.endswith(("_test.cpp", "_fuzz.cpp")) or "testing" in path.parts:
            continue
        for code in CODE.findall(path.read_text(encoding="utf-8")):
            if code.split(".")[0] not in areas or code in NOT_CODES:
                continue
            used.add(code)
            if code not in entries and not code.endswith((".yaml", ".json", ".db", ".lock")):
                problems.append(f"{path.relative_to(root)} gives {code}, which catalog/errors does not explain")
    problems += [f"{entries[code]} explains {code}, which nothing gives" for code in sorted(set(entries) - used)]
    print("\n".join(dict.fromkeys(problems)) or f"errors: {len(entries)} codes, all explained and all used")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
