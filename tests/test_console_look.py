"""How the console looks: axe on each page and state, light and dark, wide and narrow; pictures kept in build/screenshots to be looked at."""

import re

import pytest
from playwright.sync_api import expect

from browser import Window
from conftest import Sextant, Simulator
from console import serving
from console_world import synced_world
from lake import NOW

WIDE, NARROW = (1440, 900), (360, 780)
THEMES = ("light", "dark")


@pytest.fixture(name="world", scope="module")
def synced(tmp_path_factory):
    with synced_world(tmp_path_factory.mktemp("look"), connections=("payer-reader",)) as world:
        yield world


@pytest.fixture(name="newcomer", scope="module")
def nothing_connected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newcomer")
    simulator = Simulator(folder / "aws", "--seed", 7, "--now", NOW)
    try:
        sextant = Sextant(simulator, folder)
        sextant.variables.update({"SEXTANT_NOW": NOW, "SEXTANT_TRUST_RETEST_S": "0"})
        sextant.use_own_aws_folder()
        with serving(sextant) as console:
            console.simulator = simulator
            yield console
    finally:
        simulator.stop()


def look(window, name, is_waiting=False):
    """The state as it stands: no violation, nothing that sticks out sideways, a picture; in each theme and width. `is_waiting`: for
    a person, so that it is busy as long."""
    page, found = window.page, []
    for width, height in (WIDE, NARROW):
        window.emulate(width=width, height=height)
        for theme in THEMES:
            window.emulate(theme=theme)
            if not is_waiting:
                window.settle()
            # Colours are those of the theme, whatever the width.
            if (width, height) == WIDE or theme == THEMES[0]:
                found += [f"{theme} {width}: {violation}" for violation in window.violations()]
            window.keep_picture(f"{name}-{theme}-{width}")
        overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            found.append(f"{width}: the page is {overflow} px wider than its window")
    window.emulate(theme="light", width=WIDE[0], height=WIDE[1])
    assert not found, f"{name}:\n" + "\n".join(found)


def open_popup(name):
    return lambda page: page.get_by_role("button", name=name).first.click()


PAGES = {
    "overview": ("/", None),
    "costs": ("/costs?by=service&compare=previous", None),
    "costs-lines": ("/costs?by=account&grain=month&last=6mo&view=lines&where=service!%3DTax", None),
    "costs-filter": ("/costs?by=service", open_popup("Filter")),
    "costs-export": ("/costs?by=service", open_popup("Export")),
    "costs-where-from": ("/costs?by=service", open_popup("Where from")),
    "costs-refused": ("/costs?by=account&by=region&grain=month&last=3mo", None),
    "costs-figure": ("/costs?by=service", lambda page: page.locator("button.figure").first.focus()),
    "costs-empty": ("/costs?by=service&where=service%3DTax&from=2026-10-02&to=2026-10-05", None),
    "switcher": ("/", open_popup(re.compile("^Shown"))),
    "tasks": ("/", open_popup("Tasks")),
    "sql": ("/sql", None),
    "sql-result": ("/sql?q=SELECT%20*%20FROM%20cost_account_service_daily%20LIMIT%20500", open_popup("Run")),
    "sql-failed": ("/sql?q=SELEC%201", open_popup("Run")),
    "accounts": ("/settings/accounts", None),
    "connection": ("/settings/accounts?open=payer-reader", None),
    "connection-check": ("/settings/accounts?open=payer-reader&tab=check", None),
    "connection-diagnostics": ("/settings/accounts?open=payer-reader&tab=diagnostics", None),
    "connection-remove": ("/settings/accounts?open=payer-reader", open_popup("Remove …")),
    "connection-sync": ("/settings/accounts?open=payer-reader", open_popup("Sync now")),
    "profiles": ("/settings/profiles", None),
    "profile": ("/settings/profiles?open=role-payer", None),
    "tokens": ("/settings/tokens", None),
    "token-new": ("/settings/tokens", open_popup("Create token")),
    "claude": ("/settings/claude", None),
    "about": ("/settings/about", None),
    "missing": ("/nowhere", None),
}


@pytest.fixture(name="window", scope="module")
def shared_window(world, chromium):
    with Window(chromium, world.console, now=NOW, width=WIDE[0], height=WIDE[1]) as window:
        yield window


@pytest.mark.parametrize("name", PAGES)
def test_pages(window, name):
    address, act = PAGES[name]
    window.open(address)
    if act:
        act(window.page)
        window.settle()
    look(window, name)
    window.expect_no_errors()


def test_signed_out(world, chromium):
    with Window(chromium, world.console, now=NOW) as window:
        window.context.clear_cookies()
        window.page.reload()
        expect(window.page.locator("main")).to_contain_text("sextant link")
        look(window, "signed-out")


def test_the_wizard(newcomer, chromium):
    simulator = newcomer.simulator
    sso = simulator.identities["sso"]
    place = f"start_url={sso['start_url']}&region={sso['region']}"
    with Window(chromium, newcomer, now=NOW, width=WIDE[0], height=WIDE[1]) as window:
        page = window.page
        window.open("/")
        look(window, "welcome")
        window.open("/costs")
        look(window, "costs-nothing-connected")
        window.open("/settings/accounts")
        look(window, "accounts-nothing-connected")
        window.open("/welcome?step=method&cloud=aws&method=sso")
        look(window, "welcome-sso-place")
        page.get_by_role("tab", name="With the AWS CLI").click()
        page.get_by_role("button", name="Change method").click()
        look(window, "welcome-sso-commands")
        window.open("/welcome?step=method&cloud=aws&method=keys")
        page.get_by_text("What the keys have to be allowed, and nothing more").click()
        window.settle()
        look(window, "welcome-keys")
        window.open("/welcome?step=method&cloud=aws&method=role")
        look(window, "welcome-role")
        page.get_by_label("Base profile").select_option("base")
        page.get_by_role("button", name="Make the set-up").click()
        page.get_by_role("tab", name="CloudFormation").click()
        page.get_by_role("textbox", name="ARN of the role").fill("arn:aws:iam::12:role/x")
        expect(page.get_by_role("textbox", name="ARN of the role")).to_have_attribute("aria-invalid", "true")
        look(window, "welcome-role-setup")
        page.get_by_role("textbox", name="ARN of the role").fill(f"arn:aws:iam::{simulator.payer}:role/NoSuchRole")
        page.get_by_role("button", name="Connect", exact=True).click()
        page.get_by_role("button", name="Re-check").wait_for()
        look(window, "welcome-check-failed")
        window.open(f"/welcome?step=method&cloud=aws&method=sso&way=here&{place}")
        page.get_by_role("button", name="With a code").click()
        page.get_by_role("button", name=re.compile("^Sign in to")).click()
        page.get_by_role("dialog").wait_for()
        look(window, "welcome-consent", is_waiting=True)
        page.get_by_role("button", name="Yes, I agree").click()
        code = page.locator(".sign-in-code")
        code.wait_for()
        look(window, "welcome-sign-in", is_waiting=True)
        simulator.post("/sso/approve", {"user_code": code.inner_text()})
        page.get_by_role("button", name="Select all visible").click()
        look(window, "welcome-assignments")
        page.get_by_role("button", name=re.compile("^Show the lines")).click()
        page.get_by_role("button", name="Yes, write these lines").wait_for()
        look(window, "welcome-lines")
        window.open("/welcome?step=check&cloud=aws&method=keys&profile=payer-reader")
        page.get_by_role("button", name="Check and connect").click()
        page.get_by_role("button", name="Go on to the first sync").wait_for()
        look(window, "welcome-check-passed")
        window.open("/")
        look(window, "overview-before-the-first-sync")
        window.open("/costs")
        look(window, "costs-before-the-first-sync")
        page.go_back()
        page.go_back()
        page.get_by_role("button", name="Go on to the first sync").click()
        page.get_by_role("button", name=re.compile("^Sync for")).wait_for()
        look(window, "welcome-sync-plan")
        simulator.faults(latency_ms=4_000, services=["ce"])
        page.get_by_role("button", name=re.compile("^Sync for")).click()
        page.get_by_role("progressbar").wait_for()
        look(window, "welcome-sync-running", is_waiting=True)
        page.get_by_role("button", name="Stop").click()
        simulator.faults()
        expect(page.locator(".notice").get_by_role("button", name="Go on …")).to_be_visible()
        look(window, "welcome-sync-stopped")
