#!/usr/bin/env python3
"""Checks that folders depend one way, as docs/architecture.md draws it: an #include may name the own layer or a lower one.

usage: tools/check_layers.py [ROOT]   (prints each violation; exit 1 where there is one)
"""

import pathlib
import re
import sys

# Lowest first; layers of one line may not use one another.
ORDER = [["base"], ["http", "state"], ["aws", "lake", "mcp"], ["connect"], ["sync"], ["insight"], ["operations"],
         ["assistant"], ["web"], ["cli"]]
RANK = {layer: rank for rank, layers in enumerate(ORDER) for layer in layers}
# The simulated cloud must share no reading of AWS's protocols with the program that it tests.
SIMULATOR_USES = {"sim", "base", "http"}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def violations(root: pathlib.Path):
    """Yields one line of text for each include that points the wrong way."""
    for path in sorted([*root.glob("src/**/*.h"), *root.glob("src/**/*.cpp"), *root.glob("sim/**/*.h"), *root.glob("sim/**/*.cpp")]):
        place = path.relative_to(root).parts
        for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
            used = name.split("/")[0]
            where = f"{'/'.join(place)} includes {name}"
            if place[0] == "sim":
                if used not in SIMULATOR_USES:
                    yield f"{where}: the simulator may use only {', '.join(sorted(SIMULATOR_USES))}"
                continue
            layer = place[1]
            if layer not in RANK:
                yield f"{'/'.join(place)}: the layer {layer} is not in the order"
            elif used not in RANK:
                yield f"{where}: not a path below src/"
            elif used != layer and RANK[used] >= RANK[layer]:
                yield f"{where}: {layer} may use only what lies below it"


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
    found = list(dict.fromkeys(violations(root)))
    print("\n".join(found) or "layers: every include points down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
