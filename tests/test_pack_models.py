"""tools/pack_models.py: what it packs, what it refuses, and that the same input gives the same bytes."""

import gzip
import importlib.util
import json
import pathlib
import subprocess
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SERVICE = {
    "version": "2.0",
    "metadata": {"serviceId": "Demo", "protocol": "json"},
    "documentation": "long",
    "operations": {"Do": {"name": "Do", "documentation": "long", "input": {"shape": "In", "documentation": "long"},
                          "errors": [{"shape": "Oops", "documentation": "long"}]}},
    "shapes": {"In": {"type": "structure", "documentation": "long",
                      "members": {"B": {"shape": "S", "documentation": "long"}, "A": {"shape": "S", "location": "uri"}}},
               "S": {"type": "string", "max": 5, "pattern": ".*", "enum": ["x"]},
               "Oops": {"type": "structure", "members": {}, "exception": True}},
}


def load():
    spec = importlib.util.spec_from_file_location("pack_models", ROOT / "tools" / "pack_models.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(path, document, zipped=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document).encode()
    path.write_bytes(gzip.compress(text) if zipped else text)


@pytest.fixture
def data(tmp_path):
    """A data folder as botocore has it, with one service in two versions."""
    folder = tmp_path / "data"
    write(folder / "partitions.json", {"partitions": []})
    write(folder / "demo/2019-01-01/service-2.json", {"metadata": {}, "operations": {}, "shapes": {}})
    new = folder / "demo/2020-01-01"
    write(new / "service-2.json.gz", SERVICE, zipped=True)
    write(new / "service-2.sdk-extras.json", {"merge": {"metadata": {"serviceId": "Merged"}}})
    write(new / "endpoint-rule-set-1.json.gz", {"rules": []}, zipped=True)
    write(new / "paginators-1.json", {"pagination": {"Do": {"input_token": "T", "output_token": "T", "result_key": "a.b[]"}}})
    write(new / "paginators-1.sdk-extras.json", {"merge": {"pagination": {"Do": {"non_aggregate_keys": ["M"]}}}})
    (tmp_path / "services.txt").write_text("# one\ndemo\n")
    return folder


def pack(data, output):
    return subprocess.run([ROOT / "tools/pack_models.py", data, output, "--services", data.parent / "services.txt"],
                          capture_output=True, text=True, timeout=60, check=False)


def unpack(path):
    return json.loads(subprocess.run(["zstd", "-dcq", path], capture_output=True, check=True, timeout=60).stdout)


def test_packs_the_newest_version_merged_and_without_texts(data, tmp_path):
    ran = pack(data, tmp_path / "out")
    assert ran.returncode == 0, ran.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["demo.json.zst", "partitions.json.zst"]
    packed = unpack(tmp_path / "out/demo.json.zst")
    assert "long" not in json.dumps(packed)
    assert packed["service"]["metadata"]["serviceId"] == "Merged"
    assert packed["service"]["shapes"]["S"] == {"type": "string"}
    assert list(packed["service"]["shapes"]["In"]["members"]) == ["B", "A"]
    assert packed["paginators"]["Do"]["non_aggregate_keys"] == ["M"]
    assert packed["waiters"] == {}


def test_the_same_input_gives_the_same_bytes_from_folder_and_wheel(data, tmp_path):
    wheel = tmp_path / "botocore.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in sorted(data.rglob("*.*")):
            if path.is_file():
                archive.write(path, "botocore/data/" + str(path.relative_to(data)))
    assert pack(data, tmp_path / "a").returncode == 0
    ran = subprocess.run([ROOT / "tools/pack_models.py", wheel, tmp_path / "b", "--services", tmp_path / "services.txt"],
                         capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    for name in ("demo.json.zst", "partitions.json.zst"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_refusal_leaves_what_was_packed_before(data, tmp_path):
    assert pack(data, tmp_path / "out").returncode == 0
    before = (tmp_path / "out/demo.json.zst").read_bytes()
    write(data / "demo/2020-01-01/waiters-2.json",
          {"waiters": {"Done": {"operation": "Do", "acceptors": [{"argument": "sort(a)", "matcher": "path"}]}}})
    ran = pack(data, tmp_path / "out")
    assert ran.returncode == 1
    assert "demo, waiter Done" in ran.stderr and "sort()" in ran.stderr
    assert (tmp_path / "out/demo.json.zst").read_bytes() == before
    assert not list(tmp_path.glob(".aws-models-*"))


def test_what_is_no_source_or_no_service_is_said(data, tmp_path):
    (tmp_path / "services.txt").write_text("nothing\n")
    assert "no such service" in pack(data, tmp_path / "out").stderr
    (data / "partitions.json").unlink()
    assert "neither a botocore wheel" in pack(data, tmp_path / "out").stderr


@pytest.mark.parametrize("path", [
    "a", "a.b", "a[].b[]", "a[*].b", "a[-1].b", "a || b", "a && !b", "(a || b).c", "a[?b == 'c'].d", "length(a[]) > `0`",
    "length(a[?x=='y'][]) == `2`", "\"a-b\".c", "[]", "@"])
def test_jmespath_that_is_interpreted(path):
    load().PathReader(path).check()


@pytest.mark.parametrize("path", [
    "keys(a)", "contains(a, 'b')", "a[0]", "a[1:2]", "a.[b, c]", "{a: b}", "a | b", "a != b", "a >= b", "a < b", "a[", "a..b", "a b",
    "a ||", "(a", "", "&a", "a.*"])
def test_jmespath_that_is_refused(path):
    module = load()
    with pytest.raises(module.Refused):
        module.PathReader(path).check()
