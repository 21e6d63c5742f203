"""Clients of MCP for tests: one that talks to `sextant mcp` by lines, one that talks to /mcp of `sextant serve`. Each message that comes is held to the
official schemas, and each structured answer to the schema that its tool declares."""

import contextlib
import json
import os
import pathlib
import queue
import subprocess
import threading
import urllib.error
import urllib.request

import jsonschema
from referencing import Registry, Resource

from conftest import BUILD, ROOT

SCHEMAS = pathlib.Path(os.environ.get("SEXTANT_VECTORS", ROOT.parent / "shared" / "vectors")) / "mcp"
MODERN, LEGACY = "2026-07-28", "2025-11-25"
WAIT_S = 120
META = "io.modelcontextprotocol/"

# What a result is called in the schemas, by method.
RESULTS = {"server/discover": "DiscoverResult", "initialize": "InitializeResult", "tools/list": "ListToolsResult", "tools/call": "CallToolResult",
           "resources/list": "ListResourcesResult", "resources/templates/list": "ListResourceTemplatesResult", "resources/read": "ReadResourceResult",
           "prompts/list": "ListPromptsResult", "prompts/get": "GetPromptResult", "ping": "EmptyResult"}
NOTIFICATIONS = {"notifications/progress": "ProgressNotification", "notifications/message": "LoggingMessageNotification"}


class McpError(Exception):
    """A request that was refused as a whole."""

    def __init__(self, error, status=200):
        super().__init__(f"{error.get('code')}: {error.get('message')}")
        self.code = error.get("code")
        self.error = error
        self.status = status


class Checker:
    """Holds messages to the schema of a revision; one that has none here is held to none."""

    def __init__(self, version):
        self.version = version
        path = SCHEMAS / f"{version}.schema.json"
        self.schema = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        self.tools = {}

    def check(self, value, name):
        if self.schema is None:
            return
        key = "$defs" if "$defs" in self.schema else "definitions"
        assert name in self.schema[key], name
        resource = Resource.from_contents(self.schema)
        registry = Registry().with_resource("urn:mcp", resource)
        jsonschema.Draft202012Validator({"$ref": f"urn:mcp#/{key}/{name}"}, registry=registry).validate(value)

    def message(self, message, method):
        """A message from the server; `method` is that of the request which it answers."""
        if "method" in message:
            if message["method"] in NOTIFICATIONS:
                self.check(message, NOTIFICATIONS[message["method"]])
            elif message["method"] == "elicitation/create":
                self.check(message, "ElicitRequest")
            return
        if "error" in message:
            # Revisions before 2025-11-25 have no form for an error without an id.
            if "id" in message:
                self.check(message, "JSONRPCErrorResponse" if self.version >= "2025-11-25" else "JSONRPCError")
            return
        result = message["result"]
        if result.get("resultType") == "input_required":
            self.check(result, "InputRequiredResult")
        elif method in RESULTS:
            self.check(result, RESULTS[method])
        if method == "tools/list":
            self.tools = {tool["name"]: tool for tool in result["tools"]}

    def structure(self, name, result):
        """A structured answer, by what its tool has declared."""
        schema = self.tools.get(name, {}).get("outputSchema")
        if schema is None or result.get("isError") or "structuredContent" not in result:
            return
        jsonschema.Draft202012Validator(schema).validate(result["structuredContent"])
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]


class Client:
    """What both ways have in common. `version` is a revision; `answers` says what is answered to questions: a function of their params, or None where
    the client cannot be asked."""

    def __init__(self, version=MODERN, answers=None):
        self.version = version
        self.answers = answers
        self.capabilities = {"elicitation": {}} if answers else {}
        self.asked = []
        self.progress = []
        self.checker = Checker(version)
        self.last_id = 0

    @property
    def is_modern(self):
        return self.version == MODERN

    def make(self, method, params=None, progress=False):
        self.last_id += 1
        params = dict(params or {})
        meta = dict(params.pop("_meta", {}))
        if self.is_modern:
            meta = {META + "protocolVersion": self.version, META + "clientCapabilities": self.capabilities,
                    META + "clientInfo": {"name": "tests", "version": "1"}, **meta}
        if progress:
            meta["progressToken"] = f"p{self.last_id}"
        if meta:
            params["_meta"] = meta
        return {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}

    def take(self, message, method):
        """Notes what the server tells meanwhile, and answers what it asks; True for the answer to the request."""
        self.checker.message(message, method)
        if message.get("method") == "notifications/progress":
            self.progress.append(message["params"])
            return False
        if "method" in message and "id" in message:
            self.asked.append(message["params"])
            self.reply({"jsonrpc": "2.0", "id": message["id"], "result": self.answers(message["params"])})
            return False
        return "method" not in message

    def request(self, method, params=None, progress=False):
        """The result of a request; in the modern era questions are answered by calling again."""
        params = dict(params or {})
        for _ in range(8):
            message = self.exchange(self.make(method, params, progress))
            if "error" in message:
                raise McpError(message["error"], getattr(self, "status", 200))
            result = message["result"]
            if result.get("resultType") != "input_required":
                return result
            responses = {}
            for key, question in result["inputRequests"].items():
                self.asked.append(question["params"])
                responses[key] = self.answers(question["params"])
            params["inputResponses"] = responses
            params["requestState"] = result["requestState"]
        raise AssertionError("the server asks again and again")

    def call(self, tool, progress=False, **arguments):
        """The structured answer of a tool; one that failed is an AssertionError."""
        result = self.attempt(tool, arguments, progress)
        assert not result.get("isError"), result["content"][0]["text"]
        return result["structuredContent"]

    def attempt(self, tool, arguments, progress=False):
        if not self.checker.tools:
            self.request("tools/list")
        result = self.request("tools/call", {"name": tool, "arguments": arguments}, progress)
        self.checker.structure(tool, result)
        return result

    def refusal(self, tool, **arguments):
        """The error that a tool gives, as its JSON; a text where the arguments are wrong."""
        result = self.attempt(tool, arguments)
        assert result.get("isError"), result
        text = result["content"][0]["text"]
        return json.loads(text)["error"] if text.startswith("{") else text

    def initialize(self):
        result = self.request("initialize", {"protocolVersion": self.version, "capabilities": self.capabilities,
                                             "clientInfo": {"name": "tests", "version": "1"}})
        self.notify("notifications/initialized")
        return result


class LineClient(Client):
    """Starts `sextant mcp` and talks to it by lines."""

    def __init__(self, sextant, *flags, version=MODERN, answers=None, **variables):
        super().__init__(version, answers)
        self.process = subprocess.Popen([BUILD / "sextant", "mcp", *map(str, flags)], env={**sextant.variables, **variables}, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.lines = queue.Queue()
        self.noise = []
        self.readers = [threading.Thread(target=self.read, daemon=True), threading.Thread(target=self.read_noise, daemon=True)]
        for reader in self.readers:
            reader.start()
        if not self.is_modern:
            self.initialize()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))
        self.lines.put(None)

    def read_noise(self):
        self.noise.extend(self.process.stderr)

    def reply(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def notify(self, method, params=None):
        self.reply({"jsonrpc": "2.0", "method": method, "params": params or {}})

    def receive(self, timeout_s=WAIT_S):
        message = self.lines.get(timeout=timeout_s)
        assert message is not None, "the server has ended: " + "".join(self.noise)[:1500]
        return message

    def exchange(self, message):
        self.reply(message)
        while True:
            answer = self.receive()
            if self.take(answer, message["method"]) and answer.get("id") == message["id"]:
                return answer

    def close(self):
        """Ends the input; the exit code."""
        self.process.stdin.close()
        code = self.process.wait(timeout=WAIT_S)
        for reader in self.readers:
            reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        return code


class HttpClient(Client):
    """Talks to /mcp of a server."""

    def __init__(self, url, token, version=MODERN, answers=None):
        super().__init__(version, answers)
        self.url = f"{url}/mcp"
        self.token = token
        self.session = None
        self.status = 200
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        if not self.is_modern:
            self.initialize()

    def headers(self, message):
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.is_modern:
            headers["MCP-Protocol-Version"] = self.version
            headers["Mcp-Method"] = message.get("method", "")
            name = message.get("params", {}).get("name", message.get("params", {}).get("uri"))
            if name is not None:
                headers["Mcp-Name"] = name
        elif self.session:
            headers |= {"Mcp-Session-Id": self.session, "MCP-Protocol-Version": self.version}
        return headers

    def open(self, message, **headers):
        request = urllib.request.Request(self.url, data=json.dumps(message).encode(), method="POST", headers={**self.headers(message), **headers})
        try:
            return self.opener.open(request, timeout=WAIT_S)
        except urllib.error.HTTPError as error:
            return error

    def reply(self, message):
        with self.open(message) as response:
            assert response.status == 202, response.status

    def notify(self, method, params=None):
        self.reply({"jsonrpc": "2.0", "method": method, "params": params or {}})

    def exchange(self, message):
        with self.open(message) as response:
            self.status = response.status
            self.session = response.headers.get("Mcp-Session-Id", self.session)
            if response.headers.get("Content-Type") != "text/event-stream":
                answer = json.load(response)
                if "jsonrpc" in answer:
                    self.take(answer, message["method"])
                    return answer
                return {"error": {"code": answer.get("code"), "message": answer.get("title")}}
            for line in response:
                if line.startswith(b"data: "):
                    answer = json.loads(line[6:])
                    if self.take(answer, message["method"]) and answer.get("id") == message["id"]:
                        return answer
        raise AssertionError("the stream ended without an answer")


@contextlib.contextmanager
def talking(sextant, *flags, **options):
    """A client of a `sextant mcp` of its own, which ends well."""
    client = LineClient(sextant, *flags, **options)
    try:
        yield client
    finally:
        code = client.close()
    assert code == 0, f"exit {code}: " + "".join(client.noise)[:1500]
    assert not client.noise, client.noise


def accept(_params):
    return {"action": "accept", "content": {"agree": True}}


def decline(_params):
    return {"action": "decline"}
