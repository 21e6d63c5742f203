"""What the tests of the real programs share: a simulated cloud on a free port, and the program `sextant` with a home of its own.

    def test_cost(sim, sextant):
        sextant.run("connect", "aws", "--profile", "payer", "--sync")
        answer = sextant.json("cost", "--by", "service")

SEXTANT_BUILD_DIR names the build (default build/dev).
"""

import contextlib
import json
import os
import pathlib
import pty
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("SEXTANT_BUILD_DIR", ROOT / "build" / "dev")).absolute()
RUN_S = 300
DEAD_PROXY = "http://127.0.0.1:9"


def inherited_environment():
    """Nothing of the person who runs the tests, but what programs need to run at all."""
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS") or name in ("LANG", "TMPDIR")}
    return {"PATH": os.environ["PATH"], "NO_PROXY": "127.0.0.1,localhost", **kept}


def wait_until(condition, what="it has not come true", seconds=120):
    """What `condition` gives as soon as it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.2)
    raise AssertionError(what)


class Simulator:
    """A running sextant-sim. Arguments are its flags; `folder` receives config, credentials and identities.json."""

    def __init__(self, folder, *flags):
        self.folder = pathlib.Path(folder)
        self.process = subprocess.Popen(
            [BUILD / "sextant-sim", "--port", "0", "--write-profiles", str(self.folder), *map(str, flags)],
            stdout=subprocess.PIPE, text=True, env=inherited_environment())
        line = self.process.stdout.readline()
        if not line.startswith("sextant-sim ready "):
            self.process.kill()
            raise RuntimeError(f"sextant-sim did not start: {line!r}")
        self.url = line.split()[-1]
        self.identities = json.loads((self.folder / "identities.json").read_text(encoding="utf-8"))

    @property
    def organization(self):
        return self.identities["organizations"][0]

    @property
    def payer(self):
        return self.organization["payer"]

    def environment(self, home, **extra):
        """Variables for a client program whose home is `home`. Whatever it sends elsewhere than to loopback ends at a dead proxy."""
        return {**inherited_environment(), "HOME": str(home), "AWS_ENDPOINT_URL": self.url, "HTTPS_PROXY": DEAD_PROXY,
                "AWS_CONFIG_FILE": str(self.folder / "config"),
                "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "credentials"), **extra}

    def control(self, method, path, body=None):
        """A request to the control API: sim.control("GET", "/counts")."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_sim{path}", data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=RUN_S) as answer:
            return json.load(answer)

    def get(self, path):
        return self.control("GET", path)

    def post(self, path, body):
        return self.control("POST", path, body)

    def faults(self, **plan):
        """Replaces the faults; none clears them."""
        self.post("/faults", plan)

    def counts(self, service=None, operation=None):
        """How often a service (an operation of it) was asked, whatever came of it."""
        services = self.get("/counts")["services"]
        return sum(count for name, operations in services.items() if service in (None, name)
                   for called, outcomes in operations.items() if operation in (None, called)
                   for count in outcomes.values())

    def clear_counts(self):
        self.control("DELETE", "/counts")

    def secrets(self):
        return self.get("/secrets")["secrets"]

    def client(self, service, profile="payer", region="us-east-1", **config):
        """A boto3 client with the keys of a static profile, or unsigned with profile=None."""
        import boto3  # pylint: disable=import-outside-toplevel
        import botocore  # pylint: disable=import-outside-toplevel
        from botocore.config import Config  # pylint: disable=import-outside-toplevel
        settings = {"retries": {"total_max_attempts": 1}, "proxies": {}, **config}
        if profile is None:
            settings["signature_version"] = botocore.UNSIGNED
            return boto3.client(service, region_name=region, endpoint_url=self.url, config=Config(**settings))
        keys = profile if isinstance(profile, dict) else self.identities["profiles"][profile]
        return boto3.client(service, region_name=region, endpoint_url=self.url, config=Config(**settings),
                            aws_access_key_id=keys["access_key_id"], aws_secret_access_key=keys["secret_access_key"],
                            aws_session_token=keys.get("session_token"))

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self.process.stdout.close()
        assert code == 0, f"sextant-sim ended with {code}"


class Ran:
    """What a run of a program left: exit code, standard output, standard error."""

    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"


class Sextant:
    """The program `sextant`, pointed at a simulator, with a home and a state folder of its own."""

    def __init__(self, simulator, folder):
        self.simulator = simulator
        self.home = pathlib.Path(folder) / "home"
        self.state = pathlib.Path(folder) / "state"
        self.home.mkdir(parents=True)
        self.variables = {**simulator.environment(self.home), "SEXTANT_HOME": str(self.state)}

    def use_own_aws_folder(self):
        """Copies the profiles to ~/.aws, for tests that let the program write there."""
        folder = self.home / ".aws"
        folder.mkdir(mode=0o700)
        for name in ("config", "credentials"):
            shutil.copy(self.simulator.folder / name, folder / name)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            self.variables.pop(name, None)
        return folder

    def start(self, *arguments, **variables):
        """Starts it and does not wait."""
        return subprocess.Popen([BUILD / "sextant", *map(str, arguments)], env={**self.variables, **variables},
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, *arguments, code=0, stdin="", timeout_s=RUN_S, **variables):
        """Runs it; `code` is the exit code that is right, None for any."""
        ran = Ran(subprocess.run([BUILD / "sextant", *map(str, arguments)], env={**self.variables, **variables}, check=False,
                                 input=stdin, capture_output=True, text=True, timeout=timeout_s))
        assert code is None or ran.code == code, f"sextant {' '.join(map(str, arguments))}: wanted exit {code}, got {ran!r}"
        return ran

    def json(self, *arguments, code=0, **variables):
        return self.run(*arguments, "--format", "json", code=code, **variables).json()


class AtTerminal:
    """The program `sextant` with a person's terminal; `shown` is what the person sees."""

    def __init__(self, sextant, *arguments, **variables):
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen([BUILD / "sextant", *map(str, arguments)], stdin=follower, stdout=follower, stderr=follower,
                                        env={**sextant.variables, "TERM": "xterm-256color", **variables})
        os.close(follower)
        self.shown = ""

    def read(self):
        """What comes next; False at the end."""
        try:
            block = os.read(self.leader, 65536)
        except OSError:
            return False
        self.shown += block.decode(errors="replace")
        return bool(block)

    def wait_for(self, text):
        while text not in self.shown:
            assert self.read(), f"the program ended without '{text}':\n{self.shown}"

    def type(self, text):
        os.write(self.leader, text.encode())

    def end(self):
        """The exit code."""
        while self.read():
            pass
        os.close(self.leader)
        return self.process.wait(timeout=RUN_S)


@pytest.fixture(scope="session")
def build_folder():
    return BUILD


def pytest_exception_interact(node):
    """Of a test that fails with a browser open, a picture is kept."""
    if "browser" in sys.modules:
        sys.modules["browser"].keep_pictures_of_failure(node.name)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of a process; each window of browser.py is apart from the others."""
    from playwright.sync_api import sync_playwright  # pylint: disable=import-outside-toplevel
    from browser import start_chromium  # pylint: disable=import-outside-toplevel
    with sync_playwright() as playwright:
        started = start_chromium(playwright)
        yield started
        started.close()


@pytest.fixture
def start_simulator(tmp_path):
    """Starts simulators with flags of one's own: sim = start_simulator("--seed", 3). All stop with the test."""
    with contextlib.ExitStack() as stack:
        def start(*flags):
            simulator = Simulator(tmp_path / f"aws-{len(list(tmp_path.glob('aws-*')))}", *flags)
            stack.callback(simulator.stop)
            return simulator
        yield start


@pytest.fixture(scope="module")
def shared_sim(tmp_path_factory):
    """One simulator for all tests of a module, with the machine's time. Who sets faults clears them."""
    simulator = Simulator(tmp_path_factory.mktemp("aws"), "--seed", 7)
    yield simulator
    simulator.stop()


@pytest.fixture
def sim(start_simulator):
    """A simulator of one's own: seed 7, the machine's time, a payer and 12 members."""
    return start_simulator("--seed", 7)


@pytest.fixture
def make_sextant(tmp_path):
    """Makes programs with a home each: other = make_sextant(sim)."""
    def make(simulator):
        return Sextant(simulator, tmp_path / f"sextant-{len(list(tmp_path.glob('sextant-*')))}")
    return make


@pytest.fixture
def sextant(sim, make_sextant):
    return make_sextant(sim)


@pytest.fixture
def aws(sim, tmp_path):
    """The `aws` program of the Python that runs the tests: aws("sts", "get-caller-identity", profile="payer")."""
    return aws_program(sim, tmp_path)


def aws_program(simulator, folder):
    home = pathlib.Path(folder) / "aws-home"
    home.mkdir(exist_ok=True)
    beside = pathlib.Path(sys.executable).parent / "aws"
    program = str(beside) if beside.exists() else "aws"

    def run(*arguments, profile="payer", code=0, **variables):
        command = [program, *map(str, arguments), "--output", "json"] + (["--profile", profile] if profile else [])
        ran = Ran(subprocess.run(command, check=False, capture_output=True, text=True, timeout=RUN_S,
                                 env={**simulator.environment(home, AWS_MAX_ATTEMPTS="1", AWS_PAGER=""), **variables}))
        assert code is None or ran.code == code, f"aws {' '.join(map(str, arguments))}: wanted exit {code}, got {ran!r}"
        return ran.json() if ran.code == 0 and ran.out.strip() else ran
    return run
