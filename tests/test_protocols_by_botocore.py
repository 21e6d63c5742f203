"""Requests that Sextant writes and answers that it reads, over random values and the API models of all services, equal botocore's."""

import datetime
import json
import subprocess

import pytest

from conftest import BUILD, ROOT

pytest.importorskip("botocore")

import botocore.parsers  # noqa: E402
import botocore.serialize  # noqa: E402
from botocore.compat import HTTPHeaders, quote  # noqa: E402
from botocore.utils import percent_encode_sequence  # noqa: E402

from random_calls import Answers, Inputs, load_service, suite  # noqa: E402

OPERATIONS_PER_SERVICE = 8
# The first answers in a form that no model has (tested with service_habits.cpp); of the second, botocore gives raw XML nodes.
LEFT_OUT = {("s3", "GetBucketLocation"), ("s3", "GetBucketNotification")}


def services():
    lines = (ROOT / "catalog" / "aws-services.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def chosen_operations(model, values):
    names = sorted(model.operation_names)
    values.random.shuffle(names)
    return [name for name in names[:OPERATIONS_PER_SERVICE] if (model.service_name, name) not in LEFT_OUT]


def run(folder):
    ran = subprocess.run([BUILD / "sextant-conformance", folder], capture_output=True, text=True, timeout=600, check=False)
    assert ran.returncode == 0, ran.stdout[-4000:]
    passed = int(ran.stdout.splitlines()[-1].split()[0])
    assert passed > 300, ran.stdout


def path_of(service, operation, params, path):
    """botocore takes the bucket out of S3's paths later, and the folders out of Route 53's ids before."""
    if service != "s3" or not operation.http["requestUri"].startswith("/{Bucket}"):
        return path
    rest = path.removeprefix("/" + quote(params["Bucket"].encode(), safe="-._~"))
    return rest if rest.startswith("/") else "/" + rest


def input_case(service, operation, values):
    shape = operation.input_shape
    theirs, ours = values.make(shape) if shape else ({}, {})
    for name, member in shape.members.items() if shape else []:
        is_length = member.serialization.get("name") == "Content-Length"
        plain = member.serialization.get("location") == "uri" or member.serialization.get("hostLabel")
        if member.type_name == "string" and (plain or name in operation.idempotent_members):
            theirs[name] = ours[name] = "plain-1"
        elif is_length:
            theirs.pop(name, None), ours.pop(name, None)
    protocol = operation.service_model.metadata["protocol"]
    request = botocore.serialize.create_serializer(protocol, include_validation=False).serialize_to_request(theirs, operation)
    uri = path_of(service, operation, theirs, request["url_path"])
    if query := percent_encode_sequence(request["query_string"]):
        uri += ("&" if "?" in uri else "?") + query
    body = request["body"]
    body = percent_encode_sequence(body) if isinstance(body, dict) else body
    body = body.decode() if isinstance(body, bytes) else body
    # botocore joins lists in headers by "," and AWS's own vectors by ", ", which is the same to a server.
    lists = {member.serialization.get("name") for member in shape.members.values() if member.type_name == "list"} if shape else ()
    headers = {name: value for name, value in request["headers"].items() if name not in lists}
    return {"params": ours, "serialized": {"method": request["method"], "uri": uri, "body": body, "headers": headers}}


@pytest.mark.parametrize("seed", [1, 2])
def test_requests(tmp_path, seed):
    folder = tmp_path / "protocols" / "input"
    folder.mkdir(parents=True)
    values = Inputs(seed)
    for service in services():
        model, description = load_service(service)
        suites = []
        for name in chosen_operations(model, values):
            operation = model.operation_model(name)
            if not operation.has_event_stream_input:
                suites.append(suite(description, name, input_case(service, operation, values)))
        (folder / f"{service}.json").write_text(json.dumps(suites))
    run(tmp_path)


def as_vector(value):
    if isinstance(value, dict):
        return {key: as_vector(entry) for key, entry in value.items() if key != "ResponseMetadata"}
    if isinstance(value, list):
        return [as_vector(entry) for entry in value]
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    return value.decode() if isinstance(value, bytes) else value


def output_case(operation, values):
    shape = operation.output_shape
    protocol = operation.service_model.metadata["protocol"]
    headers = values.headers(shape)
    body = values.body(protocol, operation.name, shape)
    answer = {"status_code": 200, "headers": HTTPHeaders.from_dict(headers), "body": body.encode()}
    result = botocore.parsers.create_parser(protocol).parse(answer, shape)
    return {"result": as_vector(result), "response": {"status_code": 200, "headers": headers, "body": body}}


@pytest.mark.parametrize("seed", [1, 2])
def test_answers(tmp_path, seed):
    folder = tmp_path / "protocols" / "output"
    folder.mkdir(parents=True)
    values = Answers(seed)
    for service in services():
        model, description = load_service(service)
        suites = []
        for name in chosen_operations(model, values):
            operation = model.operation_model(name)
            streams = operation.has_event_stream_output or operation.has_streaming_output
            if operation.output_shape is not None and not streams:
                suites.append(suite(description, name, output_case(operation, values)))
        (folder / f"{service}.json").write_text(json.dumps(suites))
    run(tmp_path)
