"""After runs with every debug switch on, no secret stands in any output, log, state or lake file; the SSO token cache is the one
place where a token may be written."""

import json
import pathlib
import signal
import subprocess
import time

import pytest


def approve_device(process, simulator):
    """Reads the sign-in page's address from the program's output and approves as the simulated person."""
    deadline = time.monotonic() + 60
    text = ""
    while time.monotonic() < deadline:
        line = process.stderr.readline()
        text += line
        if "user_code=" in line:
            break
    simulator.post("/sso/approve", {})
    out, err = process.communicate(timeout=120)
    return out + text + err


@pytest.fixture
def spoken():
    """Everything that programs said."""
    return []


def test_no_secret_is_left_anywhere(sim, sextant, spoken, tmp_path):
    log = tmp_path / "debug.log"
    debug = ["--debug", "--log-file", log]

    def say(*arguments, **variables):
        ran = sextant.run(*arguments, code=None, **variables)
        spoken.append(ran.out + ran.err)
        return ran

    folder = sextant.use_own_aws_folder()
    # Long-lived keys, a role with an external ID, a person's session.
    assert say("--debug", "connect", "aws", "--profile", "payer", "--yes", "--sync").code in (0, 3)
    assert say(*debug, "aws", "call", "sts", "GetCallerIdentity", "--profile", "role-payer").code == 0
    login = sextant.start("--debug", "sso", "login", "--profile", "sso-payer", "--device", "--no-browser")
    spoken.append(approve_device(login, sim))
    assert login.returncode == 0, spoken[-1]
    assert say("--debug", "aws", "call", "sts", "GetCallerIdentity", "--profile", "sso-payer").code == 0
    for command in (["profiles"], ["profiles", "--format", "json"], ["sso", "accounts", "--profile", "sso-payer"], ["accounts"],
                    ["check", "payer"], ["cost", "--by", "service"], ["forecast"], ["query", "--tables"]):
        say("--debug", *command)
        say(*debug, *command)
    # What fails says more than what works.
    say("--debug", "aws", "call", "sts", "GetCallerIdentity", "--profile", "payer", AWS_SECRET_ACCESS_KEY="wrong" * 8)
    sim.faults(expired_token="all")
    say("--debug", "sync", "--force", "--yes", "--deadline", "10s")
    sim.faults(cut_body=1.0)
    say("--debug", "aws", "call", "sts", "GetCallerIdentity", "--profile", "sso-payer")
    sim.faults()
    # A crash in the middle of it.
    crashed = sextant.start(*debug, "sync", "--force", "--yes")
    time.sleep(1)
    crashed.send_signal(signal.SIGABRT)
    out, err = crashed.communicate(timeout=60)
    spoken.append(out + err)

    secrets = {text for text in sim.secrets() if len(text) >= 8}
    assert len(secrets) > 20, "the simulator knows which secrets it gave out"
    heard = "\n".join(spoken)
    files = {path: path.read_bytes() for root in (sextant.state, tmp_path) for path in pathlib.Path(root).rglob("*")
             if path.is_file() and not path.is_relative_to(folder) and not path.is_relative_to(sim.folder)}
    assert any(path.name == "state.db" for path in files) and log in files and log.stat().st_size > 1000
    leaks = [f"output: {secret[:4]}…" for secret in secrets if secret in heard]
    leaks += [f"{path.name}: {secret[:4]}…" for path, content in files.items() for secret in secrets if secret.encode() in content]
    assert not leaks, leaks
    assert "[hidden]" in heard + log.read_text(encoding="utf-8") or "Authorization" not in heard


def test_the_token_cache_is_private(sim, sextant):
    folder = sextant.use_own_aws_folder()
    login = sextant.start("sso", "login", "--profile", "sso-payer", "--device", "--no-browser")
    approve_device(login, sim)
    assert login.returncode == 0
    cached = list((folder / "sso" / "cache").glob("*.json"))
    assert cached and all(path.stat().st_mode & 0o777 == 0o600 for path in cached)
    assert any("accessToken" in json.loads(path.read_text()) for path in cached)


def test_what_lies_on_disk_is_private(sim, sextant):
    sextant.run("connect", "aws", "--profile", "payer", "--yes", "--sync", code=None)
    modes = subprocess.run(["find", str(sextant.state), "-perm", "/077"], capture_output=True, text=True, check=True)
    assert modes.stdout == "", f"readable by others: {modes.stdout}"
