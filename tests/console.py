"""The web console under test: `sextant serve` as a process, and a client of its API that holds every answer to the contract.
browser.py has the Chromium that looks at it."""

import contextlib
import json
import pathlib
import re
import signal
import urllib.error
import urllib.parse
import urllib.request

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONTRACT = yaml.safe_load((ROOT / "catalog/api/openapi.yaml").read_text(encoding="utf-8"))
# What was answered in this process: (operationId, whether it was answered and not refused).
ANSWERED = set()


class Answer:
    """What the API answered."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)


def find_operation(method, path):
    """The operation of the contract that a path below /api/v1 means; literal paths go before those with parameters."""
    for template in sorted(CONTRACT["paths"], key=lambda text: text.count("{")):
        pattern = re.sub(r"\{[^}]+\}", "[^/]+", template)
        operation = CONTRACT["paths"][template].get(method.lower())
        if operation is not None and re.fullmatch(pattern, path):
            return operation
    return None


def look_up(reference):
    node = CONTRACT
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def hold_to_contract(method, path, answer):
    """An answer that the contract does not describe fails the test."""
    operation = find_operation(method, path)
    assert operation is not None, f"the contract has no {method} {path}"
    responses = operation["responses"]
    response = responses.get(str(answer.status), responses.get("default"))
    assert response is not None, f"{method} {path}: the contract has no answer {answer.status}"
    response = look_up(response["$ref"]) if "$ref" in response else response
    ANSWERED.add((operation["operationId"], answer.status < 400))
    content = response.get("content", {})
    kind = answer.headers.get("Content-Type", "").split(";")[0]
    if not content:
        assert not answer.body, f"{method} {path}: a body that the contract does not have"
        return
    assert kind in content, f"{method} {path}: {answer.status} came as {kind}, not {list(content)}"
    if kind.endswith("json"):
        schema = {**content[kind]["schema"], "components": CONTRACT["components"]}
        jsonschema.validate(answer.json(), schema, cls=jsonschema.Draft202012Validator)


class Console:
    """A server of one `Sextant` (conftest.py), on a free port. Its API client uses a token that may operate."""

    def __init__(self, sextant, *flags, **variables):
        self.sextant = sextant
        self.token = sextant.run("token", "create", "--name", "tests", "--scope", "operate", "--format", "json").json()["token"]
        self.flags, self.variables = flags, variables
        self.start("127.0.0.1:0")

    def start(self, listen):
        self.process = self.sextant.start("serve", "--listen", listen, *self.flags, **self.variables)
        self.link = None
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/login\?code=[\w-]+", line)
            if found:
                self.link = found.group(0)
                self.url = f"http://127.0.0.1:{found.group(1)}"
                break
        assert self.link, f"the server did not start: {self.process.stderr.read()}"

    def start_again(self):
        """After a stop, at the same address."""
        self.start(self.url.removeprefix("http://"))

    def request(self, method, path, body=None, token=None, **headers):
        """A request as it stands; nothing is checked."""
        data = None if body is None else json.dumps(body).encode()
        sent = {**({"Content-Type": "application/json"} if data is not None else {}), **headers}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=sent)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def new_link(self):
        return self.sextant.run("link").out.strip()

    def api(self, method, path, body=None, code=200, **query):
        """One call of the API, by the contract; its JSON, or the answer where that is none."""
        pairs = [(name, value) for name, values in query.items() for value in (values if isinstance(values, (list, tuple)) else [values])]
        address = f"/api/v1{path}" + (f"?{urllib.parse.urlencode(pairs)}" if pairs else "")
        answer = self.request(method, address, body, self.token)
        hold_to_contract(method, path, answer)
        assert answer.status == code, f"{method} {address}: {answer.status} {answer.body[:2000]!r}"
        return answer.json() if answer.headers.get("Content-Type", "").split(";")[0].endswith("json") else answer

    def get(self, path, code=200, **query):
        return self.api("GET", path, code=code, **query)

    def post(self, path, body=None, code=200, **query):
        return self.api("POST", path, body if body is not None else {}, code=code, **query)

    def events(self, task, after=None):
        """All events of a task to its end: [(name, data)]."""
        request = urllib.request.Request(f"{self.url}/api/v1/tasks/{task}/events", headers={
            "Authorization": f"Bearer {self.token}", **({"Last-Event-ID": str(after)} if after is not None else {})})
        events, name = [], None
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=300) as stream:
            for line in stream:
                text = line.decode().rstrip("\n")
                if text.startswith("event:"):
                    name = text.removeprefix("event:").strip()
                elif text.startswith("data:"):
                    events.append((name, json.loads(text.removeprefix("data:"))))
                    if name == "done":
                        return events
        return events

    def wait_for(self, task):
        """A task as it ended."""
        self.events(task["id"])
        return self.get(f"/tasks/{task['id']}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, f"sextant serve ended with {self.process.returncode}: {errors}"
        assert "Sanitizer" not in errors and "runtime error" not in errors, errors


@contextlib.contextmanager
def serving(sextant, *flags, **variables):
    console = Console(sextant, *flags, **variables)
    try:
        yield console
    finally:
        console.stop()
