#!/usr/bin/env python3
"""Writes docs/errors.md from catalog/errors; with --check only says whether it is up to date.

usage: tools/error_page.py [--check]
"""

import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "errors.md"
HEAD = """# Errors

Drawn from `catalog/errors/` by `tools/error_page.py`. Words in braces are filled in by the program.
"""


def page():
    parts = [HEAD]
    for path in sorted(ROOT.glob("catalog/errors/*.yaml")):
        parts.append(f"## {path.stem}\n")
        for code, entry in sorted(yaml.safe_load(path.read_text(encoding="utf-8")).items()):
            parts.append(f"### `{code}`\n{entry['title']}.\n")
            parts += [f"- Likely: {' '.join(cause.split())}" for cause in entry.get("causes", [])]
            parts.append(("\n" if entry.get("causes") else "") + "```\n" + entry["fix"].strip() + "\n```\n")
    return "\n".join(parts)


def main():
    text = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            print("docs/errors.md is not what catalog/errors gives: run tools/error_page.py")
            return 1
        print("docs/errors.md is up to date")
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
