#!/usr/bin/env python3
"""Packs AWS's API models for the program: one zstd-compressed JSON for each service.

    tools/pack_models.py SOURCE OUTPUT [--services FILE]

SOURCE is a botocore wheel, or the `data` folder of an unpacked one; OUTPUT is filled with <service>.json.zst and
partitions.json.zst, and replaced as a whole. Each file holds
    {"service": ..., "endpointRuleSet": ..., "paginators": {operation: ...}, "waiters": {name: ...}}
with the sdk-extras merged in and without texts and constraints that the program does not read. JMESPath that the program
does not interpret, in a paginator or a waiter, is an error. The same input gives the same bytes. Needs python3 and the
`zstd` program, nothing else.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

# What no part of the program reads: texts for people, and constraints that the service checks itself.
DROPPED_OF_OPERATIONS = {"documentation", "documentationUrl", "deprecatedMessage", "deprecatedSince",
                         "endpointdiscovery", "endpointoperation", "requestcompression"}
DROPPED_OF_SHAPES = {"documentation", "deprecatedMessage", "deprecatedSince", "pattern", "min", "max", "enum", "box",
                     "synthetic", "deprecated"}
KEPT_OF_DESCRIPTION = ("metadata", "operations", "shapes")


class Refused(Exception):
    """What was given cannot be packed; the text says why."""


class Folder:
    """Reads botocore's data folder."""

    def __init__(self, root):
        self.root = root

    def names(self, folder):
        path = os.path.join(self.root, folder)
        return sorted(os.listdir(path)) if os.path.isdir(path) else []

    def read(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read()


class Wheel:
    """Reads the same from a wheel, which is a zip file."""

    PREFIX = "botocore/data/"

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.children = {}
        for name in self.zip.namelist():
            if name.startswith(self.PREFIX):
                parts = name[len(self.PREFIX):].split("/")
                for depth, part in enumerate(parts):
                    self.children.setdefault("/".join(parts[:depth]), set()).add(part)

    def names(self, folder):
        return sorted(self.children.get(folder, ()))

    def read(self, path):
        return self.zip.read(self.PREFIX + path)


def open_source(path):
    if os.path.isfile(path):
        return Wheel(path)
    if os.path.isfile(os.path.join(path, "partitions.json")):
        return Folder(path)
    raise Refused(f"{path} is neither a botocore wheel nor its data folder (which has partitions.json)")


# JMESPath as the program reads it: fields, sub-expressions, flatten, projections, filters, [-1], ||, &&, !, ==, >, length(),
# literals.
TOKEN = re.compile(r"""\s*(?:
    (?P<name>[A-Za-z_][A-Za-z0-9_]*|"(?:[^"\\]|\\.)*") |
    (?P<literal>`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*') |
    (?P<mark>\[\?|\[\]|\[\*\]|\[-1\]|\|\||&&|==|[.!()>\]@])
)""", re.VERBOSE)


class PathReader:
    """Accepts a JMESPath expression of the subset, or raises Refused."""

    def __init__(self, text):
        self.text = text
        self.tokens = []
        at = 0
        while text[at:].strip():
            found = TOKEN.match(text, at)
            if not found:
                raise Refused(f"JMESPath {text!r}: {text[at:]!r} is outside the subset that is interpreted")
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            at = found.end()
        self.at = 0

    def check(self):
        self.either()
        if self.at != len(self.tokens):
            raise Refused(f"JMESPath {self.text!r}: unexpected {self.tokens[self.at][1]!r}")

    def kind(self):
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def next_is(self, *marks):
        return self.kind() == "mark" and self.tokens[self.at][1] in marks

    def take(self, *marks):
        if not self.next_is(*marks):
            return False
        self.at += 1
        return True

    def expect(self, mark):
        if not self.take(mark):
            raise Refused(f"JMESPath {self.text!r}: {mark!r} expected")

    def either(self):
        self.both()
        while self.take("||"):
            self.both()

    def both(self):
        self.comparison()
        while self.take("&&"):
            self.comparison()

    def comparison(self):
        self.negation()
        if self.take("==", ">"):
            self.negation()

    def negation(self):
        if self.take("!"):
            self.negation()
        else:
            self.chain()

    def chain(self):
        self.start()
        while True:
            if self.take("."):
                self.name()
            elif self.take("[?"):
                self.either()
                self.expect("]")
            elif not self.take("[]", "[*]", "[-1]"):
                return

    def start(self):
        if self.take("("):
            self.either()
            self.expect(")")
        elif self.kind() == "literal":
            self.at += 1
        elif not self.take("@") and not self.next_is("[]", "[*]", "[?"):
            name = self.name()
            if self.take("("):
                if name != "length":
                    raise Refused(f"JMESPath {self.text!r}: the function {name}() is not interpreted")
                self.either()
                self.expect(")")

    def name(self):
        if self.kind() != "name":
            raise Refused(f"JMESPath {self.text!r}: a field name expected")
        self.at += 1
        return self.tokens[self.at - 1][1]


def paginator_paths(paginator):
    for key in ("input_token", "output_token", "result_key", "more_results", "non_aggregate_keys"):
        value = paginator.get(key, [])
        yield from value if isinstance(value, list) else [value]


def waiter_paths(waiter):
    return [acceptor["argument"] for acceptor in waiter["acceptors"] if "argument" in acceptor]


def check_paths(owner, paths):
    for path in paths:
        try:
            PathReader(path).check()
        except Refused as refusal:
            raise Refused(f"{owner}: {refusal}") from None


def merge(into, extra):
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value


def read_json(source, folder, name):
    """The document of that name, gzipped or not, with its sdk-extras merged in; None where there is none."""
    names = source.names(folder)
    if name + ".json.gz" in names:
        document = json.loads(gzip.decompress(source.read(f"{folder}/{name}.json.gz")))
    elif name + ".json" in names:
        document = json.loads(source.read(f"{folder}/{name}.json"))
    else:
        return None
    if name + ".sdk-extras.json" in names:
        merge(document, json.loads(source.read(f"{folder}/{name}.sdk-extras.json")).get("merge", {}))
    return document


def without(entry, dropped):
    return {key: value for key, value in entry.items() if key not in dropped}


def trim_operation(operation):
    trimmed = without(operation, DROPPED_OF_OPERATIONS)
    for key in ("input", "output"):
        if key in trimmed:
            trimmed[key] = without(trimmed[key], {"documentation"})
    if "errors" in trimmed:
        trimmed["errors"] = [{"shape": error["shape"]} for error in trimmed["errors"]]
    return trimmed


def trim_shape(shape):
    trimmed = without(shape, DROPPED_OF_SHAPES)
    if "members" in trimmed:
        trimmed["members"] = {name: without(member, DROPPED_OF_SHAPES) for name, member in trimmed["members"].items()}
    for key in ("member", "key", "value"):
        if key in trimmed:
            trimmed[key] = without(trimmed[key], DROPPED_OF_SHAPES)
    return trimmed


def pack_service(source, service):
    versions = [name for name in source.names(service) if re.fullmatch(r"\d{4}-\d\d-\d\d", name)]
    if not versions:
        raise Refused(f"{service}: there is no such service in this botocore")
    folder = f"{service}/{versions[-1]}"
    description = read_json(source, folder, "service-2")
    rules = read_json(source, folder, "endpoint-rule-set-1")
    if description is None or rules is None:
        raise Refused(f"{service}: service-2 or endpoint-rule-set-1 is missing in {folder}")
    paginators = (read_json(source, folder, "paginators-1") or {}).get("pagination", {})
    for operation, paginator in paginators.items():
        check_paths(f"{service}, paginator of {operation}", paginator_paths(paginator))
    waiters = (read_json(source, folder, "waiters-2") or {}).get("waiters", {})
    for name, waiter in waiters.items():
        check_paths(f"{service}, waiter {name}", waiter_paths(waiter))

    trimmed = {key: description[key] for key in KEPT_OF_DESCRIPTION}
    trimmed["operations"] = {name: trim_operation(entry) for name, entry in description["operations"].items()}
    trimmed["shapes"] = {name: trim_shape(entry) for name, entry in description["shapes"].items()}
    return {"service": trimmed, "endpointRuleSet": rules, "paginators": paginators,
            "waiters": {name: without(waiter, {"description"}) for name, waiter in waiters.items()}}


def read_services(path):
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip() and not line.startswith("#")]


def write_packed(folder, name, document):
    # By way of a file, so that the frame's header says how large the content is: the program does not unpack blindly.
    raw = os.path.join(folder, name + ".json")
    with open(raw, "w", encoding="utf-8") as file:
        json.dump(document, file, separators=(",", ":"), ensure_ascii=False)
    size = os.path.getsize(raw)
    subprocess.run(["zstd", "-19", "-q", "--rm", raw, "-o", raw + ".zst"], check=True)
    return size, os.path.getsize(raw + ".zst")


def replace_folder(new, old):
    retired = f"{old}.retired-{os.getpid()}"
    if os.path.isdir(old):
        os.rename(old, retired)
    os.rename(new, old)
    shutil.rmtree(retired, ignore_errors=True)


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="botocore wheel or data folder")
    parser.add_argument("output", help="folder to be replaced")
    parser.add_argument("--services", default=os.path.join(root, "catalog", "aws-services.txt"))
    arguments = parser.parse_args()

    output = os.path.abspath(arguments.output)
    os.makedirs(os.path.dirname(output), exist_ok=True)
    temporary = tempfile.mkdtemp(prefix=".aws-models-", dir=os.path.dirname(output))
    try:
        source = open_source(arguments.source)
        sizes = [write_packed(temporary, "partitions", json.loads(source.read("partitions.json")))]
        services = read_services(arguments.services)
        for service in services:
            sizes.append(write_packed(temporary, service, pack_service(source, service)))
        os.chmod(temporary, 0o755)
        replace_folder(temporary, output)
    except Refused as refusal:
        print(f"pack_models: {refusal}", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    raw, packed = (sum(column) for column in zip(*sizes))
    print(f"{len(services)} services, {raw / 1e6:.1f} MB, packed {packed / 1e6:.2f} MB: {output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
