"""The console by keyboard alone: every control of each page is reached, seen and left again; what is done by pointer is done by keys."""

import re

import pytest
from playwright.sync_api import expect

from browser import Window
from conftest import Sextant, Simulator
from console import serving
from console_world import synced_world
from lake import NOW

# What the Tab key has to reach, in the order of the document: of a group of radio buttons one, of a grid's body one.
EXPECTED_STOPS = """(root) => {
  const within = root ?? document;
  const isVisible = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
  const groups = new Set();
  const stops = [];
  for (const one of within.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
    if (one.disabled || one.tabIndex < 0 || !isVisible(one) || one.closest("[inert]")) continue;
    if (one.type === "radio") {
      const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)];
      const chosen = group.find((other) => other.checked) ?? group[0];
      if (one !== chosen || groups.has(one.name)) continue;
      groups.add(one.name);
    }
    one.dataset.stop = String(stops.length);
    stops.push(`${one.tagName.toLowerCase()} ${(one.getAttribute("aria-label") ?? one.textContent ?? "").trim().slice(0, 50) || one.outerHTML.slice(0, 80)}`);
  }
  return stops;
}"""
# Which stop has the focus, and whether one sees that: an outline of its own, or of what stands for it.
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const isSeen = (one) => { const style = getComputedStyle(one); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0; };
  let seen = false;
  for (let one = at, up = 0; one && up < 3; one = one.parentElement, ++up) seen ||= isSeen(one);
  const box = at.getBoundingClientRect();
  const place = at.type === "radio" ? at.closest("label")?.getBoundingClientRect() ?? box : box;
  const inside = place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
  return {stop: at.dataset.stop ?? null, seen, inside, text: at.outerHTML.slice(0, 160)};
}"""


@pytest.fixture(name="world", scope="module")
def synced(tmp_path_factory):
    with synced_world(tmp_path_factory.mktemp("keyboard"), connections=("payer-reader",)) as world:
        yield world


@pytest.fixture(name="window", scope="module")
def shared_window(world, chromium):
    with Window(chromium, world.console, now=NOW) as window:
        yield window


def walk(page, root=None):
    """Tabs once through all of a page (or of a dialog), wherever the focus is; once on the way a step back and forth again."""
    expected = page.evaluate(EXPECTED_STOPS) if root is None else root.evaluate(EXPECTED_STOPS)
    assert expected
    reached, left = [], 0
    while left < 2 and len(reached) <= len(expected):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            left += 1  # To the browser's own controls, and in again at the other end.
            continue
        if reached and focused["stop"] == reached[0]:
            break
        assert focused["stop"] is not None, f"the focus is on what was not to be reached: {focused['text']}"
        assert focused["seen"], f"one does not see where the focus is: {focused['text']}"
        assert focused["inside"], f"the focus is out of sight: {focused['text']}"
        assert focused["stop"] not in reached, f"the focus is caught at {focused['text']}"
        reached.append(focused["stop"])
        if len(reached) == 3 and left == 0:
            page.keyboard.press("Shift+Tab")
            assert page.evaluate(FOCUSED)["stop"] == reached[1], "the way back is the same"
            page.keyboard.press("Tab")
    order = [int(stop) for stop in reached]
    missed = [expected[number] for number in range(len(expected)) if number not in order]
    assert not missed, f"never reached: {missed}"
    begin = order.index(0)
    assert order[begin:] + order[:begin] == sorted(order), "the order is that of the page"


def walk_and_leave(window, dialog, opener):
    """Walks a dialog; Escape closes it and gives the focus back to what opened it."""
    walk(window.page, dialog)
    window.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    window.expect_no_errors()


def reach(page, locator, most=200):
    """Presses Tab until the focus is there."""
    element = locator.element_handle()
    for _ in range(most):
        if element.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never reaches {locator}")


PAGES = ["/", "/costs?by=service", "/costs?by=account&by=region&grain=month&last=3mo", "/sql", "/sql?q=SELECT%201%20AS%20one", "/settings/accounts",
         "/settings/profiles", "/settings/tokens", "/settings/claude", "/settings/about", "/welcome", "/welcome?step=method&cloud=aws&method=sso",
         "/welcome?step=method&cloud=aws&method=sso&way=commands", "/welcome?step=method&cloud=aws&method=keys",
         "/welcome?step=method&cloud=aws&method=role", "/welcome?step=sync&cloud=aws"]


@pytest.mark.parametrize("address", PAGES)
def test_every_control_is_reached_seen_and_left(window, address):
    window.open(address)
    if "SELECT" in address:
        window.page.get_by_role("textbox", name="SQL").press("Control+Enter")
        window.settle()
    walk(window.page)
    window.expect_no_errors()


@pytest.mark.parametrize("tab", ["connection", "check", "diagnostics"])
def test_a_drawer_keeps_the_focus_and_gives_it_back(window, tab):
    page = window.page
    window.open("/settings/accounts")
    opener = page.get_by_role("button", name="Connection payer-reader: open").first
    grid = page.get_by_role("grid", name="Cloud accounts")
    reach(page, grid.locator("tbody [tabindex='0']").first)
    for _ in range(10):
        if opener.evaluate("(one) => one === document.activeElement"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Connection payer-reader")
    expect(dialog).to_be_visible()
    window.settle()
    reach(page, dialog.get_by_role("tab", name="Connection"))
    for _ in range(["connection", "check", "diagnostics"].index(tab)):
        page.keyboard.press("ArrowRight")
    window.settle()
    walk_and_leave(window, dialog, opener)


@pytest.mark.parametrize("address", ["/", "/costs?by=service&compare=previous", "/settings/accounts", "/settings/profiles"])
def test_on_a_telephone_too(window, address):
    window.emulate(width=360, height=780)
    window.open(address)
    walk(window.page)
    window.emulate(width=1280, height=900)
    window.expect_no_errors()


# What unfolds over a page: where, what opens it, and how it is known to be open.
POPUPS = [("/costs?by=service", "Filter"), ("/costs?by=service", "Other…"), ("/costs?by=service", "Export"),
          ("/costs?by=service", "Where from"), ("/", re.compile("^Shown")), ("/", "Tasks")]
DIALOGS = [("/settings/accounts?open=payer-reader", "Remove …", "Remove payer-reader"),
           ("/settings/accounts?open=payer-reader", "Sync now", "Sync payer-reader"),
           ("/settings/tokens", "Create token", "Create token")]


@pytest.mark.parametrize("address,name", POPUPS)
def test_what_unfolds_is_walked_and_folded(window, address, name):
    page = window.page
    window.open(address)
    button = page.get_by_role("button", name=name, exact=True).first
    reach(page, button)
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    window.settle()
    panel = page.locator(f"[id='{button.get_attribute('aria-controls')}']")
    stops = panel.evaluate(EXPECTED_STOPS)
    for number in range(len(stops)):
        if number or not page.evaluate(FOCUSED)["stop"]:
            page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        for _ in range(3):  # Of a date, each of day, month and year is a stop.
            if number and focused["stop"] == str(number - 1) and 'type="date"' in focused["text"]:
                page.keyboard.press("Tab")
                focused = page.evaluate(FOCUSED)
        assert focused["stop"] == str(number) and focused["seen"] and focused["inside"], f"{stops[number]}: {focused}"
    page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    window.expect_no_errors()


@pytest.mark.parametrize("address,opener,title", DIALOGS)
def test_dialogs_keep_the_focus_and_give_it_back(window, address, opener, title):
    page = window.page
    window.open(address)
    button = page.get_by_role("button", name=opener, exact=True)
    reach(page, button)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog).to_be_visible()
    window.settle()
    walk_and_leave(window, dialog, button)


def go_to(page, grid, button):
    """By Tab into a grid, by arrow keys to one of its controls."""
    reach(page, grid.locator("tbody [tabindex='0']").first)
    page.keyboard.press("Control+Home")
    for _ in range(100):
        if button.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"arrow keys never reach {button}")


def test_a_dialog_that_takes_the_place_of_another_gives_the_focus_back_to_the_page(window):
    page = window.page
    window.open("/settings/profiles")
    opener = page.get_by_role("button", name="payer-analyst", exact=True)
    go_to(page, page.get_by_role("grid", name="Profiles"), opener)
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Profile payer-analyst")
    walk(page, drawer)
    reach(page, drawer.get_by_role("button", name="Check and connect …"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Connect payer-analyst")
    expect(dialog).to_be_visible()
    walk(page, dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("switch", name="Read payer-analyst", exact=True)).to_be_focused()
    window.expect_no_errors()


def test_the_days_of_a_chart_are_read_and_the_same_figures_stand_in_a_table(window):
    page = window.page
    window.open("/costs?by=service&compare=none")
    chart = page.get_by_role("slider")
    reach(page, chart)
    for key, begins in (("Home", "1 Oct 2026"), ("ArrowRight", "2 Oct 2026"), ("ArrowLeft", "1 Oct 2026")):
        page.keyboard.press(key)
        assert begins in chart.get_attribute("aria-valuetext"), key
    expect(page.locator(".chart-panel")).to_contain_text(re.compile(r"unblended, USD; estimated; read \d+ (s|min) ago; complete"))
    page.keyboard.press("Escape")
    expect(page.locator(".chart-panel")).to_be_hidden()
    window.expect_no_errors()


def test_the_frame_of_every_page(window):
    page = window.page
    window.open("/costs")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    reach(page, page.get_by_role("link", name="SQL", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="SQL", level=1)).to_be_visible()
    expect(page.locator("#main")).to_be_focused()
    reach(page, page.get_by_role("button", name=re.compile("^Colours")))
    before = page.evaluate("() => document.documentElement.dataset.theme ?? ''")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.documentElement.dataset.theme ?? ''") != before
    page.keyboard.press("Space")
    # What SQL asks is not narrowed, so the choice of connections stands on other pages.
    expect(page.get_by_role("button", name=re.compile("^Shown"))).to_have_count(0)
    window.open("/costs")
    for name, inside in ((re.compile("^Shown"), "checkbox"), ("Tasks", None)):
        button = page.get_by_role("button", name=name)
        reach(page, button)
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-expanded", "true")
        if inside:
            reach(page, page.get_by_role(inside).first, most=3)
            page.keyboard.press("Space")
            expect(page.get_by_role(inside).first).to_be_checked()
            page.keyboard.press("Space")
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(button).to_be_focused()


def test_a_question_is_put_and_followed(window):
    page = window.page
    window.open("/costs?by=service&compare=none")
    reach(page, page.get_by_role("combobox", name="Group by"))
    page.keyboard.type("Acc")
    window.settle()
    assert window.search()["by"] == ["account"]
    reach(page, page.get_by_role("radio", name="Days", exact=True))
    page.keyboard.press("ArrowRight")
    window.settle()
    assert window.search()["grain"] == ["month"]
    page.keyboard.press("ArrowLeft")
    window.settle()
    reach(page, page.get_by_role("button", name="Filter", exact=True))
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("combobox", name="Service"), most=5)
    page.keyboard.type("lambda")
    options = page.get_by_role("listbox", name="Service").get_by_role("option")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    expect(options).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    window.settle()
    assert window.search()["where"] == ["service=AWS Lambda"]
    expect(page.get_by_role("button", name="Filter", exact=True)).to_be_focused()
    reach(page, page.get_by_role("button", name="Remove the filter on service"))
    page.keyboard.press("Space")
    window.settle()
    # In the table: heads sort, arrow keys go from number to number, Enter drills down.
    grid = page.get_by_role("grid", name="Costs by group")
    head = grid.get_by_role("columnheader", name="Account")
    reach(page, head.get_by_role("button"))
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    reach(page, grid.locator("tbody [tabindex='0']"))
    page.keyboard.press("Control+Home")
    first = grid.locator("button.drill").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Home")
    expect(grid.locator("button.drill").nth(1)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    window.settle()
    assert window.search()["where"][0].startswith("account=")
    # Other days, by their popup; Escape leaves it as it was.
    reach(page, page.get_by_role("button", name="Other…"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("First day (UTC)")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Other…")).to_be_focused()
    # A file, by its popup.
    reach(page, page.get_by_role("button", name="Export"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^CSV"))).to_be_focused()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith(".csv")
    expect(page.get_by_role("button", name="Export")).to_be_focused()
    # The same question elsewhere: tabs by arrow keys, and a copy.
    reach(page, page.get_by_role("tab", name="As command"))
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="As address")).to_be_focused()
    reach(page, page.get_by_role("button", name="Copy: Address of this page"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy: Address of this page")).to_contain_text("Copied")
    assert window.copied() == page.url
    window.expect_no_errors()


def test_sql_is_written_run_and_left(window):
    page = window.page
    window.open("/sql")
    page.get_by_role("textbox", name="SQL").fill("")
    table = page.locator("summary", has_text="cost_total_monthly")
    reach(page, table)
    page.keyboard.press("Enter")
    reach(page, page.get_by_role("button", name="Insert name").first)
    page.keyboard.press("Enter")
    editor = page.get_by_role("textbox", name="SQL")
    expect(editor).to_be_focused()
    expect(editor).to_have_value(re.compile("cost_total_monthly$"))
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT 'a' AS name, 2 AS value UNION ALL SELECT 'b', 1")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Result")).to_be_visible()
    reach(page, page.get_by_role("tab", name="Table", exact=True))
    page.keyboard.press("ArrowRight")
    chart = page.get_by_role("slider", name="value by name")
    reach(page, chart)
    page.keyboard.press("Home")
    assert chart.get_attribute("aria-valuetext").startswith("a: value 2")
    page.keyboard.press("ArrowRight")
    assert chart.get_attribute("aria-valuetext").startswith("b: value 1")
    window.expect_no_errors()


def test_tokens_and_switches(window):
    page = window.page
    window.open("/settings/tokens")
    reach(page, page.get_by_role("button", name="Create token"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Create token")
    reach(page, dialog.get_by_label("Name"))
    page.keyboard.type("keys")
    reach(page, dialog.get_by_role("radio", name="Read", exact=True))
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("radio", name="Read and operate")).to_be_checked()
    walk(page, dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Create token")).to_be_focused()
    window.open("/settings/accounts")
    switch = page.get_by_role("switch", name="Sync on its own")
    reach(page, switch)
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")
    window.expect_no_errors()


def test_from_nothing_to_the_first_costs(tmp_path, chromium):
    simulator = Simulator(tmp_path / "aws", "--seed", 7, "--now", NOW, "--accounts", 2, "--services", 3)
    try:
        program = Sextant(simulator, tmp_path)
        program.variables["SEXTANT_NOW"] = NOW
        with serving(program) as console, Window(chromium, console, now=NOW) as window:
            page = window.page
            page.wait_for_url("**/welcome**")
            window.settle()
            reach(page, page.get_by_role("button", name="Connect Amazon Web Services"))
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name=re.compile("^Connect Amazon Web Services: SSO"))).to_be_focused()
            reach(page, page.get_by_role("button", name="Change method"))
            page.keyboard.press("Enter")
            reach(page, page.get_by_role("radio", name="SSO (IAM Identity Center)"))
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")
            expect(page.get_by_role("heading", name="Connect Amazon Web Services: Access keys")).to_be_visible()
            expect(page.get_by_role("radio", name="Access keys")).to_be_focused()
            window.settle()
            reach(page, page.get_by_role("checkbox", name="payer-reader"))
            page.keyboard.press("Space")
            reach(page, page.get_by_role("button", name="Check and connect"))
            page.keyboard.press("Enter")
            go_on = page.get_by_role("button", name="Go on to the first sync")
            expect(go_on).to_be_enabled()
            reach(page, go_on)
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name="First sync", level=2)).to_be_focused()
            sync = page.get_by_role("button", name=re.compile(r"^Sync .*\$0\.\d\d"))
            sync.wait_for()
            reach(page, sync)
            page.keyboard.press("Enter")
            expect(page.locator(".notice-good")).to_be_visible(timeout=180_000)
            reach(page, page.get_by_role("link", name="To the overview"))
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
            window.settle()
            walk(page)
    finally:
        simulator.stop()


@pytest.fixture(name="newcomer")
def nothing_connected(tmp_path):
    simulator = Simulator(tmp_path / "aws", "--seed", 7, "--now", NOW)
    try:
        program = Sextant(simulator, tmp_path)
        program.variables["SEXTANT_NOW"] = NOW
        folder = program.use_own_aws_folder()
        with serving(program) as console:
            console.simulator, console.config = simulator, folder / "config"
            yield console
    finally:
        simulator.stop()


def test_signing_in_here(newcomer, chromium):
    sso = newcomer.simulator.identities["sso"]
    with Window(chromium, newcomer, now=NOW) as window:
        page = window.page
        window.open("/welcome?step=method&cloud=aws&method=sso&way=here")
        reach(page, page.get_by_role("radio").first)
        for _ in range(10):
            if page.get_by_role("radio", name=re.compile("^Another place")).is_checked():
                break
            page.keyboard.press("ArrowDown")
        reach(page, page.get_by_role("textbox", name="Start URL"))
        page.keyboard.type(sso["start_url"])
        page.keyboard.press("Tab")
        page.keyboard.type(sso["region"])
        page.keyboard.press("Enter")
        code_button = page.get_by_role("button", name="With a code")
        code_button.wait_for()
        reach(page, code_button)
        page.keyboard.press("Space")
        sign_in = page.get_by_role("button", name=re.compile("^Sign in to"))
        page.keyboard.press("Shift+Tab")
        expect(sign_in).to_be_focused()
        page.keyboard.press("Enter")
        consent = page.get_by_role("dialog", name="This needs your consent")
        expect(consent).to_be_visible()
        walk(page, consent)
        page.keyboard.press("Escape")
        expect(consent).to_be_hidden()
        expect(page.locator("main")).to_contain_text("Nothing was done, since nobody said yes")
        expect(sign_in).to_be_focused()
        page.keyboard.press("Enter")
        expect(consent).to_be_visible()
        reach(page, consent.get_by_role("button", name="Yes, I agree"))
        page.keyboard.press("Enter")
        code = page.locator(".sign-in-code")
        code.wait_for()
        reach(page, page.get_by_role("link", name=re.compile("^Open the sign-in page")))
        walk(page)
        newcomer.simulator.post("/sso/approve", {"user_code": code.inner_text()})
        grid = page.get_by_role("grid", name="Your accounts and roles")
        expect(grid).to_be_visible()
        window.settle()
        walk(page)
        reach(page, page.get_by_role("searchbox", name="Search accounts and roles"))
        page.keyboard.type(newcomer.simulator.payer)
        reach(page, page.get_by_role("checkbox"))
        page.keyboard.press("Space")
        expect(page.get_by_role("checkbox")).to_be_checked()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("combobox", name=re.compile("^Role in "))).to_be_focused()
        show = page.get_by_role("button", name="Show the lines for 1 profile")
        reach(page, show)
        page.keyboard.press("Enter")
        write = page.get_by_role("button", name="Yes, write these lines")
        write.wait_for()
        reach(page, write)
        page.keyboard.press("Enter")
        check = page.get_by_role("button", name="Check and connect")
        check.wait_for()
        reach(page, check)
        assert newcomer.simulator.payer in newcomer.config.read_text(encoding="utf-8")


def test_a_role_and_a_check_that_fails(newcomer, chromium):
    with Window(chromium, newcomer, now=NOW) as window:
        page = window.page
        window.open("/welcome?step=method&cloud=aws&method=role")
        reach(page, page.get_by_role("combobox", name="Base profile"))
        page.keyboard.type("base")
        reach(page, page.locator("summary", has_text="Another name for the role"))
        page.keyboard.press("Enter")
        reach(page, page.get_by_label("Name of the role"))
        page.keyboard.press("Enter")
        arn = page.get_by_role("textbox", name="ARN of the role")
        arn.wait_for()
        window.settle()
        walk(page)
        reach(page, page.get_by_role("tab", name="Console steps"))
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name="CloudFormation")).to_be_focused()
        expect(page.get_by_role("tab", name="CloudFormation")).to_have_attribute("aria-selected", "true")
        reach(page, arn)
        page.keyboard.type(f"arn:aws:iam::{newcomer.simulator.payer}:role/NoSuchRole")
        connect = page.get_by_role("button", name="Connect", exact=True)
        expect(connect).to_be_enabled()
        page.keyboard.press("Enter")
        again = page.get_by_role("button", name="Re-check")
        again.wait_for()
        window.settle()
        walk(page)
        reach(page, again)
        page.keyboard.press("Enter")
        expect(page.locator(".check-step-failed").first).to_be_visible()
