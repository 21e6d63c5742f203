#!/usr/bin/env python3
"""The console under load: `sextant serve` on a lake of ten million rows, asked one cost question over 256 connections, against nginx
that serves the same bytes as a file; how much memory that takes; and what a browser loads until it shows its first number.

Prints one JSON object a line: name, unit, ours, peer_name, peer, aim. bench/bench.py runs it (with the Python of .cache/venv).
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("SEXTANT_CACHE", ROOT / ".cache"))
RELEASE = pathlib.Path(os.environ.get("SEXTANT_BUILD_DIR", ROOT / "build" / "release")).absolute()
NOW = "2026-10-15T12:00:00Z"
ROWS = 10_000_000
QUESTION = "/api/v1/costs?by=service&from=2025-09&to=2026-11"
PAGE = "/costs?by=service&grain=month&from=2025-09&to=2026-11&compare=none"
CONNECTIONS, THREADS, SECONDS, LOADS = 256, 2, 10, 5


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """`sextant serve` on a home folder."""

    def __init__(self, home):
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home), "SEXTANT_HOME": str(home), "SEXTANT_NOW": NOW}
        made = subprocess.run([RELEASE / "sextant", "token", "create", "--name", "bench", "--scope", "read", "--format", "json"],
                              env=self.environment, check=True, stdout=subprocess.PIPE, text=True)
        self.token = json.loads(made.stdout)["token"]
        self.process = subprocess.Popen([RELEASE / "sextant", "serve", "--listen", "127.0.0.1:0", "--requests-a-second", "0"],
                                        env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.url = found.group(0)
                self.link = re.search(r"http://\S+", line).group(0)
                break

    def ask(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=120) as answer:
            return answer.read()

    def new_link(self):
        return subprocess.run([RELEASE / "sextant", "link"], env=self.environment, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def memory_mb(self, field):
        """VmRSS or VmHWM."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(rf"{field}:\s+(\d+) kB", text).group(1)) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


@contextlib.contextmanager
def nginx(folder, body):
    """Serves `body` at /answer.json, tuned as usual for static files."""
    program = shutil.which("nginx") or str(CACHE / "deps" / "nginx" / "usr" / "sbin" / "nginx")
    port = free_port()
    (folder / "www").mkdir()
    (folder / "www" / "answer.json").write_bytes(body)
    (folder / "nginx.conf").write_text(f"""
worker_processes auto; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; user {os.environ.get("USER", "root")};
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=100; types {{ application/json json; }}
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; keepalive_requests 1000000000;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
""", encoding="utf-8")
    process = subprocess.Popen([program, "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/answer.json"
    finally:
        process.terminate()
        process.wait(timeout=30)


UNITS_MS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


def wrk(url, *headers):
    """Requests a second, and the 99th percentile in milliseconds; a failed request ends it."""
    flags = [flag for header in headers for flag in ("-H", header)]
    out = subprocess.run(["wrk", "-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", "--latency", "--timeout", "30s", *flags, url],
                         check=True, stdout=subprocess.PIPE, text=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"serve_bench: {url}:\n{out}")
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", out).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), float(number) * UNITS_MS[unit]


def say(name, unit, ours, peer_name, peer, aim):
    print(json.dumps({"name": name, "unit": unit, "ours": round(ours, 3), "peer_name": peer_name, "peer": round(peer, 3), "aim": aim}), flush=True)


def under_load(server, folder):
    body = server.ask(QUESTION)
    start_mb = server.memory_mb("VmRSS")
    with nginx(folder, body) as peer_url:
        # By turns, so that what else the machine does weighs on both.
        ours, peer = [], []
        for _ in range(3):
            ours.append(wrk(server.url + QUESTION, f"Authorization: Bearer {server.token}"))
            peer.append(wrk(peer_url))
    rate, peer_rate = (statistics.median(one[0] for one in runs) for runs in (ours, peer))
    late, peer_late = (statistics.median(one[1] for one in runs) for runs in (ours, peer))
    name = f"a cost question over {ROWS // 1_000_000} million rows, {CONNECTIONS} connections"
    say(f"{name}: throughput", "/s", rate, f"nginx, the same {len(body)} bytes", peer_rate, "-")
    say("  99th percentile", "ms", late, "nginx", peer_late, "-")
    say("  memory of the server", "MB", server.memory_mb("VmHWM"), "before the load", start_mb, "-")


FIRST_FIGURE = """() => {
  new MutationObserver(() => {
    if (!globalThis.firstFigure && document.querySelector("button.figure")) globalThis.firstFigure = performance.now();
  }).observe(document, {childList: true, subtree: true});
}"""


def first_load(server):
    """A browser that has never been here: bytes that come over the wire, and when the first amount stands on the page."""
    sizes, times = [], []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox", "--disable-gpu"])
        for _ in range(LOADS):
            context = chromium.new_context(viewport={"width": 1440, "height": 900})
            # Signed in by a page that loads nothing else.
            context.request.post(f"{server.url}/login", form={"code": server.new_link().split("code=")[1]}, headers={"Origin": server.url},
                                 max_redirects=0)
            page = context.new_page()
            page.add_init_script(f"({FIRST_FIGURE})()")
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            loaded = []
            wire.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
            page.goto(server.url + PAGE)
            page.wait_for_function("() => globalThis.firstFigure", timeout=60_000)
            sizes.append(sum(loaded) / 1024)
            times.append(page.evaluate("() => globalThis.firstFigure"))
            context.close()
        chromium.close()
    say("first load of the page, until its first number", "KiB", statistics.median(sizes), "limit", 350, "≤ ×1")
    begun = time.perf_counter()
    # Another question of the same size, so that no answer of before is given.
    server.ask("/api/v1/costs?by=service&by=month&metric=amortized&from=2025-09&to=2026-11")
    say("  time to the first number", "ms", statistics.median(times), "the question alone", (time.perf_counter() - begun) * 1000, "-")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([RELEASE / "cost_query_bench", "--write", folder / "home" / "lake", str(ROWS)], check=True)
        server = Server(folder / "home")
        try:
            under_load(server, folder)
            first_load(server)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
