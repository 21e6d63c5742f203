"""`sextant mcp install`: a client's file gets one entry more, and keeps every other byte."""

import json
import stat

import pytest

PLACES = {"claude-code": (".claude.json", "mcpServers"), "claude-desktop": (".config/Claude/claude_desktop_config.json", "mcpServers"),
          "cursor": (".cursor/mcp.json", "mcpServers"), "vscode": (".config/Code/User/mcp.json", "servers")}


@pytest.mark.parametrize("client", PLACES)
def test_a_file_is_made_where_there_is_none(sextant, client):
    path, member = sextant.home / PLACES[client][0], PLACES[client][1]
    printed = sextant.run("mcp", "install", "--client", client, "--print").out
    assert not path.exists()
    assert sextant.run("mcp", "install", "--client", client, code=1).err.count("Nothing was changed") == 1
    assert not path.exists(), "nobody agreed"
    sextant.run("mcp", "install", "--client", client, "--yes")
    assert path.read_text(encoding="utf-8") == printed
    entry = json.loads(printed)[member]["sextant"]
    assert entry["command"].endswith("/sextant") and entry["args"] == ["mcp"] and entry["env"]["SEXTANT_HOME"] == str(sextant.state)
    assert "knows Sextant already" in sextant.run("mcp", "install", "--client", client, "--yes").out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("before", [
    '{"mcpServers": {"other": {"command": "x"}}, "count": 1.50, "weird": "\\u00e9\\"{}[]" }\n',
    '{\n\t"a": [1, {"mcpServers": {}}],\n\t"mcpServers" : {}\n}',
    '{"theme": "dark"}',
    "{}",
    '  {"mcpServers":{"a":{},"b":[{}]}}  ',
])
def test_what_is_there_stays(sextant, before):
    path = sextant.home / ".claude.json"
    path.write_text(before, encoding="utf-8")
    path.chmod(0o640)
    sextant.run("mcp", "install", "--client", "claude-code", "--yes")
    after = path.read_text(encoding="utf-8")
    changed = json.loads(after)
    entry = changed["mcpServers"].pop("sextant")
    assert entry["args"] == ["mcp"]
    expected = json.loads(before)
    expected.setdefault("mcpServers", {})
    assert changed == expected
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    # Without what was added, not a byte is another.
    position = 0
    for character in before.strip():
        if character.isspace():
            continue
        position = after.index(character, position) + 1


def test_an_entry_that_is_old_is_replaced(sextant):
    path = sextant.home / ".cursor" / "mcp.json"
    path.parent.mkdir()
    path.write_text('{"mcpServers": {"x": {"command": "y"}, "sextant": {"command": "/old", "args": []}, "z": {}}}', encoding="utf-8")
    sextant.run("mcp", "install", "--client", "cursor", "--yes")
    servers = json.loads(path.read_text(encoding="utf-8"))["mcpServers"]
    assert list(servers) == ["x", "sextant", "z"] and servers["sextant"]["args"] == ["mcp"]


@pytest.mark.parametrize("before", ["{", "[]", '{"servers": 1}', '{\n  // my servers\n  "servers": {}\n}'])
def test_a_file_that_cannot_be_changed_safely_is_left_alone(sextant, before):
    path = sextant.home / ".config/Code/User/mcp.json"
    path.parent.mkdir(parents=True)
    path.write_text(before, encoding="utf-8")
    assert "assistant.client_file" in sextant.run("mcp", "install", "--client", "vscode", "--yes", code=1).err
    assert path.read_text(encoding="utf-8") == before


def test_a_link_is_followed(sextant):
    real = sextant.home / "dotfiles.json"
    real.write_text("{}", encoding="utf-8")
    link = sextant.home / ".claude.json"
    link.symlink_to(real)
    sextant.run("mcp", "install", "--client", "claude-code", "--yes")
    assert link.is_symlink() and "sextant" in json.loads(real.read_text(encoding="utf-8"))["mcpServers"]


def test_a_client_is_told_where_all_is(sextant):
    sextant.variables.pop("SEXTANT_HOME")
    printed = sextant.run("mcp", "install", "--client", "cursor", "--print", XDG_STATE_HOME="/var/states", AWS_CA_BUNDLE="/etc/ca.pem",
                          HTTPS_PROXY="http://proxy:3128", NO_PROXY="localhost").out
    variables = json.loads(printed)["mcpServers"]["sextant"]["env"]
    assert variables["SEXTANT_HOME"] == "/var/states/sextant" and variables["AWS_CA_BUNDLE"] == "/etc/ca.pem"
    assert variables["HTTPS_PROXY"] == "http://proxy:3128"
    secret = sextant.run("mcp", "install", "--client", "cursor", "--print", HTTPS_PROXY="http://ann:hidden@proxy:3128").out
    assert "hidden" not in secret
