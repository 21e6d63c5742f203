#!/usr/bin/env python3
"""The demo: a simulated AWS organization (a payer and 12 members) on loopback; Sextant connects it by a role with an external ID and
by a person's SSO profile, checks both, syncs and prints the bill. `./run demo` calls it.

Everything lives in .cache/demo; ~/.aws is neither read nor written. Only the standard library is used.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = pathlib.Path(os.environ.get("SEXTANT_BUILD_DIR", ROOT / "build" / "release"))
FOLDER = pathlib.Path(os.environ.get("SEXTANT_CACHE", ROOT / ".cache")) / "demo"


class Demo:
    def __init__(self, color):
        shutil.rmtree(FOLDER, ignore_errors=True)
        (FOLDER / "home").mkdir(parents=True)
        self.color = color
        self.simulator = subprocess.Popen(
            [PROGRAMS / "sextant-sim", "--port", "0", "--seed", "7", "--plain-names", "--write-profiles", FOLDER / "aws"], stdout=subprocess.PIPE, text=True)
        ready = self.simulator.stdout.readline().split()
        if ready[:2] != ["sextant-sim", "ready"]:
            sys.exit("demo: the simulated cloud did not start")
        self.url = ready[2]
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

    def stop(self):
        self.simulator.terminate()
        self.simulator.wait()


def main():
    parser = argparse.ArgumentParser(prog="./run demo")
    parser.add_argument("--shell", action="store_true", help="end in a shell that is pointed at the simulated cloud")
    options = parser.parse_args()
    demo = Demo(color=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    try:
        demo.play()
        if options.shell:
            demo.shell()
        else:
            print("\nTo look around in it: ./run demo --shell. For your own clouds: sextant connect aws")
    finally:
        demo.stop()


if __name__ == "__main__":
    main()
