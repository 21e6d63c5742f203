"""`sextant serve` against clients that mean harm, are slow, or come from elsewhere; and beside other commands on one state folder."""

import contextlib
import json
import re
import signal
import socket
import sqlite3
import ssl
import subprocess
import threading
import time
import urllib.request

import pytest

from conftest import wait_until
from console import Console, serving

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def console(shared_sim, tmp_path_factory):
    from conftest import Sextant  # pylint: disable=import-outside-toplevel
    with serving(Sextant(shared_sim, tmp_path_factory.mktemp("serve"))) as running:
        yield running


def port_of(console):
    return int(console.url.rsplit(":", 1)[1])


def connect(console, timeout_s=30):
    connection = socket.create_connection((HOST, port_of(console)), timeout=timeout_s)
    return connection


def exchange(console, data, timeout_s=30):
    """Sends raw bytes; all that comes until the server closes or says nothing for a while."""
    with connect(console, timeout_s) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)
        return receive(connection)


def receive(connection):
    received = b""
    with contextlib.suppress(ConnectionResetError, socket.timeout):
        while piece := connection.recv(65536):
            received += piece
    return received


def status_of(answer):
    found = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return int(found.group(1)) if found else None


def head(console, *lines, method="GET", path="/api/v1/status"):
    fields = [f"Host: 127.0.0.1:{port_of(console)}", f"Authorization: Bearer {console.token}", "Connection: close", *lines]
    return f"{method} {path} HTTP/1.1\r\n".encode() + "".join(f"{field}\r\n" for field in fields).encode() + b"\r\n"


def code_of(answer):
    return answer.json()["code"]


def sign_in(console, link=None, **headers):
    """Posts the code of a link, as its page does."""
    code = (link or console.sextant.run("link").out.strip()).split("code=")[1]
    request = urllib.request.Request(f"{console.url}/login", data=f"code={code}".encode(), headers=headers)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay).open(request, timeout=30)
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Set-Cookie")
    raise AssertionError("the server has not answered with a redirect or a refusal")


def cookie_of(console):
    status, cookie = sign_in(console)
    assert status == 303
    return cookie.split(";")[0]


# --- who and from where


def test_a_name_that_was_given_this_address_is_refused(console):
    for host in ("evil.example", f"evil.example:{port_of(console)}", "127.0.0.1", "127.0.0.1:1", f"127.0.0.1.evil.example:{port_of(console)}"):
        for path in ("/", "/healthz", "/metrics", "/login", "/api/v1/status", "/api/openapi.json"):
            assert console.request("GET", path, token=console.token, Host=host).status == 421, (host, path)
    for host in (f"localhost:{port_of(console)}", f"[::1]:{port_of(console)}"):
        assert console.request("GET", "/api/v1/status", token=console.token, Host=host).status == 200


def test_another_site_cannot_use_a_session(console):
    cookie = cookie_of(console)
    assert console.request("GET", "/api/v1/status", Cookie=cookie).status == 200
    refused = ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
               {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
               {"Origin": console.url, "Sec-Fetch-Site": "cross-site"})
    for headers in refused:
        answer = console.request("POST", "/api/v1/sync/plan", {}, Cookie=cookie, **headers)
        assert (answer.status, code_of(answer)) == (403, "web.other_site"), headers
        assert sign_in(console, **headers)[0] == 403
    assert console.request("GET", "/api/v1/status", Cookie=cookie, **{"Sec-Fetch-Site": "cross-site"}).status == 403
    same = console.request("PATCH", "/api/v1/schedule", {"on": True}, Cookie=cookie, Origin=console.url, **{"Sec-Fetch-Site": "same-origin"})
    assert same.status == 200
    form = console.request("POST", "/api/v1/sync/plan", {}, Cookie=cookie, **{"Content-Type": "text/plain"})
    assert (form.status, code_of(form)) == (415, "web.media_type"), "what a form can send is not taken"


def test_a_scope_that_is_too_small(console):
    token = console.sextant.run("token", "create", "--name", "reader", "--scope", "read", "--format", "json").json()["token"]
    assert console.request("GET", "/api/v1/connections", token=token).status == 200
    for method, path, body in (("POST", "/api/v1/sync", {}), ("GET", "/api/v1/tokens", None), ("PATCH", "/api/v1/schedule", {"on": False}),
                               ("DELETE", "/api/v1/connections/x", None), ("POST", "/api/v1/tokens", {"name": "x", "scope": "operate"})):
        answer = console.request(method, path, body, token)
        assert (answer.status, code_of(answer)) == (403, "web.scope"), path


def test_revoked_expired_and_malformed_tokens(console):
    made = console.sextant.run("token", "create", "--name", "gone", "--scope", "read", "--days", "1", "--format", "json").json()
    assert made["token"].startswith("sxt_") and len(made["token"]) > 40
    assert console.request("GET", "/api/v1/status", token=made["token"]).status == 200
    listed = {token["id"]: token for token in console.sextant.run("token", "list", "--format", "json").json()["tokens"]}
    assert listed[made["id"]]["last_used_at"] and "token" not in listed[made["id"]]
    assert made["token"] not in console.sextant.run("token", "list").out
    console.sextant.run("token", "revoke", made["id"])
    refused = console.request("GET", "/api/v1/status", token=made["token"])
    assert (refused.status, code_of(refused)) == (401, "web.token_refused"), "at once, though another process has revoked it"
    assert console.sextant.run("token", "revoke", made["id"], code=1).err.count("web.token_not_found") == 1
    past = console.sextant.run("token", "create", "--name", "old", "--scope", "read", "--days", "1", "--format", "json",
                               SEXTANT_NOW="2020-01-01T00:00:00Z").json()["token"]
    for token in (past, past[:-1], "sxt_", "x", made["token"].upper()):
        assert console.request("GET", "/api/v1/status", token=token).status == 401
    for header in ("Basic eDp5", "Bearer", f"bearer {console.token}x", console.token):
        assert console.request("GET", "/api/v1/status", Authorization=header).status == 401


def test_a_link_works_once_and_looking_at_it_does_not_use_it(console):
    link = console.sextant.run("link").out.strip()
    assert re.fullmatch(rf"{console.url}/login\?code=[\w-]{{43}}", link)
    for _ in range(3):
        page = console.request("GET", link.removeprefix(console.url))
        assert page.status == 200 and b'action="/login"' in page.body and "Set-Cookie" not in page.headers
    status, cookie = sign_in(console, link)
    assert status == 303 and "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    assert sign_in(console, link) == (403, None)
    assert sign_in(console, "x?code=" + "A" * 43) == (403, None)
    cookie = cookie.split(";")[0]
    assert console.request("DELETE", "/api/v1/session", Cookie=cookie).status == 204
    assert console.request("GET", "/api/v1/status", Cookie=cookie).status == 401


def test_no_secret_stands_in_the_state_or_the_log(console):
    cookie = cookie_of(console).split("=", 1)[1]
    stored = b"".join(path.read_bytes() for path in console.sextant.state.glob("state.db*"))
    for secret in (console.token, console.token[4:], cookie, console.link.split("code=")[1]):
        assert secret.encode() not in stored


def test_headers_of_every_answer(console):
    for path in ("/", "/login?code=x", "/login.js", "/api/v1/status", "/api/openapi.json", "/healthz", "/assets/none.js"):
        answer = console.request("GET", path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy and "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Opener-Policy"] == answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer.headers and "Server" not in answer.headers
        if path.startswith("/api/v1"):
            assert answer.headers["Cache-Control"] == "no-store"


# --- malformed and hostile requests


def test_traversal(console):
    for path in ("/../state.db", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fetc%2fpasswd", "/..%5c..%5cetc", "/assets/%2e%2e/index.html",
                 "//etc/passwd", "/api/v1/../../etc/passwd", "/%00", "/etc/passwd%00.js"):
        answer = exchange(console, head(console, path=path))
        assert status_of(answer) in (200, 400, 404), path
        assert b"root:" not in answer and b"SQLite" not in answer, path


def test_forms_that_smuggle_requests(console):
    hidden = b"GET /api/v1/tokens HTTP/1.1\r\nHost: x\r\n\r\n"
    host = f"Host: 127.0.0.1:{port_of(console)}\r\n"
    begin = f"POST /api/v1/sync/plan HTTP/1.1\r\n{host}".encode()
    for name, data in {
            "both lengths": begin + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
            "two lengths": begin + b"Content-Length: 0\r\nContent-Length: 41\r\n\r\n" + hidden,
            "a list of lengths": begin + b"Content-Length: 0, 41\r\n\r\n" + hidden,
            "a signed length": begin + b"Content-Length: +0\r\n\r\n" + hidden,
            "chunks": begin + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "bad chunks": begin + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + hidden,
            "an unknown coding": begin + b"Transfer-Encoding: xchunked\r\n\r\n" + hidden,
            "a hidden coding": begin + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden,
            "a folded field": begin + b"X: a\r\n Content-Length: 41\r\n\r\n" + hidden,
            "bare LF": begin.replace(b"\r\n", b"\n") + b"\n" + hidden,
            "bare CR": begin + b"X: a\rContent-Length: 41\r\n\r\n" + hidden,
            "NUL": begin + b"X: a\0b\r\n\r\n",
            "two hosts": begin + host.encode() + b"\r\n",
            "no host": b"GET / HTTP/1.1\r\n\r\n",
            "an absolute target": f"GET http://evil.example/ HTTP/1.1\r\n{host}\r\n".encode(),
            "an authority": f"CONNECT evil.example:443 HTTP/1.1\r\n{host}\r\n".encode(),
            "an asterisk": f"OPTIONS * HTTP/1.1\r\n{host}\r\n".encode(),
            "a space in the target": f"GET / HTTP/1.1 HTTP/1.1\r\n{host}\r\n".encode(),
            "the second version": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "TLS": bytes.fromhex("1603010200010001fc0303") + b"\n" * 40}.items():
        answer = exchange(console, data)
        assert status_of(answer) in (400, 411, 505), (name, answer[:200])
        assert len(re.findall(rb"HTTP/1\.1 \d", answer)) == 1, f"{name}: what was hidden was answered too"
    assert console.get("/status")


def test_too_much_of_anything(console):
    many = exchange(console, head(console, *[f"X-{number}: y" for number in range(200)]))
    assert status_of(many) == 431
    long_field = exchange(console, head(console, "X: " + "y" * 100_000))
    assert status_of(long_field) == 431
    assert status_of(exchange(console, head(console, path="/" + "x" * 20_000))) == 414
    body = b"POST /api/v1/sql HTTP/1.1\r\n" + head(console, f"Content-Length: {100 << 20}").split(b"\r\n", 1)[1]
    begun = time.monotonic()
    with connect(console) as connection:
        connection.sendall(body)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(100):
                connection.sendall(b"x" * (1 << 20))
        assert status_of(receive(connection)) in (413, None)
    assert time.monotonic() - begun < 20
    assert status_of(exchange(console, body)) == 413, "before the body has come"
    deep = console.request("POST", "/api/v1/sql", token=console.token, body=json.loads("[" * 20 + "]" * 20))
    assert deep.status == 400
    assert console.get("/status")


def test_slow_senders_are_cut_off_and_keep_nobody_waiting(console):
    slow = [connect(console) for _ in range(50)]
    begun = time.monotonic()
    try:
        for connection in slow:
            connection.sendall(b"GET / HTTP/1.1\r\nHost:")
        for _ in range(20):
            assert console.get("/status"), "others are served meanwhile"
        open_ones = set(slow)
        while open_ones and time.monotonic() - begun < 40:
            for connection in list(open_ones):
                try:
                    connection.sendall(b"x")
                except OSError:
                    open_ones.discard(connection)
            time.sleep(0.5)
        assert not open_ones, "a header that drips must end, however long each byte takes"
    finally:
        for connection in slow:
            connection.close()


def test_open_pages_keep_nobody_waiting(console):
    streams = [connect(console) for _ in range(50)]
    try:
        for connection in streams:
            connection.sendall(head(console, path="/api/v1/events"))
        for connection in streams:
            received = b""
            while b"event: hello" not in received:
                received += connection.recv(4096)
        for _ in range(20):
            assert console.get("/status")
    finally:
        for connection in streams:
            connection.close()


def test_problems_name_the_field(console):
    answer = console.request("GET", "/api/v1/costs?by=colour", token=console.token)
    problem = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status, problem["code"], problem["field"]) == (400, "web.invalid", "by[0]")
    assert console.request("PUT", "/api/v1/status", token=console.token).headers["Allow"] == "GET"


def test_metrics_are_prometheus_text(console):
    console.get("/status")
    text = console.request("GET", "/metrics").body.decode()
    for line in text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+', line), line
    for name in ("sextant_http_requests_total", "sextant_http_request_duration_seconds_bucket", "sextant_api_spend_usd_total", "sextant_build_info"):
        assert f"\n{name}" in "\n" + text
    assert console.request("GET", "/healthz").body == b"ok\n" and console.request("GET", "/readyz").status == 200


# --- where it listens, how it ends, what runs beside it


def make_certificate(folder):
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


def test_beyond_this_machine_only_with_tls_and_a_token(sextant, tmp_path):
    certificate, key = make_certificate(tmp_path)
    tls = ("--tls-cert", certificate, "--tls-key", key)
    assert "web.tls_needed" in sextant.run("serve", "--listen", "0.0.0.0:0", code=1).err
    assert "web.token_needed" in sextant.run("serve", "--listen", "0.0.0.0:0", *tls, code=1).err
    sextant.run("token", "create", "--name", "old", "--scope", "read", "--days", "1", SEXTANT_NOW="2020-01-01T00:00:00Z")
    assert "web.token_needed" in sextant.run("serve", "--listen", "0.0.0.0:0", *tls, code=1).err, "an expired one is none"
    assert "usage.serve" in sextant.run("serve", "--tls-cert", certificate, code=2).err
    assert "usage.serve" in sextant.run("serve", "--public-name", "https://costs.example.com", code=2).err
    assert "http.certificate" in sextant.run("serve", "--listen", "127.0.0.1:0", "--tls-cert", key, "--tls-key", key, code=1).err


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_tls_with_a_certificate_of_ones_own(sextant, tmp_path):
    certificate, key = make_certificate(tmp_path)
    token = sextant.run("token", "create", "--name", "tls", "--scope", "read", "--format", "json").json()["token"]
    process = sextant.start("serve", "--listen", "0.0.0.0:0", "--tls-cert", certificate, "--tls-key", key)
    try:
        link = next(filter(None, (re.search(r"https://localhost:\d+/login\?code=\S+", line) for line in process.stdout))).group(0)
        url = link.split("/login")[0]
        trusted = ssl.create_default_context(cafile=certificate)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusted))
        request = urllib.request.Request(f"{url}/api/v1/status", headers={"Authorization": f"Bearer {token}"})
        with opener.open(request, timeout=30) as answer:
            assert json.load(answer)["scope"] == "read"
        login = urllib.request.Request(f"{url}/login", data=f"code={link.split('code=')[1]}".encode())
        jar = []

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, req, fp, code, msg, headers, newurl):
                jar.append(headers["Set-Cookie"])
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusted), Stay).open(login, timeout=30)
        assert "; Secure" in jar[0]
        with socket.create_connection((HOST, int(url.rsplit(":", 1)[1])), timeout=30) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"HTTP/1.1 200" not in receive(plain)
        old = ssl.create_default_context(cafile=certificate)
        old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        with socket.create_connection((HOST, int(url.rsplit(":", 1)[1])), timeout=30) as raw, pytest.raises((ssl.SSLError, OSError)):
            old.wrap_socket(raw, server_hostname="localhost")
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_one_server_of_a_state_folder_and_a_port_that_is_taken(console, make_sextant):
    again = console.sextant.run("serve", "--listen", "127.0.0.1:0", code=1).err
    assert "web.already_serving" in again and str(console.process.pid) in again
    other = make_sextant(console.sextant.simulator)
    taken = other.run("serve", "--listen", f"127.0.0.1:{port_of(console)}", code=1).err
    assert "web.port_taken" in taken and "sextant serve --listen" in taken
    assert "web.not_serving" in other.run("link", code=1).err


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_soon_though_streams_are_open(sextant, how):
    console = Console(sextant)
    streams = [connect(console) for _ in range(10)]
    for connection in streams:
        connection.sendall(head(console, path="/api/v1/events"))
        while b"hello" not in connection.recv(4096):
            pass
    begun = time.monotonic()
    console.process.send_signal(how)
    _, errors = console.process.communicate(timeout=30)
    assert time.monotonic() - begun < 5
    assert console.process.returncode == 0 and "Sanitizer" not in errors
    for connection in streams:
        assert receive(connection).count(b"event:") == 0, "the connection is closed"
        connection.close()


def test_systemd_is_told(sextant, tmp_path):
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(path)
        notified.settimeout(60)
        with serving(sextant, NOTIFY_SOCKET=path):
            assert notified.recv(1000).startswith(b"READY=1\n")
        assert notified.recv(1000) == b"STOPPING=1"


def test_a_sync_in_a_terminal_beside_it(sextant):
    sextant.run("connect", "aws", "--profile", "payer", "--yes")
    with serving(sextant) as console:
        changed = []

        def follow():
            request = urllib.request.Request(f"{console.url}/api/v1/events", headers={"Authorization": f"Bearer {console.token}"})
            with contextlib.suppress(OSError):
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as stream:
                    for line in stream:
                        if line.startswith(b"data:"):
                            changed.append(json.loads(line[5:]).get("what"))
        follower = threading.Thread(target=follow, daemon=True)
        follower.start()
        terminal = sextant.start("sync", "--yes")
        while terminal.poll() is None:
            assert console.get("/status")["connections"] == 1
            assert console.get("/accounts")["rows"]
        assert terminal.wait() == 0
        terminal.communicate()
        assert console.get("/costs", by="service")["rows"]
        deadline = time.monotonic() + 20
        while not {"costs", "schedule"} <= set(changed) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert {"costs", "schedule"} <= set(changed), "pages learn what another process has done"
        schedule = console.get("/schedule")
        assert schedule["on"] and schedule["last_status"] == "done" and schedule["next_at"]


def test_two_syncs_at_once_are_one_too_many(sextant):
    sextant.run("connect", "aws", "--profile", "payer", "--yes")
    sextant.simulator.faults(latency_ms=300)
    with serving(sextant) as console:
        terminal = sextant.start("sync", "--yes")
        try:
            lock = sextant.state / "sync.lock"
            deadline = time.monotonic() + 60
            while not lock.exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            task = console.post("/sync", {}, code=202)
            ended = console.wait_for(task)
            assert ended["state"] == "failed" and ended["problem"]["code"] == "sync.locked"
        finally:
            sextant.simulator.faults()
            terminal.communicate(timeout=300)


def hours_ago(sextant, hours):
    """Makes the state look as if all of it had happened so much earlier."""
    with contextlib.closing(sqlite3.connect(sextant.state / "state.db")) as database, database:
        for table, column in (("runs", "started_at"), ("runs", "ended_at"), ("cells", "updated_at")):
            database.execute(f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '-{hours} hours') WHERE {column} <> ''")


def scheduled_tasks(console):
    return [task for task in console.get("/tasks")["tasks"] if task["title"] == "Scheduled sync"]


def add_program_profile(sextant):
    """A profile whose keys come from a program that writes down that it was run."""
    folder = sextant.use_own_aws_folder()
    keys = sextant.simulator.identities["profiles"]["payer"]
    ran = sextant.home / "ran"
    program = sextant.home / "keys.sh"
    answer = json.dumps({"Version": 1, "AccessKeyId": keys["access_key_id"], "SecretAccessKey": keys["secret_access_key"]})
    program.write_text(f"#!/bin/sh\necho once >> {ran}\necho '{answer}'\n", encoding="utf-8")
    program.chmod(0o700)
    with (folder / "config").open("a", encoding="utf-8") as config:
        config.write(f"\n[profile by-program]\nregion = us-east-1\ncredential_process = {program}\n")
    return ran


def test_it_syncs_by_itself_and_leaves_out_what_needs_a_person(sextant):
    ran = add_program_profile(sextant)
    sextant.run("connect", "aws", "--profile", "by-program", "--yes", "--sync")
    hours_ago(sextant, 9)
    ran.unlink()
    with serving(sextant) as console:
        waiting = wait_until(lambda: console.get("/schedule")["waiting"])
        assert [(one["connection"], one["reason"]["code"]) for one in waiting] == [("by-program", "sync.not_agreed")]
        assert not scheduled_tasks(console) and not ran.exists(), "no program is run without consent"
    sextant.run("connect", "aws", "--profile", "payer", "--yes")
    with serving(sextant) as console:
        task = wait_until(lambda: scheduled_tasks(console))[0]
        ended = console.wait_for(task)
        assert ended["state"] == "done" and ended["result"]["status"] == "done", ended
        assert not ran.exists()
        schedule = console.get("/schedule")
        assert schedule["next_at"] > schedule["last_at"] and len(schedule["waiting"]) == 1
        assert len(scheduled_tasks(console)) == 1
    with contextlib.closing(sqlite3.connect(sextant.state / "state.db")) as database:
        assert database.execute("SELECT origin FROM runs ORDER BY id").fetchall()[-1] == ("schedule",)


def test_the_schedule_keeps_to_its_budget(sextant):
    sextant.run("connect", "aws", "--profile", "payer", "--yes", "--sync")
    hours_ago(sextant, 9)
    with serving(sextant, "--max-cost-usd-a-month", "0.01") as console:
        waiting = wait_until(lambda: console.get("/schedule")["waiting"])
        assert [(one["connection"], one["reason"]["code"]) for one in waiting] == [("payer", "sync.schedule_limit")]
        spent = console.request("GET", "/metrics").body.decode()
    assert "usage.serve" in sextant.run("serve", "--max-cost-usd-a-month", "x", code=2).err
    assert re.search(r"^sextant_api_spend_usd_total 0\.\d+$", spent, re.MULTILINE)


def test_the_schedule_waits_for_a_sign_in(sextant):
    sextant.simulator.post("/sso/approve", {"auto": True})
    sextant.run("sso", "login", "--device", "--profile", "sso-payer")
    sextant.run("connect", "aws", "--profile", "sso-payer", "--yes", "--sync")
    hours_ago(sextant, 9)
    cache = sextant.home / ".aws" / "sso" / "cache"
    tokens = {path: path.read_bytes() for path in cache.glob("*.json")}
    for path in tokens:
        path.unlink()
    with serving(sextant) as console:
        waiting = wait_until(lambda: console.get("/schedule")["waiting"])
        assert [(one["connection"], one["reason"]["code"]) for one in waiting] == [("sso-payer", "sso.not_signed_in")]
        assert "sextant sso login --profile sso-payer" in waiting[0]["reason"]["fix"]
        assert not scheduled_tasks(console)
    for path, text in tokens.items():
        path.write_bytes(text)
    with serving(sextant) as console:
        assert console.wait_for(wait_until(lambda: scheduled_tasks(console))[0])["state"] == "done"
        assert console.get("/schedule")["waiting"] == []


def test_a_bomb_in_sql_ends_alone(console):
    for sql in ("SELECT length(repeat('x', 3000000000)) FROM range(8)", "SELECT repeat('x', 1000000) FROM range(100000)"):
        refused = console.request("POST", "/api/v1/sql", token=console.token, body={"sql": sql, "timeout_s": 20})
        assert refused.json()["code"] in ("lake.out_of_memory", "lake.answer_too_large", "lake.deadline"), refused.json()
    answer = console.request("POST", "/api/v1/sql", token=console.token, body={"sql": "SELECT 1 AS one"})
    assert answer.json()["rows"] == [[1]]
