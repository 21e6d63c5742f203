"""The pages that show costs, in a browser: every amount against the simulator's ledger to the last digit, what one asks next, and files."""

import csv
import io
import json
import re
import shlex
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from browser import Window, money_text, signed_money_text
from console_world import LAST_MONTH, THIS_MONTH, synced_world
from lake import NOW

LAST_30 = ("2026-09-15", "2026-10-15")
SPREADSHEET_FORMULA = re.compile(r"^[=+\-@\t\r]")


@pytest.fixture(name="world", scope="module")
def synced(tmp_path_factory):
    # The member comes first, so that its own view is held when its payer is connected.
    with synced_world(tmp_path_factory.mktemp("costs"), connections=("member", "payer-reader")) as world:
        yield world


@pytest.fixture(name="window", scope="module")
def shared_window(world, chromium):
    with Window(chromium, world.console, now=NOW) as window:
        yield window


@pytest.fixture(name="page")
def strict_page(window):
    """The page of the shared window; what a test leaves in it as errors is its own fault."""
    yield window.page
    window.expect_no_errors()


def card(page, title):
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title, exact=True))


def by_name(figures, prefix, strip=True):
    """Exact amounts by what they are of: {"Amazon S3": Decimal}."""
    start = f"{prefix}, "
    return {figure["of"].removeprefix(start) if strip else figure["of"]: Decimal(figure["amount"])
            for figure in figures if figure["of"].startswith(start)}


def expect_rounded(figures):
    """What is read is what is exact, rounded to cents."""
    for figure in figures:
        is_change = figure["of"].startswith("Change")
        wanted = (signed_money_text if is_change else money_text)(figure["amount"], figure["currency"])
        assert figure["text"] == wanted, figure


def top(amounts, before, most=10):
    """The largest groups by their cost, the sum of the others under "others (N)", as a card has them."""
    groups = {key: amounts.get(key, Decimal(0)) for key in {**before, **amounts}}
    if len(groups) <= most + 1:
        return groups
    largest = sorted(groups, key=lambda key: -abs(groups[key]))
    shown = {key: groups[key] for key in largest[:most]}
    return {**shown, f"others ({len(groups) - most})": sum(groups[key] for key in largest[most:])}


def named(world, amounts):
    """The same amounts, accounts by their names and groups in one line."""
    return {" · ".join(world.names.get(part, part) or "" for part in key): amount for key, amount in amounts.items()}


# --- overview


def test_the_overview_equals_the_ledger(world, window, page):
    window.open("/")
    expect(page).to_have_title("Overview · Sextant")
    figures = window.figures(card(page, "Month to date"))
    now, before = world.total(THIS_MONTH), world.total(LAST_MONTH)
    assert {figure["of"]: Decimal(figure["amount"]) for figure in figures} == {
        "Month to date": now, "Change": now - before, "Same days of last month": before}
    expect_rounded(figures)
    for title, group in (("By service", "service"), ("By account", "account")):
        figures = window.figures(card(page, title))
        spent, earlier = (named(world, world.ledger(group, interval)) for interval in (THIS_MONTH, LAST_MONTH))
        assert by_name(figures, "Cost") == top(spent, earlier), title
        expect_rounded(figures)
    figures = window.figures(card(page, "Biggest movers"))
    spent, earlier = (named(world, world.ledger("service,account", interval)) for interval in (THIS_MONTH, LAST_MONTH))
    moved = {key: spent.get(key, Decimal(0)) - earlier.get(key, Decimal(0)) for key in {**spent, **earlier}}
    shown = by_name(figures, "Change")
    largest = sorted(moved, key=lambda key: -abs(moved[key]))[:10]
    assert {key: shown[key] for key in largest} == {key: moved[key] for key in largest}
    assert sum(shown.values()) == sum(moved.values()), "what is not shown by name is in the rest"
    expect_rounded(figures)


def test_the_overview_says_what_is_expected_how_much_is_covered_and_how_old_it_is(world, window, page):
    window.open("/")
    figures = {figure["of"]: figure for figure in window.figures(card(page, "Expected this month"))}
    expect_rounded(figures.values())
    exact = {of: Decimal(figure["amount"]) for of, figure in figures.items()}
    month = world.console.get("/forecast")["this_month"][0]
    assert exact["Expected of the rest"] == Decimal(month["forecast_rest"])
    spent = world.total((month["spent_from"], month["spent_to"]))
    assert exact["Spent"] == spent == Decimal(month["spent"])
    assert exact["Expected in Oct 2026"] == exact["Spent"] + exact["Expected of the rest"]
    coverage = card(page, "Coverage and age")
    expect(coverage).to_contain_text("Complete: 1 of 1 source")
    expect(coverage).to_contain_text(re.compile(r"Read \d+ (s|min) ago; estimated from 1 Oct 2026 on"))
    member = world.simulator.identities["profiles"]["member"]["account_id"]
    expect(coverage).to_contain_text(f"Not counted: {world.names[member]}: counted in the payer's view")


def test_days_are_read_by_arrow_keys_and_equal_the_ledger(world, window, page):
    window.open("/")
    chart = card(page, "By day").get_by_role("slider")
    days = {day: amount for (day,), amount in world.ledger("day", ("2026-09-11", "2026-10-16")).items()}
    chart.focus()
    page.keyboard.press("Home")
    for day, amount in sorted(days.items()):
        spoken = chart.get_attribute("aria-valuetext")
        _, month, number = day.split("-")
        assert spoken.startswith(f"{int(number)} {dict(zip(('09', '10'), ('Sep', 'Oct')))[month]} 2026"), spoken
        assert spoken.endswith(money_text(amount, "USD")), spoken
        page.keyboard.press("ArrowRight")


def test_a_group_of_the_overview_leads_into_its_costs(world, window, page):
    window.open("/")
    link = card(page, "By service").locator("tbody a").first
    service = link.inner_text()
    link.click()
    page.wait_for_url("**/costs?**")
    window.settle()
    assert window.search()["where"] == [f"service={service}"]
    figures = window.figures(page.get_by_role("grid", name="Costs by group"))
    spent = {key[1:]: amount for key, amount in world.ledger("service,account", THIS_MONTH).items() if key[0] == service}
    shown = by_name(figures, "Cost")
    assert {key: amount for key, amount in shown.items() if amount} == named(world, spent)
    page.go_back()
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()


# --- costs


@pytest.mark.parametrize("group, metric, name", [
    ("service", "unblended", "UnblendedCost"), ("account", "amortized", "AmortizedCost"), ("account", "net-unblended", "NetUnblendedCost")])
def test_costs_of_days_equal_the_ledger(world, window, page, group, metric, name):
    window.open(f"/costs?by={group}&metric={metric}&last=30d&compare=none&top=all")
    figures = window.figures(page.locator("main"))
    amounts = world.ledger(group, LAST_30, metric=name)
    assert {key: amount for key, amount in by_name(figures, "Cost").items() if amount} == named(world, amounts)
    assert {figure["of"]: Decimal(figure["amount"]) for figure in figures}["Total"] == sum(amounts.values())
    expect_rounded(figures)


def test_costs_of_months_by_two_groups_with_what_changed(world, window, page):
    window.open("/costs?by=service&by=region&grain=month&last=3mo&compare=previous&top=all")
    figures = window.figures(page.locator("main"))
    now, before = (named_regions(world.ledger("service,region", interval))
                   for interval in (("2026-07-01", "2026-10-01"), ("2026-04-01", "2026-07-01")))
    for prefix, wanted in (("Cost", now), ("Before", before)):
        assert {key: amount for key, amount in by_name(figures, prefix).items() if amount} == wanted, prefix
    changes = by_name(figures, "Change")
    assert changes == {key: now.get(key, Decimal(0)) - before.get(key, Decimal(0)) for key in changes}
    # At the foot of the table, the totals.
    foot = {figure["of"]: Decimal(figure["amount"]) for figure in window.figures(page.locator("tfoot"))}
    assert foot == {"Total of all groups": sum(now.values()), "Total of all groups, before": sum(before.values()),
                    "Change of the total": sum(now.values()) - sum(before.values())}
    expect_rounded(figures)
    largest = max(now, key=now.get)
    line = page.get_by_role("grid", name="Costs by group").locator("tbody tr").first
    expect(line.locator("button.drill").first).to_have_text(largest.split(" · ")[0])
    percent = now[largest] / sum(now.values()) * 100
    expect(line.locator(".share")).to_contain_text(f"{percent:.1f}%")
    moved = (now[largest] - before[largest]) / before[largest] * 100
    expect(line.locator(".change")).to_contain_text(f"{'+' if moved > 0 else '−'}{abs(moved):.{1 if abs(moved) < 10 else 0}f}%")
    line.locator(".share").focus()
    expect(page.get_by_role("tooltip")).to_contain_text(f"{money_text(now[largest], 'USD')} of {money_text(sum(now.values()), 'USD')}")


def named_regions(amounts):
    return {f"{service} · {region or '(no region)'}": amount for (service, region), amount in amounts.items()}


def test_drilling_down_filters_and_the_way_back(world, window, page):
    window.open("/costs?by=service&last=30d&compare=none")
    grid = page.get_by_role("grid", name="Costs by group")
    drill = grid.locator("button.drill").first
    service = drill.inner_text()
    drill.click()
    window.settle()
    expect(page.get_by_role("group", name="Filters")).to_contain_text(f"Service is {service}")
    assert window.search()["where"] == [f"service={service}"] and window.search()["by"] == ["account"]
    account = grid.locator("button.drill").first.inner_text()
    of_service = {key[1]: amount for key, amount in world.ledger("service,account", LAST_30).items() if key[0] == service}
    assert world.names[max(of_service, key=of_service.get)] == account
    # Another value of the same key is OR; what stands in the address is the whole state.
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("combobox", name="Service").fill("simple storage")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    window.settle()
    assert sorted(window.search()["where"]) == sorted([f"service={service}", "service=Amazon Simple Storage Service"])
    both = {}
    for (name, key), amount in world.ledger("service,account", LAST_30).items():
        if name in (service, "Amazon Simple Storage Service"):
            both[(key,)] = both.get((key,), Decimal(0)) + amount
    shown = window.figures(grid)
    assert {key: amount for key, amount in by_name(shown, "Cost").items() if amount} == named(world, both)
    address = page.url
    page.reload()
    window.settle()
    assert page.url == address
    assert window.figures(grid) == shown
    page.go_back()
    window.settle()
    page.go_back()
    window.settle()
    assert "where" not in window.search()
    page.get_by_role("group", name="Filters").get_by_role("button", name="Remove").wait_for(state="detached")


def test_the_question_is_put_by_its_controls(world, window, page):
    window.open("/costs")
    page.get_by_role("combobox", name="Group by").select_option(label="Account")
    page.get_by_role("radio", name="Months").check()
    page.get_by_role("combobox", name="Days (UTC)").select_option(label="Last 6 months")
    page.get_by_role("combobox", name="Metric").select_option("amortized")
    page.get_by_role("combobox", name="Compare with").select_option("none")
    page.get_by_role("radio", name="Lines").check()
    window.settle()
    assert {name: window.search()[name] for name in ("by", "grain", "last", "metric", "compare", "view")} == {
        "by": ["account"], "grain": ["month"], "last": ["6mo"], "metric": ["amortized"], "compare": ["none"], "view": ["lines"]}
    figures = window.figures(page.get_by_role("grid", name="Costs by group"))
    wanted = named(world, world.ledger("account", ("2026-04-01", "2026-10-01"), metric="AmortizedCost"))
    assert {key: amount for key, amount in by_name(figures, "Cost").items() if amount} == wanted
    page.get_by_role("button", name="Other…").click()
    page.get_by_label("First day (UTC)").fill("2026-09-20")
    page.get_by_label("Last day (UTC), included").fill("2026-09-21")
    page.get_by_role("radio", name="Sum").check()
    page.get_by_role("button", name="Other…").click()
    page.get_by_label("First day (UTC)").fill("2026-09-20")
    page.get_by_label("Last day (UTC), included").fill("2026-09-21")
    page.get_by_role("button", name="Show these days").click()
    window.settle()
    figures = window.figures(page.locator("main"))
    assert {figure["of"]: Decimal(figure["amount"]) for figure in figures}["Total"] == world.total(
        ("2026-09-20", "2026-09-22"), metric="AmortizedCost")


def test_a_question_without_an_answer_says_what_it_would_take(window, page):
    window.open("/costs?by=account&by=region&grain=month&last=3mo")
    problem = page.locator(".notice").filter(has_text="cost.not_answerable")
    expect(problem).to_contain_text("No stored costs answer this question exactly")
    expect(problem).to_contain_text(re.compile("What it would take|What to do"))
    expect(problem).to_contain_text("Sextant keeps account × service, service × region")
    problem.get_by_role("button", name="Group by account alone").click()
    window.settle()
    expect(page.get_by_role("grid", name="Costs by group")).to_be_visible()
    window.open("/costs?last=7d&where=service%3DAmazon%20Simple%20Storge%20Service")
    expect(page.locator(".notice")).to_contain_text("Amazon Simple Storage Service")
    page.get_by_role("button", name="Without filters").click()
    expect(page.get_by_role("grid", name="Costs by group")).to_be_visible()


@pytest.mark.parametrize("address, offers", [
    ("/costs?by=service&by=region&last=7d",
     ["By service and region, by month: Oct 2026", "Group by service alone", "Group by region alone, by month: Oct 2026"]),
    ("/costs?by=service&last=90d", ["By service, by month: Jul to Oct 2026", "By service, last 30 days"]),
    ("/costs?by=account&grain=none&from=2026-07-10&to=2026-09-05&where=region%3Deu-west-1",
     ["Group by service instead, whole months: Jul to Sep 2026", "Without filters, whole months: Jul to Sep 2026"]),
    ("/costs?by=region&from=2027-01&to=2027-02", ["By region, by month: last 12 months"]),
])
def test_a_refusal_offers_only_what_is_answered(window, page, address, offers):
    window.open(address)
    problem = page.locator(".costs > .notice")
    expect(problem.get_by_role("button")).to_have_text(offers)
    # What a terminal would be told, the controls and these buttons do here.
    text = problem.inner_text()
    assert "--" not in text and "To copy" not in text, text
    for offer in offers:
        problem.get_by_role("button", name=offer, exact=True).click()
        window.settle()
        expect(page.get_by_role("grid", name="Costs by group")).to_be_visible()
        assert problem.count() == 0
        page.go_back()
        window.settle()


def test_the_switcher_narrows_costs_and_the_overview(world, window, page):
    window.open("/costs?by=service&last=30d&compare=none&top=all")
    page.get_by_role("button", name="Shown: All connections").click()
    page.get_by_role("checkbox", name="member").check()
    page.keyboard.press("Escape")
    window.settle()
    member = world.simulator.identities["profiles"]["member"]["account_id"]
    figures = window.figures(page.get_by_role("grid", name="Costs by group"))
    wanted = named(world, world.ledger("service", LAST_30, view=member))
    assert {key: amount for key, amount in by_name(figures, "Cost").items() if amount} == wanted
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
    window.settle()
    figures = window.figures(card(page, "Month to date"))
    assert Decimal(figures[0]["amount"]) == world.total(THIS_MONTH, view=member)
    page.get_by_role("button", name="Shown: member").click()
    page.get_by_role("button", name="Show all").click()
    window.settle()
    assert Decimal(window.figures(card(page, "Month to date"))[0]["amount"]) == world.total(THIS_MONTH)


def rows_of(page, grid):
    return page.get_by_role("grid", name=grid).locator("tbody tr")


def test_the_switcher_narrows_the_settings(world, window, page):
    accounts, profiles = len(world.console.get("/accounts")["rows"]), len(world.console.get("/profiles")["profiles"])
    window.open("/settings/accounts?connection=member")
    expect(rows_of(page, "Cloud accounts")).to_have_count(1)
    expect(rows_of(page, "Cloud accounts")).to_contain_text(world.simulator.identities["profiles"]["member"]["account_id"])
    line = page.locator(".narrowed")
    expect(line).to_contain_text(f"Narrowed to member: 1 of {accounts} accounts.")
    page.get_by_role("button", name="Sync these now").click()
    expect(page.get_by_role("dialog", name="Sync member")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Profiles").click()
    expect(rows_of(page, "Profiles")).to_have_count(1)
    expect(line).to_contain_text(f"Narrowed to member: 1 of {profiles} profiles.")
    page.get_by_role("grid", name="Profiles").get_by_role("button", name="member", exact=True).click()
    # Its file is the one that a variable names, and none of ~/.aws.
    expect(page.get_by_role("dialog", name="Profile member")).to_contain_text(str(world.simulator.folder / "c"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show all profiles").click()
    expect(rows_of(page, "Profiles")).to_have_count(profiles)
    expect(line).to_have_count(0)
    assert "connection" not in window.search()
    # Of what reaches nothing the page says so, and shows all again.
    window.open("/settings/accounts?connection=newp")
    expect(page.get_by_role("heading", name="No account is reached by what is chosen")).to_be_visible()
    assert window.violations() == []
    page.get_by_role("button", name="Show all accounts").click()
    expect(rows_of(page, "Cloud accounts")).to_have_count(accounts)
    window.open("/settings/profiles?connection=newp")
    expect(page.get_by_role("heading", name="No profile is read by what is chosen")).to_be_visible()
    for address, title in (("/", "Overview"), ("/costs?last=30d", "Costs")):
        window.open(f"{address}{'&' if '?' in address else '?'}connection=newp")
        expect(page.locator(".notice")).to_contain_text("There is no connection named newp")
        page.get_by_role("button", name="Show all connections").click()
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        window.settle()
        assert window.figures(page.locator("main"))


def test_pages_that_show_all_offer_no_choice(window, page):
    shown = page.get_by_role("button", name=re.compile("^Shown"))
    window.open("/sql?connection=member")
    expect(page.locator("main")).to_contain_text("SQL asks all that is stored, not only what member reaches.")
    expect(shown).to_have_count(0)
    for address in ("/settings/claude", "/settings/tokens", "/settings/about", "/welcome?step=method&cloud=aws"):
        window.open(f"{address}{'&' if '?' in address else '?'}connection=member")
        expect(shown).to_have_count(0)
    # What was chosen holds again where it narrows.
    page.get_by_role("link", name="Costs", exact=True).click()
    expect(page.get_by_role("button", name="Shown: member")).to_be_visible()
    window.open("/sql")
    expect(page.locator("main")).to_contain_text("SQL asks all that is stored.")


def test_a_number_says_where_it_comes_from(world, window, page):
    window.open("/costs?by=service&last=30d")
    figure = page.locator("button.figure").first
    figure.hover()
    panel = page.get_by_role("tooltip")
    expect(panel).to_be_visible()
    for words in ("Exactly", "unblended, USD", "(UTC billing days)", "all types", "AWS Cost Explorer", "Coverage", "estimated"):
        expect(panel).to_contain_text(words)
    page.mouse.move(0, 0)
    expect(panel).to_be_hidden()
    figure.focus()
    expect(panel).to_be_visible()
    expect(panel).to_contain_text(str(world.total(LAST_30)).rstrip("0"))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(figure).to_be_focused()


# --- files and the same question elsewhere


def test_files_hold_what_the_page_shows(world, window, page):
    window.open("/costs?by=account&by=service&grain=day&last=7d")

    def save(name):
        page.get_by_role("button", name="Export").click()
        return window.download(page.get_by_role("button", name=re.compile(f"^{name}")).click)
    data, name = save("CSV")
    assert name == "sextant-costs-2026-10-08-2026-10-15.csv"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    wanted = world.ledger("account,service,day", ("2026-10-08", "2026-10-15"))
    assert {(row["account"], row["service"], row["day"]): Decimal(row["amount"]) for row in rows if Decimal(row["amount"])} == wanted
    for row in rows:
        for column, value in row.items():
            assert not SPREADSHEET_FORMULA.match(value) or column == "amount", value
        named_as = world.names[row["account"]]
        assert row["account_name"] in (named_as, "'" + named_as), "an apostrophe keeps a spreadsheet from running it"
    data, name = save("JSON")
    answer = json.loads(data)
    assert name.endswith(".json") and answer["provenance"]["metric"] == "unblended"
    assert {(row["account"], row["service"], row["day"]): Decimal(row["amount"]) for row in answer["rows"] if Decimal(row["amount"])} == wanted
    data, name = save("Parquet")
    assert name.endswith(".parquet") and data[:4] == data[-4:] == b"PAR1"


def test_the_same_question_in_a_terminal_and_in_sql(world, window, page):
    window.open("/costs?by=service&grain=month&last=3mo&where=service!%3DTax&compare=none&top=all")
    elsewhere = card(page, "The same question elsewhere")
    elsewhere.get_by_role("button", name="Copy: Command").click()
    command = window.copied()
    assert command.startswith("sextant cost ")
    answer = world.sextant.json(*shlex.split(command)[1:])
    wanted = {key: amount for key, amount in world.ledger("service,month", ("2026-07-01", "2026-10-01")).items() if key[0] != "Tax"}
    assert {(row["service"], row["month"]): Decimal(row["amount"]) for row in answer["rows"] if Decimal(row["amount"])} == wanted
    elsewhere.get_by_role("tab", name="As SQL").click()
    elsewhere.get_by_role("link", name="Open it on the SQL page").click()
    page.wait_for_url("**/sql?**")
    page.get_by_role("button", name="Run", exact=True).click()
    result = page.get_by_role("table", name="Result")
    expect(result).to_be_visible()
    sql = page.get_by_role("textbox", name="SQL").input_value()
    answered = world.console.post("/sql", {"sql": sql, "max_rows": 10000})
    names = [column["name"] for column in answered["columns"]]
    rows = [dict(zip(names, row)) for row in answered["rows"]]
    amount = names[-1]
    assert sum(Decimal(row[amount]) for row in rows) == sum(wanted.values())


# --- SQL


def test_sql_runs_draws_and_is_saved(world, window, page):
    window.open("/sql")
    page.get_by_role("textbox", name="SQL").fill(
        "SELECT ServiceName, sum(x_UnblendedCost) AS cost FROM cost_account_service_monthly\n"
        "WHERE ChargePeriodStart >= '2026-09-01' AND ChargePeriodStart < '2026-10-01'\nGROUP BY 1 ORDER BY 2 DESC")
    page.keyboard.press("Control+Enter")
    result = page.get_by_role("table", name="Result")
    expect(result).to_be_visible()
    cells = result.locator("tbody tr").evaluate_all("(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))")
    wanted = world.ledger("service", ("2026-09-01", "2026-10-01"))
    assert {(service,): Decimal(amount) for service, amount in cells if Decimal(amount)} == wanted, "a member is counted once"
    page.get_by_role("button", name="cost").click()
    page.get_by_role("button", name="cost").click()
    sorted_cells = result.locator("tbody tr td:last-child").all_inner_texts()
    assert [Decimal(text) for text in sorted_cells] == sorted(Decimal(amount) for _, amount in cells)
    source = re.compile(r"cost_account_service_monthly; read \d+ (s|min) ago; complete")
    expect(page.locator("main")).to_contain_text(source)
    page.get_by_role("tab", name="Chart").click()
    chart = page.get_by_role("slider", name="cost by ServiceName")
    expect(chart).to_be_visible()
    chart.hover()
    expect(page.locator(".chart-panel")).to_contain_text(source)
    page.get_by_role("button", name="Export").click()
    data, name = window.download(page.get_by_role("button", name=re.compile("^CSV")).click)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert name == "sextant-sql.csv" and rows[0] == ["ServiceName", "cost"]
    assert sum(Decimal(row[1]) for row in rows[1:]) == sum(wanted.values())
    address = page.url
    page.reload()
    expect(page.get_by_role("textbox", name="SQL")).to_have_value(re.compile("^SELECT ServiceName"))
    assert page.url == address


def test_sql_can_only_ask(window, page):
    window.open("/sql")
    editor = page.get_by_role("textbox", name="SQL")
    for statement in ("COPY (SELECT 1) TO '/tmp/stolen.csv'", "ATTACH '/tmp/other.db'", "SELECT * FROM read_csv('/etc/passwd')", "INSTALL httpfs",
                      "SET threads = 64", "DROP VIEW cost_total_daily"):
        editor.fill(statement)
        page.get_by_role("button", name="Run", exact=True).click()
        problem = page.locator(".notice-bad")
        expect(problem).to_contain_text(re.compile("sql\\.|query\\."))
        expect(problem).not_to_contain_text("root:")
        window.settle()
    editor.fill("SELEC 1")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".notice-quote, .notice-detail")).to_contain_text("SELEC")


def test_sql_that_runs_too_long_is_cancelled(window, page):
    window.open("/sql")
    page.get_by_role("textbox", name="SQL").fill("SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE (a.range * b.range) % 7 = 3")
    page.get_by_role("button", name="Run", exact=True).click()
    cancel = page.get_by_role("button", name="Cancel", exact=True)
    expect(cancel).to_be_enabled()
    cancel.click()
    expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()
    expect(page.get_by_role("textbox", name="SQL")).to_be_focused()
    page.get_by_role("textbox", name="SQL").fill("SELECT 42 AS answer")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("table", name="Result")).to_contain_text("42")


def test_tables_are_at_hand(window, page):
    window.open("/sql")
    page.get_by_role("textbox", name="SQL").fill("")
    page.get_by_role("searchbox", name="Find a table or column").fill("service_region_monthly")
    page.get_by_role("button", name="Show rows").first.click()
    expect(page.get_by_role("table", name="Result")).to_contain_text("RegionId")
    expect(page.get_by_role("textbox", name="SQL")).to_have_value(re.compile("FROM cost_service_region_monthly"))


# --- hostile data


def test_names_that_are_markup_formulas_or_turn_the_text_stay_text(world, window, page):
    names = [name for name in world.names.values() if re.search(r"[<>\u202a-\u2069={@|\"]", name)]
    assert len(names) >= 7 and any("<img" in name for name in names) and any("\u202e" in name for name in names)
    page.on("dialog", lambda dialog: window.errors.append(f"a dialog: {dialog.message}"))
    for address in ("/costs?by=account&compare=none&top=all&grain=none", "/costs?by=account&compare=month&last=this-month"):
        window.open(address)
        shown = page.get_by_role("grid", name="Costs by group").locator("bdi").all_text_contents()
        assert set(names) <= set(shown), address
    window.open("/")
    window.open("/settings/accounts")
    assert set(names) <= set(page.get_by_role("grid", name="Cloud accounts").locator("bdi").all_text_contents())
    # As a filter, in the address, in the panel of a number and on the chart.
    hostile = next(number for number, name in world.names.items() if "<img" in name)
    window.open(f"/costs?by=service&where=account%3D{hostile}")
    expect(page.get_by_role("group", name="Filters")).to_contain_text('<img src=x onerror="alert(1)">')
    page.locator("button.figure").first.focus()
    expect(page.get_by_role("tooltip")).to_contain_text("Only where")
    for address in ("/costs?by=service&where=service%3D%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "/costs?last=%3Cscript%3E&by=%3Cb%3E&metric=__proto__",
                    "/costs?connection=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "/sql?q=SELECT%20%27%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%27%20AS%20%22%3Cb%3E%22",
                    "/welcome?step=check&method=role&setup=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&role_arn=x&cloud=aws", "/%3Cscript%3Ealert(1)%3C/script%3E"):
        window.open(address)
        if address.startswith("/sql"):
            page.get_by_role("button", name="Run", exact=True).click()
            expect(page.get_by_role("table", name="Result")).to_contain_text("<img src=x onerror=alert(1)>")
        assert page.locator("img, main script, main b, iframe").count() == 0, address


def test_the_same_names_in_files_of_sql_and_in_a_terminal(world, window, page):
    window.open("/sql")
    hostile = '=1+1|cmd <script>alert("x")</script>'
    page.get_by_role("textbox", name="SQL").fill(f"SELECT '{hostile}' AS \"=name\", '@x' AS at, '-1' AS number, '-1+2' AS formula, E'\\tx' AS tab")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("table", name="Result")).to_contain_text(hostile)
    page.get_by_role("button", name="Export").click()
    data, _ = window.download(page.get_by_role("button", name=re.compile("^CSV")).click)
    head, row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert head[0] == "'=name"
    assert row == ["'" + hostile, "'@x", "-1", "'-1+2", "'\tx"]
    text = world.sextant.run("cost", "--by", "account", "--last", "30d").out
    for name in world.names.values():
        if name.isascii() and world.ledger("account", LAST_30).get((number_of(world, name),)):
            assert name in text, name
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text), "nothing that turns or steers a terminal"


def number_of(world, name):
    return next(number for number, own in world.names.items() if own == name)
