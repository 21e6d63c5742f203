"""The settings in a browser: cloud accounts, profiles, tokens, the schedule; and sessions that end while a page is open."""

import json
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from browser import Window, money_text
from conftest import Sextant, Simulator
from console import serving
from console_world import World
from lake import NOW
from test_console_connect import agree, copied

SSO_PROFILE = "sso-payer"


@pytest.fixture(name="world", scope="module")
def connected(tmp_path_factory):
    """A payer, connected by keys and by a person's sign-in, synced by both, with ~/.aws of its own."""
    folder = tmp_path_factory.mktemp("settings")
    simulator = Simulator(folder / "aws", "--seed", 7, "--now", NOW)
    try:
        sextant = Sextant(simulator, folder)
        sextant.variables.update({"SEXTANT_NOW": NOW, "SEXTANT_TRUST_RETEST_S": "0"})
        sextant.use_own_aws_folder()
        simulator.post("/sso/approve", {"auto": True})
        sextant.run("sso", "login", "--device", "--no-browser", "--profile", SSO_PROFILE)
        simulator.post("/sso/approve", {"auto": False})
        for profile in (SSO_PROFILE, "payer-reader"):
            sextant.run("connect", "aws", "--profile", profile, "--yes")
        sextant.run("sync", "--yes")
        with serving(sextant) as console:
            yield World(simulator, sextant, console)
    finally:
        simulator.stop()


@pytest.fixture(name="window")
def own_window(world, chromium):
    with Window(chromium, world.console, now=NOW) as window:
        yield window
    world.simulator.faults()


def open_connection(window, name, tab=""):
    window.open(f"/settings/accounts?open={name}" + (f"&tab={tab}" if tab else ""))
    return window.page.get_by_role("dialog", name=f"Connection {name}")


def row(page, text):
    return page.get_by_role("grid", name="Cloud accounts").locator("tbody tr").filter(has=page.get_by_text(text, exact=True))


# --- cloud accounts


def test_accounts_say_how_they_stand(world, window):
    page = window.page
    window.open("/settings/accounts")
    answer = world.console.get("/accounts")
    payer = next(one for one in answer["rows"] if one["account_id"] == world.simulator.payer)
    line = row(page, payer["name"])
    expect(line).to_contain_text("14 Oct 2026" if payer["costs_until"] == "2026-10-14" else "15 Oct 2026")
    expect(line.locator("time").first).to_have_text(re.compile(r"^\d+ (s|min) ago$"))
    expect(line.locator("time").nth(1)).to_have_text(re.compile(r"^in \d+ h$"))
    for name in ("payer-reader", SSO_PROFILE):
        expect(line.get_by_role("button", name=f"Connection {name}: open")).to_be_visible()
    spent = sum(Decimal(one["api_cost_usd"]) for one in answer["rows"])
    expect(page.locator("tfoot")).to_contain_text(money_text(spent, "USD"))
    # Members stand under their payer, are found by a search, and the address holds it.
    members = [one for one in answer["rows"] if one["payer_id"] == world.simulator.payer and one["account_id"] != world.simulator.payer]
    member = members[0]
    expect(row(page, member["name"])).to_contain_text("its payer’s")
    page.get_by_role("button", name=re.compile("^Fold the")).click()
    expect(row(page, member["name"])).to_have_count(0)
    page.get_by_role("searchbox", name="Search the accounts").fill(member["account_id"])
    expect(row(page, member["name"])).to_be_visible()
    assert window.search()["find"] == [member["account_id"]]
    page.reload()
    expect(row(page, member["name"])).to_be_visible()
    page.get_by_role("searchbox", name="Search the accounts").fill("")
    page.get_by_role("button", name=re.compile(r"^\d+ green$")).click()
    assert window.search()["status"] == ["green"]


def test_a_connection_is_noted_narrowed_and_switched(world, window):
    page, console = window.page, world.console
    drawer = open_connection(window, "payer-reader")
    hostile = '<img src=x onerror="alert(1)"> =1+1 \u202eback 😀'
    drawer.get_by_label("Note").fill(hostile)
    drawer.get_by_role("button", name="Save the note").click()
    expect(drawer.get_by_role("button", name="Save the note")).to_be_disabled()
    assert console.get("/connections/payer-reader")["note"] == hostile
    drawer.get_by_label("Regions").fill("eu-west-1, us-east-1")
    drawer.get_by_role("button", name="Save the regions").click()
    expect(drawer.get_by_role("button", name="Save the regions")).to_be_disabled()
    window.settle()
    assert console.get("/connections/payer-reader")["regions"] == ["eu-west-1", "us-east-1"]
    drawer.get_by_label("Regions").fill("eu-wst-1")
    drawer.get_by_role("button", name="Save the regions").click()
    expect(drawer).to_contain_text("Did you mean eu-west-1")
    drawer.get_by_label("Regions").fill("Middle Earth")
    drawer.get_by_role("button", name="Save the regions").click()
    expect(drawer.get_by_label("Regions")).to_have_attribute("aria-invalid", "true")
    page.reload()
    expect(drawer.get_by_label("Note")).to_have_value(hostile)
    expect(drawer.get_by_label("Regions")).to_have_value("eu-west-1, us-east-1")
    drawer.get_by_label("Regions").fill("")
    drawer.get_by_role("button", name="Save the regions").click()
    switch = drawer.get_by_role("switch", name="Read by this connection")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(drawer.get_by_role("button", name="Sync now")).to_be_disabled()
    assert console.get("/connections/payer-reader")["on"] is False
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    assert console.get("/connections/payer-reader")["on"] is True
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert "open" not in window.search()
    assert page.locator("img").count() == 0


def test_a_check_that_fails_is_diagnosed_and_mended(world, window):
    page, simulator = window.page, world.simulator
    drawer = open_connection(window, "payer-reader")
    drawer.get_by_role("button", name="Re-check").click()
    simulator.faults(deny=["ce:GetCostAndUsage"])
    drawer.get_by_role("tabpanel").get_by_role("button", name="Re-check").click()
    expect(drawer.locator(".check-step-failed").filter(has_text="ce:GetCostAndUsage").first).to_be_visible()
    expect(drawer.locator(".check-verdict")).to_contain_text("red: ")
    drawer.get_by_role("button", name="Diagnostics").click()
    expect(drawer.get_by_role("region", name="Cost Explorer")).to_contain_text("check.")
    text = copied(window, drawer.get_by_role("button", name="Copy all: the diagnostics"))
    assert "Connection payer-reader" in text and "Cost Explorer" in text and "check." in text
    secrets = [secret for secret in simulator.secrets() if len(secret) > 8]
    assert not [secret for secret in secrets if secret in text]
    simulator.faults()
    drawer.get_by_role("tab", name="Check").click()
    drawer.get_by_role("tabpanel").get_by_role("button", name="Re-check").click()
    expect(drawer.locator(".check-verdict")).to_contain_text("green: payer-reader works")
    drawer.get_by_role("tab", name="Diagnostics").click()
    expect(drawer.get_by_role("region", name="Credentials")).to_contain_text("check.long_lived_keys")
    expect(drawer.get_by_role("region", name="Cost Explorer")).to_have_count(0)


def test_a_sync_from_the_settings_that_aws_throttles_and_denies(world, window):
    page, simulator = window.page, world.simulator
    drawer = open_connection(window, "payer-reader")
    drawer.get_by_role("button", name="Sync now").click()
    dialog = page.get_by_role("dialog", name="Sync payer-reader")
    # What is fresh is not asked again, unless one insists; the price stands before.
    expect(dialog).to_contain_text("Nothing to ask.")
    dialog.get_by_role("checkbox", name="Ask all the same").check()
    expect(dialog).to_contain_text(re.compile(r"\d+( to \d+)? requests? to Cost Explorer at 0\.01 USD"))
    dialog.get_by_text("Spend at most …").click()
    dialog.get_by_label("US dollars").fill("much")
    expect(dialog.get_by_role("button", name=re.compile("^Sync for"))).to_be_disabled()
    dialog.get_by_label("US dollars").fill("")
    simulator.faults(deny=["ce:GetCostForecast"])
    dialog.get_by_role("button", name=re.compile("^Sync for")).click()
    expect(dialog.locator(".notice-bad, .notice-warn").first).to_contain_text(re.compile("in part|partly", re.IGNORECASE), timeout=120_000)
    expect(dialog).to_contain_text("ce:GetCostForecast")
    # The way on is the plan, with its price.
    dialog.get_by_role("button", name="Ask for what is missing …").click()
    expect(dialog.get_by_role("button", name=re.compile("^Sync for"))).to_be_visible()
    dialog.get_by_role("button", name="Close", exact=False).last.click()
    drawer.get_by_role("tab", name="Diagnostics").click()
    expect(drawer.get_by_role("region", name="Cost Explorer")).to_contain_text("ce:GetCostForecast")
    simulator.faults()


def test_removing_says_what_is_deleted(world, window):
    page, sextant, console = window.page, world.sextant, world.console
    sextant.run("connect", "aws", "--profile", "member", "--name", "doomed", "--yes", "--no-paid")
    drawer = open_connection(window, "doomed")
    drawer.get_by_role("button", name="Remove …").click()
    dialog = page.get_by_role("dialog", name="Remove doomed")
    expect(dialog).to_contain_text("This removes the connection doomed.")
    dialog.get_by_role("button", name="Keep it").click()
    assert console.get("/connections/doomed")["name"] == "doomed"
    drawer.get_by_role("button", name="Remove …").click()
    dialog.get_by_role("button", name=re.compile("^Remove it")).click()
    expect(drawer).to_be_hidden()
    console.get("/connections/doomed", code=404)
    # The payer is reached twice: its data stay with the other connection.
    drawer = open_connection(window, "payer-reader")
    drawer.get_by_role("button", name="Remove …").click()
    expect(page.get_by_role("dialog", name="Remove payer-reader")).to_contain_text(f"it is also reached by {SSO_PROFILE}")
    page.keyboard.press("Escape")
    expect(drawer).to_be_visible()


# --- profiles, tokens, schedule


def test_profiles_are_switches(world, window):
    page, console = window.page, world.console
    window.open("/settings/profiles")
    grid = page.get_by_role("grid", name="Profiles")
    for name in ("payer", "base", "denied", SSO_PROFILE):
        expect(grid.get_by_role("button", name=name, exact=True)).to_be_visible()
    switch = page.get_by_role("switch", name="Read payer-reader", exact=True)
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    assert console.get("/connections/payer-reader")["on"] is False
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    # The first use of a profile is a check, with its price before it.
    page.get_by_role("switch", name="Read payer-analyst", exact=True).click()
    dialog = page.get_by_role("dialog", name="Connect payer-analyst")
    expect(dialog).to_contain_text("at $0.01")
    dialog.get_by_role("checkbox", name=re.compile("^Make the one paid call")).uncheck()
    dialog.get_by_role("button", name="Check and connect").click()
    expect(dialog.locator(".check-verdict")).to_be_visible()
    expect(dialog).to_contain_text("also reached by")
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.get_by_role("switch", name="Read payer-analyst", exact=True)).to_have_attribute("aria-checked", "true")
    grid.get_by_role("button", name="role-payer", exact=True).click()
    drawer = page.get_by_role("dialog", name="Profile role-payer")
    expect(drawer).to_contain_text("assumed role of base")
    expect(drawer).to_contain_text(str(world.sextant.home / ".aws" / "config"))
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    sources = page.locator(".sources")
    expect(sources).to_contain_text(str(world.sextant.home))
    for secret in world.simulator.secrets():
        assert len(secret) <= 8 or secret not in page.content()


def add_program(world, profile):
    """A profile whose keys come from a program, which leaves a mark when it runs; the program."""
    keys = world.simulator.identities["profiles"]["payer-reader"]
    answer = {"Version": 1, "AccessKeyId": keys["access_key_id"], "SecretAccessKey": keys["secret_access_key"]}
    program = world.sextant.home / f"{profile}.sh"
    program.write_text(f"#!/bin/sh\ntouch {world.sextant.home / profile}.ran\ncat <<'END'\n{json.dumps(answer)}\nEND\n", encoding="utf-8")
    program.chmod(0o700)
    with (world.sextant.home / ".aws" / "config").open("a", encoding="utf-8") as file:
        file.write(f"\n[profile {profile}]\ncredential_process = {program}\n")
    return program


def test_what_runs_a_program_or_calls_a_foreign_host_asks_first(world, window):
    page = window.page
    marker = world.sextant.home / "by-program.ran"
    program = add_program(world, "by-program")
    window.open("/settings/profiles")
    page.get_by_role("switch", name="Read by-program").click()
    dialog = page.get_by_role("dialog", name="Connect by-program")
    dialog.get_by_role("button", name="Check and connect").click()
    asked = page.get_by_role("dialog", name="This needs your consent")
    expect(asked).to_contain_text("Run this program")
    expect(asked).to_contain_text(str(program))
    asked.get_by_role("button", name="No, do nothing").click()
    expect(dialog).to_contain_text("Nothing was done, since nobody said yes")
    assert not marker.exists()
    dialog.get_by_role("button", name="Re-check").click()
    agree(page, str(program))
    expect(dialog.locator(".check-verdict")).to_be_visible()
    assert marker.exists()


def test_tokens_are_shown_once_and_revoked(world, window):
    page, console = window.page, world.console
    window.open("/settings/tokens")
    name = 'dash <b>"board"</b>'
    page.get_by_role("button", name="Create token").click()
    dialog = page.get_by_role("dialog", name="Create token")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Days until it expires").fill("400")
    expect(dialog.get_by_role("button", name="Create")).to_be_disabled()
    dialog.get_by_label("Days until it expires").fill("30")
    dialog.get_by_role("button", name="Create").click()
    made = page.get_by_role("dialog", name=f"Token {name}")
    token = copied(window, made.get_by_role("button", name="Copy: The token"))
    assert token.startswith("sxt_")
    made.get_by_role("button", name="I have copied it").click()
    assert token not in page.content()
    assert console.request("GET", "/api/v1/status", token=token).json()["scope"] == "read"
    assert console.request("POST", "/api/v1/sync", {}, token).status == 403
    page.get_by_role("button", name=f"Revoke {name}").click()
    page.get_by_role("dialog", name=f"Revoke {name}").get_by_role("button", name="Revoke it").click()
    expect(page.get_by_role("button", name=f"Revoke {name}")).to_have_count(0)
    assert console.request("GET", "/api/v1/status", token=token).status == 401


def test_the_schedule_is_switched_and_what_runs_is_told(world, window):
    page, console = window.page, world.console
    window.open("/settings/accounts")
    switch = page.get_by_role("switch", name="Sync on its own")
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.click()
    expect(page.get_by_text("Switched off: costs are pulled only when somebody asks for it.")).to_be_visible()
    assert console.get("/schedule")["on"] is False
    # What another one does is seen without a reload.
    console.api("PATCH", "/schedule", {"on": True})
    expect(switch).to_have_attribute("aria-checked", "true")
    window.open("/settings/about")
    expect(page.locator("main")).to_contain_text(f"Sextant {console.get('/status')['version']}")
    expect(page.locator("main")).to_contain_text(str(world.sextant.state))


def test_many_tabs_share_one_stream_of_events(world, window):
    """Browsers open six connections to a server at most: the seventh tab must not wait for ever."""
    console = world.console
    tabs = [window.page] + [window.context.new_page() for _ in range(7)]
    for tab in tabs:
        tab.goto(f"{console.url}/settings/tokens")
        expect(tab.get_by_role("heading", name="Settings", level=1)).to_be_visible()
        expect(tab.get_by_role("button", name="Create token")).to_be_visible()

    def make(name):
        console.post("/tokens", {"name": name, "scope": "read"}, code=201)
        for tab in tabs:
            expect(tab.get_by_role("button", name=f"Revoke {name}")).to_be_visible()
    make("seen by all")
    # The one that followed is closed: another takes over, and nothing is missed.
    first = tabs.pop(0)
    first.goto("about:blank")
    make("seen by the rest")
    for tab in tabs:
        tab.close()


def test_what_the_schedule_may_run_is_listed_and_taken_back(world, window):
    page = window.page
    program = add_program(world, "for-schedule")
    world.sextant.run("connect", "aws", "--profile", "for-schedule", "--yes", "--no-paid")
    world.sextant.run("connection", "for-schedule", "--agree", "--yes")
    window.open("/settings/accounts")
    line = page.locator("li").filter(has=page.get_by_text(str(program), exact=True))
    expect(line).to_contain_text("for profile for-schedule")
    line.get_by_role("button", name=f"Revoke: {program}").click()
    expect(line).to_have_count(0)
    assert "not agreed" in world.sextant.run("connection", "for-schedule").out
    world.sextant.run("disconnect", "for-schedule", "--yes")


def test_signing_out_of_a_profile(world, window):
    page = window.page
    window.open(f"/settings/profiles?open={SSO_PROFILE}")
    drawer = page.get_by_role("dialog", name=f"Profile {SSO_PROFILE}")
    drawer.get_by_role("button", name="Sign out").click()
    agree(page, ".aws/sso/cache", "is removed")
    expect(drawer).to_contain_text("not signed in")
    expect(drawer.get_by_role("button", name="Sign out")).to_have_count(0)
    world.simulator.post("/sso/approve", {"auto": True})
    world.sextant.run("sso", "login", "--device", "--no-browser", "--profile", SSO_PROFILE)
    world.simulator.post("/sso/approve", {"auto": False})
    page.reload()
    expect(drawer).to_contain_text("signed in until")
    out = world.sextant.run("sso", "logout", "--profile", SSO_PROFILE).out
    assert out.startswith("Signed out of")
    assert world.sextant.run("sso", "logout", "--profile", SSO_PROFILE).out.startswith("You were not signed in")
    # As it was, for what comes next.
    world.simulator.post("/sso/approve", {"auto": True})
    world.sextant.run("sso", "login", "--device", "--no-browser", "--profile", SSO_PROFILE)
    world.simulator.post("/sso/approve", {"auto": False})


# --- sessions that end


def test_a_sign_in_that_ends_while_the_page_is_open(world, window):
    page, simulator = window.page, world.simulator
    window.open("/settings/profiles")
    line = page.get_by_role("grid", name="Profiles").locator("tbody tr").filter(has=page.get_by_role("button", name=SSO_PROFILE, exact=True))
    expect(line).to_contain_text("signed in until")
    # The administrator has ended the session; nobody on this machine knows of it yet.
    simulator.faults(expired_token=True)
    drawer = open_connection(window, SSO_PROFILE, "check")
    agreed = page.get_by_role("dialog", name="This needs your consent")
    drawer.get_by_role("tabpanel").get_by_role("button", name="Re-check").click()
    expect(agreed.or_(drawer.locator(".check-step-failed")).first).to_be_visible()
    if agreed.is_visible():
        agree(page, ".aws/sso/cache")
    failed = drawer.locator(".check-step-failed").first
    expect(failed).to_contain_text(re.compile("sextant sso login"))
    expect(row(page, world.names[simulator.payer])).to_contain_text(re.compile("amber: |red: "))
    failed.get_by_role("button", name="Sign in").click()
    dialog = page.get_by_role("dialog", name=f"Sign in: {SSO_PROFILE}")
    dialog.get_by_role("button", name="With a code").click()
    simulator.faults()
    dialog.get_by_role("button", name=re.compile("^Sign in to")).click()
    agree(page, ".aws/sso/cache")
    code = dialog.locator(".sign-in-code").inner_text()
    assert simulator.post("/sso/approve", {"user_code": code}) == {"decided": 1}
    # Signed in, the check runs by itself, without the paid call.
    expect(dialog).to_be_hidden()
    expect(drawer.locator(".check-verdict")).to_contain_text(re.compile(f"(green|amber): {SSO_PROFILE} works"))
    page.keyboard.press("Escape")
    expect(row(page, world.names[simulator.payer])).not_to_contain_text("red: ")


def test_a_session_of_the_console_that_ends_keeps_what_one_was_at(world, window):
    page = window.page
    window.open("/sql")
    draft = "SELECT 1 AS kept -- not run yet"
    page.get_by_role("textbox", name="SQL").fill(draft)
    signed_out = window.context.request.delete(f"{world.console.url}/api/v1/session", headers={"Origin": world.console.url})
    assert signed_out.status == 204
    page.get_by_role("button", name="Run", exact=True).click()
    told = page.locator(".notice").filter(has_text="web.not_signed_in")
    expect(told).to_contain_text("sextant link")
    # Another link in another tab; this one goes on where it was.
    tab = window.context.new_page()
    tab.goto(world.console.new_link())
    expect(tab.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    expect(page.get_by_role("textbox", name="SQL")).to_have_value(draft)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("table", name="Result")).to_contain_text("kept")
    window.open("/costs?by=account&grain=month&last=3mo")
    window.context.clear_cookies()
    page.reload()
    expect(told).to_contain_text("sextant link")
    tab.goto(world.console.new_link())
    expect(page.get_by_role("grid", name="Costs by group")).to_be_visible()
    assert window.search()["last"] == ["3mo"]


def test_a_server_that_is_gone_for_a_while_takes_nothing_from_the_page(world, window):
    page, console = window.page, world.console
    window.open("/costs?by=service&compare=none")
    told = page.get_by_text("The connection to Sextant's server is interrupted")
    console.stop()
    try:
        expect(told).to_be_visible()
        expect(page.get_by_role("grid", name="Costs by group")).to_be_visible()
    finally:
        console.start_again()
    expect(told).to_be_hidden()
    page.get_by_role("radio", name="Months").check()
    window.settle()
    expect(page.get_by_role("grid", name="Costs by group")).to_be_visible()
