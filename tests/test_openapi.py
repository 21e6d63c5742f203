"""The contract of the API is a valid OpenAPI 3.1 document, and the server serves exactly it."""

import json
import urllib.request

from openapi_spec_validator import OpenAPIV31SpecValidator

from console import CONTRACT, serving


def test_the_document_is_valid():
    assert [error.message for error in OpenAPIV31SpecValidator(CONTRACT).iter_errors()] == []


def test_every_operation_has_what_it_needs():
    ids = []
    for path, item in CONTRACT["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            ids.append(operation["operationId"])
            assert operation["summary"] and operation["tags"], f"{method} {path}"
            assert operation["x-scope"] in ("read", "operate"), f"{method} {path}"
            assert "default" in operation["responses"], f"{method} {path}: errors are not described"
            # What changes something needs more than the right to read.
            assert method == "get" or operation["x-scope"] == "operate" or operation["operationId"] in (
                "endSession", "validateRole", "runSql"), f"{method} {path}"
    assert len(ids) == len(set(ids))


def test_the_server_serves_it(sextant):
    with serving(sextant) as console:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{console.url}/api/openapi.json", timeout=30) as answer:
            served = json.load(answer)
    assert served["paths"].keys() == CONTRACT["paths"].keys()
    assert served["components"]["schemas"].keys() == CONTRACT["components"]["schemas"].keys()
    assert [error.message for error in OpenAPIV31SpecValidator(served).iter_errors()] == []
