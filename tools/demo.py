#!/usr/bin/env python3
"""The demo: a simulated AWS organization (a payer and 12 members) on loopback; Sextant connects it by a role with an external ID and
by a person's SSO profile, checks both, syncs, prints the bill, and leaves its web console running. `./run demo` calls it.

Everything lives in .cache/demo; ~/.aws is neither read nor written. Only the standard library is used.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = pathlib.Path(os.environ.get("SEXTANT_BUILD_DIR", ROOT / "build" / "release"))
FOLDER = pathlib.Path(os.environ.get("SEXTANT_CACHE", ROOT / ".cache")) / "demo"
# What is left running stops by itself after so long.
RUNS_H = 8
START_S = 30
PORT = 7390


class Running:
    """Programs that go on after the demo has ended: their process ids stand in a file, so that the next demo, or --stop, ends them."""

    PATH = FOLDER / "running.json"

    def __init__(self):
        self.pids = []

    def start(self, name, *arguments, **options):
        """Starts a program in a session of its own. Its output goes to .cache/demo/NAME.log, so that no pipe of ours stays open."""
        with (FOLDER / f"{name}.log").open("w") as log:
            process = subprocess.Popen(["timeout", "--signal=TERM", f"{RUNS_H}h", PROGRAMS / name, *map(str, arguments)], stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=subprocess.STDOUT, start_new_session=True, **options)
        self.pids.append(process.pid)
        self.PATH.write_text(json.dumps(self.pids), encoding="utf-8")
        return process

    @staticmethod
    def wait_for(name, pattern, process):
        """The match of a line that the program prints once it is ready; None where it ended instead."""
        longest = time.monotonic() + START_S
        while time.monotonic() < longest:
            found = re.search(pattern, (FOLDER / f"{name}.log").read_text(encoding="utf-8", errors="replace"))
            if found:
                return found
            if process.poll() is not None:
                return None
            time.sleep(0.05)
        return None

    @classmethod
    def stop(cls):
        """Ends what an earlier demo left; a process that is another program by now is left alone."""
        pids = json.loads(cls.PATH.read_text(encoding="utf-8")) if cls.PATH.exists() else []
        ours = [pid for pid in pids if cls.is_ours(pid)]
        for pid in reversed(ours):
            os.killpg(pid, signal.SIGTERM)
        longest = time.monotonic() + START_S
        while any(cls.is_ours(pid) for pid in ours) and time.monotonic() < longest:
            time.sleep(0.05)
        cls.PATH.unlink(missing_ok=True)
        return len(ours)

    @staticmethod
    def is_ours(pid):
        try:
            command = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return len(command) > 3 and command[0] == b"timeout" and b"sextant" in command[3]


class Demo:
    def __init__(self, color):
        Running.stop()
        shutil.rmtree(FOLDER, ignore_errors=True)
        (FOLDER / "home").mkdir(parents=True)
        self.color = color
        self.running = Running()
        simulator = self.running.start("sextant-sim", "--port", "0", "--seed", "7", "--plain-names", "--write-profiles", FOLDER / "aws")
        ready = Running.wait_for("sextant-sim", r"sextant-sim ready (\S+)", simulator)
        if ready is None:
            sys.exit(f"demo: the simulated cloud did not start; see {FOLDER / 'sextant-sim.log'}")
        self.url = ready[1]
        self.identities = json.loads((FOLDER / "aws" / "identities.json").read_text(encoding="utf-8"))
        # The same variables as for a real cloud; only the endpoint is another.
        shown = ("PATH", "TERM", "LANG", "LC_ALL", "NO_COLOR", "COLUMNS")
        self.environment = {
            **{name: value for name, value in os.environ.items() if name in shown or name.endswith("SAN_OPTIONS")},
            "HOME": str(FOLDER / "home"), "SEXTANT_HOME": str(FOLDER / "state"), "AWS_ENDPOINT_URL": self.url,
            "AWS_CONFIG_FILE": str(FOLDER / "aws" / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(FOLDER / "aws" / "credentials")}

    def title(self, text):
        print(f"\n\033[1m{text}\033[0m" if self.color else f"\n== {text}", flush=True)

    def show(self, arguments):
        line = "$ sextant " + " ".join(arguments)
        print(f"\033[2m{line}\033[0m" if self.color else line, flush=True)

    def run(self, *arguments, fine=(0,)):
        """Runs sextant before one's eyes."""
        self.show(arguments)
        code = subprocess.run([PROGRAMS / "sextant", *arguments], env=self.environment, stdin=subprocess.DEVNULL, check=False).returncode
        if code not in fine:
            sys.exit(f"demo: sextant {arguments[0]} ended with {code}")

    def ask(self, *arguments):
        """Runs sextant and gives the JSON that it prints."""
        done = subprocess.run([PROGRAMS / "sextant", *arguments], env=self.environment, stdin=subprocess.DEVNULL, check=True,
                              stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout)

    def control(self, path, body):
        """What a person does in the simulated cloud: create a role, approve a sign-in."""
        request = urllib.request.Request(f"{self.url}/_sim{path}", data=json.dumps(body).encode(), method="POST",
                                         headers={"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            return json.load(answer)

    def create_roles(self, setup):
        """What the owner of the organization does with the set-up that Sextant shows: one role in the payer and in each member."""
        for account in self.identities["organizations"][0]["accounts"]:
            self.control("/iam/role", {"account_id": account["id"], "name": setup["role_name"], "trust": setup["trust_policy"],
                                       "policies": {"SextantRead": setup["permissions_policy"]}, "attached": []})

    def sign_in(self, profile):
        """`sextant sso login` in the device form; the simulated person approves as soon as the page is shown."""
        self.show(("sso", "login", "--profile", profile, "--device"))
        login = subprocess.Popen([PROGRAMS / "sextant", "sso", "login", "--profile", profile, "--device", "--no-browser"],
                                 env=self.environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        approved = threading.Event()
        for line in login.stderr:
            sys.stderr.write(line)
            sys.stderr.flush()
            if "user_code=" in line and not approved.is_set():
                approved.set()
                self.control("/sso/approve", {})
        if login.wait() != 0:
            sys.exit("demo: the sign-in failed")

    def play(self):
        payer = self.identities["organizations"][0]["payer"]
        self.title("1. Connect the organization by a role with an external ID")
        setup = self.ask("connect", "aws", "--setup", "role", "--name", "acme", "--organization", "--base-profile", "base", "--format", "json")
        self.show(("connect", "aws", "--setup", "role", "--name", "acme", "--organization", "--base-profile", "base"))
        print(f"  external ID {setup['external_id']}; the owner of the organization creates the role {setup['role_name']} with it")
        self.create_roles(setup)
        self.run("connect", "aws", "--name", "acme", "--role-arn", f"arn:aws:iam::{payer}:role/{setup['role_name']}", "--base-profile", "base", "--yes")
        self.title("2. Connect a person's SSO profile")
        self.sign_in("sso-payer")
        self.run("connect", "aws", "--profile", "sso-payer", "--yes")
        self.title("3. Sync the costs")
        self.run("sync", "--yes")
        self.title("4. The bill")
        self.run("cost", "--by", "service", "--by", "month", "--plot")
        self.run("accounts")

    def shell(self):
        """A shell in which `sextant` and `aws` speak to the simulated cloud."""
        self.title("A shell on the simulated cloud; leave it with exit")
        environment = {**self.environment, "PATH": f"{PROGRAMS}:{self.environment['PATH']}"}
        subprocess.run([os.environ.get("SHELL", "bash")], env=environment, check=False)

    def serve(self):
        """The web console, left running; on any free port where its usual one is taken."""
        self.title("5. The web console")
        for port in (PORT, 0):
            server = self.running.start("sextant", "serve", "--listen", f"127.0.0.1:{port}", env=self.environment)
            link = Running.wait_for("sextant", r"http://\S+/login\?code=\S+", server)
            if link is not None:
                break
        else:
            sys.exit(f"demo: the web console did not start; see {FOLDER / 'sextant.log'}")
        print(f"Open this link once, in a browser on this machine (it is valid for 10 minutes):\n\n  {link[0]}\n")
        print(f"The console and the simulated cloud go on running, for {RUNS_H} hours at most. Stop them: ./run demo --stop")
        print("Look around in the terminal: ./run demo --shell. For your own clouds: sextant connect aws")


def main():
    parser = argparse.ArgumentParser(prog="./run demo", description="A simulated organization is connected, checked and synced, and its bill shown.")
    parser.add_argument("--no-serve", action="store_true", help="end after the bill; nothing is left running")
    parser.add_argument("--shell", action="store_true", help="end in a shell that is pointed at the simulated cloud")
    parser.add_argument("--stop", action="store_true", help="stop the console and the cloud that an earlier demo left running")
    options = parser.parse_args()
    if options.stop:
        print("Stopped." if Running.stop() else "Nothing was running.")
        return
    demo = Demo(color=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    keep = False
    try:
        demo.play()
        if options.shell:
            demo.shell()
        elif not options.no_serve:
            demo.serve()
            keep = True
    finally:
        if not keep:
            Running.stop()


if __name__ == "__main__":
    main()
