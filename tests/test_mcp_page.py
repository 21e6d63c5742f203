"""Settings → Claude in a browser: what makes each client know this program, with its copies; the tokens that there are; read by keyboard and by axe."""

import json

import pytest
from playwright.sync_api import expect

from browser import Window
from conftest import Sextant, Simulator
from console import serving


@pytest.fixture(name="console", scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    simulator = Simulator(folder / "aws", "--seed", 7, "--accounts", 2, "--services", 4)
    sextant = Sextant(simulator, folder)
    with serving(sextant) as console:
        yield console
    simulator.stop()


@pytest.mark.parametrize("theme,width", [("light", 1280), ("dark", 390)])
def test_the_page_shows_what_each_client_needs(console, chromium, theme, width):
    with Window(chromium, console) as window:
        window.emulate(theme=theme, width=width)
        window.open("/settings/accounts")
        window.page.get_by_role("navigation", name="Settings").get_by_role("link", name="Claude").click()
        expect(window.page.get_by_role("heading", name="On this machine")).to_be_visible()
        for client, name in (("claude-code", "Claude Code"), ("claude-desktop", "Claude Desktop"), ("cursor", "Cursor"), ("vscode", "VS Code")):
            window.page.get_by_role("radio", name=name).check(force=True)
            window.page.get_by_role("button", name=f"Copy: Configuration of {name}").click()
            printed = console.sextant.run("mcp", "install", "--client", client, "--print").out
            assert json.loads(window.copied()) == json.loads(printed)
            expect(window.page.get_by_text(f"sextant mcp install --client {client}")).to_be_visible()
        expect(window.page.get_by_text("There is one token: tests (operate)")).to_be_visible()
        assert "/mcp" in window.page.get_by_text("claude mcp add").inner_text()
        assert not window.violations()
