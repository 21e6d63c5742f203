"""The wizard in a browser, against the simulated cloud: every way to connect, each check that fails mended and run again, the first sync."""

import json
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

import lake
from browser import Window, money_text
from conftest import Simulator
from console import serving
from lake import NOW


@pytest.fixture(name="cloud", scope="module")
def shared_cloud(tmp_path_factory):
    simulator = Simulator(tmp_path_factory.mktemp("aws"), "--seed", 7, "--now", NOW)
    yield simulator
    simulator.stop()


@pytest.fixture(name="program")
def newcomer(cloud, make_sextant):
    """The program of somebody who has connected nothing yet. A trust policy is looked at again at once: the cloud is quick."""
    cloud.faults()
    made = make_sextant(cloud)
    made.variables.update({"SEXTANT_NOW": NOW, "SEXTANT_TRUST_RETEST_S": "0"})
    yield made
    cloud.faults()


@pytest.fixture(name="own_folder")
def empty_aws_folder(program):
    """~/.aws of a person who has never used the AWS CLI."""
    folder = program.use_own_aws_folder()
    (folder / "config").write_text("", encoding="utf-8")
    (folder / "credentials").unlink()
    return folder


def begin(window):
    """What a newcomer sees first, and the way to the methods."""
    page = window.page
    page.wait_for_url("**/welcome**")
    expect(page.get_by_role("heading", name="Connect a cloud", level=1)).to_be_visible()
    page.get_by_role("button", name="Connect Amazon Web Services").click()
    expect(page.get_by_role("heading", name="Connect Amazon Web Services: SSO (IAM Identity Center)")).to_be_focused()


def change_method(page, name):
    page.get_by_role("button", name="Change method").click()
    page.get_by_role("radio", name=name).check()
    page.get_by_role("button", name="Change method").click()


def step(page, title):
    return page.locator(".check-step").filter(has=page.get_by_text(title, exact=True))


def expect_step_here(page, title):
    expect(page.get_by_role("navigation", name="Steps").locator("[aria-current=step]")).to_contain_text(title)


def expect_checked_before_ones_eyes(page):
    """Each step has its time; the verdict stands above, and the next step is unlocked."""
    expect(page.locator(".check-verdict")).to_contain_text(re.compile(r"(green|amber): "))
    times = page.locator(".check-facts > span:last-child").all_inner_texts()
    assert len(times) >= 5 and all(re.fullmatch(r"\d+ ms|\d+\.\d s", time) for time in times), times
    expect(page.get_by_role("button", name="Go on to the first sync")).to_be_enabled()


def copied(window, button):
    button.click()
    expect(button).to_contain_text("Copied")
    return window.copied()


def agree(page, *words):
    """Says yes to exactly what is asked."""
    dialog = page.get_by_role("dialog", name="This needs your consent")
    for word in words:
        expect(dialog).to_contain_text(word)
    dialog.get_by_role("button", name="Yes, I agree").click()


# --- SSO


def test_sso_by_the_commands_of_the_aws_cli(program, own_folder, chromium):
    with serving(program) as console, Window(chromium, console, now=NOW) as window:
        page = window.page
        begin(window)
        page.get_by_role("tab", name="With the AWS CLI").click()
        for command in ("aws configure sso", "aws sso login --profile corp", "aws sts get-caller-identity --profile corp"):
            assert copied(window, page.get_by_role("button", name=f"Copy: {command}")) == command
        # Before the commands are run there is nothing, and it is said what is read.
        page.get_by_role("button", name="Re-check").click()
        found = page.locator("section.card").filter(has=page.get_by_role("heading", name="Profiles found"))
        expect(found).to_contain_text("There is no profile “corp” in the files that this server reads")
        expect(found).to_contain_text("No AWS profiles were found.")
        expect(found.locator(".sources")).to_contain_text(str(program.home))
        expect(found.locator(".sources")).to_contain_text(str(own_folder / "config"))
        expect(found.locator(".sources")).to_contain_text("AWS_ENDPOINT_URL")
        # What `aws configure sso` and `aws sso login` leave.
        cloud, sso = program.simulator, program.simulator.identities["sso"]
        (own_folder / "config").write_text(
            f"[sso-session work]\nsso_start_url = {sso['start_url']}\nsso_region = {sso['region']}\nsso_registration_scopes = sso:account:access\n"
            f"[profile corp]\nsso_session = work\nsso_account_id = {cloud.payer}\nsso_role_name = BillingReader\n", encoding="utf-8")
        page.get_by_role("button", name="Re-check").click()
        expect(found.locator(".choice")).to_contain_text("not signed in")
        page.get_by_role("checkbox", name="corp").check()
        page.get_by_role("button", name="Check and connect").click()
        # Not signed in: the check fails, says so, and signing in beside it mends it.
        failed = page.locator(".check-step-failed")
        expect(failed.first).to_contain_text("sextant sso login --session work")
        expect(page.get_by_role("button", name="Go on to the first sync")).to_be_disabled()
        cloud.post("/sso/approve", {"auto": True})
        program.run("sso", "login", "--device", "--no-browser", "--profile", "corp")
        cloud.post("/sso/approve", {"auto": False})
        page.get_by_role("button", name="Re-check").click()
        expect_checked_before_ones_eyes(page)
        assert console.get("/connections/corp")["account_id"] == cloud.payer


def sign_in_by_browser(window, person="alice@example.com"):
    """The person's part: the sign-in page in a tab of its own, which comes back to the machine that serves."""
    page = window.page
    with window.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("^Open the sign-in page")).click()
    tab = opened.value
    tab.get_by_role("combobox", name="Sign in as").select_option(person)
    tab.get_by_role("button", name="Allow access").click()
    expect(tab.locator("body")).to_contain_text(re.compile("signed in|close", re.IGNORECASE))
    tab.close()


def test_sso_by_signing_in_here(program, own_folder, chromium):
    cloud, sso = program.simulator, program.simulator.identities["sso"]
    config = own_folder / "config"
    config.write_text("# mine\n[profile other]\nregion = eu-west-1\n", encoding="utf-8")
    before = config.read_text(encoding="utf-8")
    with serving(program) as console, Window(chromium, console, now=NOW) as window:
        page = window.page
        begin(window)
        page.get_by_role("textbox", name="Start URL").fill("https://corp.example.com")
        expect(page.get_by_text("It may work all the same.")).to_be_visible()
        page.get_by_role("textbox", name="Start URL").fill(sso["start_url"])
        page.get_by_label("Region of your IAM Identity Center").fill(sso["region"])
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name=f"Sign in to {sso['start_url']}").click()
        # The token is written to the standard cache, which asks first; a no does nothing.
        dialog = page.get_by_role("dialog", name="This needs your consent")
        expect(dialog).to_contain_text(str(own_folder / "sso" / "cache"))
        dialog.get_by_role("button", name="No, do nothing").click()
        expect(page.locator("main")).to_contain_text("Nothing was done, since nobody said yes")
        assert not (own_folder / "sso").exists()
        page.get_by_role("button", name=f"Sign in to {sso['start_url']}").click()
        agree(page, "Write this file")
        expect(page.get_by_role("link", name=re.compile("^Open the sign-in page"))).to_be_visible()
        page.reload()
        sign_in_by_browser(window)
        # The portal's accounts and roles.
        table = page.get_by_role("grid", name="Your accounts and roles")
        expect(table).to_be_visible()
        listed = [account for account in cloud.organization["accounts"] if account["is_listed"] and account["state"] != "SUSPENDED"]
        expect(table.locator("tbody tr")).to_have_count(len(listed))
        for account in listed:
            expect(table.get_by_text(account["name"], exact=True)).to_be_visible()
        page.get_by_role("searchbox", name="Search accounts and roles").fill("prod")
        expect(table.get_by_text("management", exact=True)).to_be_hidden()
        found = table.locator("tbody tr").all_inner_texts()
        assert len(found) < len(listed) and all("prod" in row for row in found)
        assert sum("prod" in account["name"] for account in listed) <= len(found)
        page.get_by_role("button", name="Select all visible").click()
        expect(page.locator("main")).to_contain_text(f"{len(found)} of {len(listed)} shown, {len(found)} selected")
        page.get_by_role("button", name="Unselect all visible").click()
        page.get_by_role("searchbox", name="Search accounts and roles").fill(cloud.payer)
        page.get_by_role("checkbox").check()
        role = page.get_by_role("combobox", name=re.compile("^Role in "))
        assert role.input_value() == "BillingReader", "of several, one that only reads is offered"
        page.get_by_label("Default region of the profiles").fill("eu-central-1")
        page.get_by_role("button", name="Show the lines for 1 profile").click()
        # Exactly these lines, written on a yes and not before.
        shown = page.get_by_role("group", name="Exactly these lines, after what stands there").inner_text()
        assert "sso_account_id = " + cloud.payer in shown and "BillingReader" in shown and "eu-central-1" in shown
        assert config.read_text(encoding="utf-8") == before
        page.get_by_role("button", name="Back to the accounts").click()
        page.get_by_role("button", name="Show the lines for 1 profile").click()
        assert config.read_text(encoding="utf-8") == before
        page.get_by_role("button", name="Yes, write these lines").click()
        expect_step_here(page, "Check")
        after = config.read_text(encoding="utf-8")
        assert after.startswith(before) and after.removeprefix(before).strip() == shown.strip()
        page.get_by_role("button", name="Check and connect").click()
        expect_checked_before_ones_eyes(page)
        profile = re.search(r"\[profile ([^\]]+)\]", shown).group(1)
        assert console.get("/connections")["connections"][0]["profile"] == profile


def test_signing_in_with_a_code_and_somebody_without_assignments(program, own_folder, chromium):
    cloud, sso = program.simulator, program.simulator.identities["sso"]
    with serving(program) as console, Window(chromium, console, now=NOW) as window:
        page = window.page
        window.open(f"/welcome?step=method&cloud=aws&method=sso&way=here&start_url={sso['start_url']}&region={sso['region']}")
        page.get_by_role("button", name="With a code").click()
        page.get_by_role("button", name=f"Sign in to {sso['start_url']}").click()
        agree(page, str(own_folder))
        code = page.locator(".sign-in-code")
        expect(code).to_have_text(re.compile("^[A-Z]{4}-[A-Z]{4}$"))
        assert cloud.post("/sso/approve", {"user_code": code.inner_text(), "person": "bob@example.com"}) == {"decided": 1}
        expect(page.locator("main")).to_contain_text("You are signed in, but no account is assigned to you")
        expect(page.locator("main")).to_contain_text("Ask an administrator")

        # A sign-in that is denied says so, and another one can be begun.
        (own_folder / "sso").rename(own_folder / "gone")
        window.open(page.url)
        page.get_by_role("button", name="With a code").click()
        page.get_by_role("button", name=f"Sign in to {sso['start_url']}").click()
        agree(page, str(own_folder))
        assert cloud.post("/sso/approve", {"user_code": code.inner_text(), "deny": True}) == {"decided": 1}
        expect(page.locator(".notice-bad")).to_contain_text("sso.")
        expect(page.get_by_role("button", name=f"Sign in to {sso['start_url']}")).to_be_enabled()


# --- a role with an external ID


def test_a_role_with_an_external_id(program, chromium):
    cloud = program.simulator
    with serving(program) as console, Window(chromium, console, now=NOW) as window:
        page = window.page
        begin(window)
        change_method(page, "A role with an external ID")
        expect(page.get_by_role("heading", name="Connect Amazon Web Services: A role with an external ID")).to_be_visible()
        page.get_by_label("Name of the connection").fill("acme")
        page.get_by_label("Base profile").select_option("base")
        page.get_by_text("Another name for the role").click()
        page.get_by_label("Name of the role").fill("ReadByPage")
        page.get_by_role("button", name="Make the set-up").click()
        facts = page.locator("dl.facts").first
        expect(facts).to_contain_text(cloud.identities["base_account_id"])
        external_id = copied(window, page.get_by_role("button", name="Copy: external id"))
        assert len(external_id) >= 32
        forms = {"Console steps": "txt", "CloudFormation": "yaml", "StackSet": "sh", "Terraform": "tf", "CLI": "sh", "JSON": "json"}
        for name, ending in forms.items():
            page.get_by_role("tab", name=name, exact=True).click()
            panel = page.get_by_role("tabpanel")
            text = copied(window, panel.get_by_role("button", name=re.compile("^Copy")))
            assert external_id in text and "ReadByPage" in text, name
            data, file = window.download(panel.get_by_role("button", name=re.compile("^Download")).click)
            assert data.decode() == text and file.endswith(f".{ending}"), name
        setup = json.loads(text)

        # The field says what is wrong while one types, and nothing before it can be wrong.
        arn = page.get_by_role("textbox", name="ARN of the role")
        connect = page.get_by_role("button", name="Connect", exact=True)
        state = page.locator(".arn-state")
        arn.press_sequentially(f"arn:aws:iam::{cloud.payer[:6]}")
        expect(state).to_have_text("Not whole yet")
        expect(arn).not_to_have_attribute("aria-invalid", "true")
        expect(connect).to_be_disabled()
        for wrong in (f"arn:aws:iam::{cloud.payer}:user/ReadByPage", "AKIA", f"arn:aws:sts::{cloud.payer}:assumed-role/ReadByPage/x"):
            arn.fill(wrong)
            expect(arn).to_have_attribute("aria-invalid", "true")
            expect(connect).to_be_disabled()
        arn.fill(f"arn:aws:iam::{cloud.payer}:role/ReadByPage")
        expect(state).to_contain_text(f"Role ReadByPage of account {cloud.payer}")

        # The owner of the account has made the role, with another external ID.
        policies = {"SextantRead": setup["permissions_policy"]}
        trust = json.loads(json.dumps(setup["trust_policy"]))
        trust["Statement"][0]["Condition"] = {"StringEquals": {"sts:ExternalId": "another"}}
        cloud.post("/iam/role", {"account_id": cloud.payer, "name": "ReadByPage", "trust": trust, "policies": policies})
        connect.click()
        expect_step_here(page, "Check")
        failed = page.locator(".check-step-failed")
        expect(failed).to_have_count(1)
        expect(failed.locator("details")).to_have_attribute("open", "")
        expect(failed).to_contain_text("external ID")
        expect(failed.get_by_text("Possible causes, likeliest first")).to_be_visible()
        expect(failed.get_by_text("What to do")).to_be_visible()
        texts = [copied(window, button) for button in failed.get_by_role("button", name=re.compile("^Copy")).all()]
        working = next(json.loads(text) for text in texts if text.startswith("{"))
        assert working["Statement"][0]["Condition"]["StringEquals"]["sts:ExternalId"] == external_id, "the trust policy that would work"
        expect(page.get_by_role("button", name="Go on to the first sync")).to_be_disabled()
        assert console.get("/status")["connections"] == 0

        # The wizard resumes: what waits for its role is found again, with the same external ID.
        window.open("/settings/accounts")
        page.get_by_role("link", name=re.compile("^Continue.*acme$")).click()
        expect(page.locator("dl.facts").first).to_contain_text(external_id)
        page.go_back()
        page.go_back()
        expect_step_here(page, "Check")

        # Mended in the cloud, the check passes.
        cloud.post("/iam/role", {"account_id": cloud.payer, "name": "ReadByPage", "trust": setup["trust_policy"], "policies": policies})
        page.get_by_role("button", name="Re-check").click()
        expect_checked_before_ones_eyes(page)
        expect(step(page, "Role trust")).to_contain_text("proved")
        connection = console.get("/connections/acme")
        assert connection["state"] == "connected" and connection["role_arn"].endswith("role/ReadByPage")


# --- keys, and the first sync


def test_keys_then_the_first_sync(program, chromium):
    cloud = program.simulator
    with serving(program) as console, Window(chromium, console, now=NOW) as window:
        page = window.page
        begin(window)
        change_method(page, "Access keys")
        expect(page.locator(".notice-warn")).to_contain_text("These are long-lived access keys")
        page.get_by_label("Name of the profile").fill("denied")
        for command in ("aws configure --profile denied", "aws s3 ls --profile denied"):
            assert copied(window, page.get_by_role("button", name=f"Copy: {command}")) == command
        assert page.locator("input[type=password]").count() == 0, "a key is never asked for"
        page.get_by_text("What the keys have to be allowed, and nothing more").click()
        policy = json.loads(copied(window, page.get_by_role("button", name="Copy: Policy")))
        page.get_by_role("searchbox", name="Search the profiles").fill("denied")
        page.get_by_role("checkbox", name="denied").check()
        # What is not there yet cannot be gone to.
        window.open("/welcome?step=sync&cloud=aws&method=keys")
        expect_step_here(page, "Method")
        page.get_by_role("searchbox", name="Search the profiles").fill("denied")
        page.get_by_role("checkbox", name="denied").check()
        page.get_by_role("button", name="Check and connect").click()
        failed = page.locator(".check-step-failed")
        expect(failed.first).to_contain_text("ce:GetCostAndUsage")
        expect(page.get_by_role("button", name="Re-check")).to_be_visible()
        expect(page.get_by_role("button", name="Go on to the first sync")).to_be_disabled()
        assert console.get("/status")["connections"] == 0
        # After a reload nothing paid begins by itself, and what failed is still there.
        paid = cloud.counts("ce", "GetCostAndUsage")
        page.reload()
        expect(failed.first).to_contain_text("ce:GetCostAndUsage")
        assert cloud.counts("ce", "GetCostAndUsage") == paid
        identity = cloud.identities["profiles"]["denied"]
        cloud.post("/iam/user", {"account_id": identity["account_id"], "name": identity["arn"].split("/")[-1], "policies": {"SextantRead": policy}})
        page.get_by_role("button", name="Re-check").click()
        expect_checked_before_ones_eyes(page)

        # The price is said before anything is asked.
        asked = cloud.counts("ce", "GetCostAndUsage")
        page.get_by_role("button", name="Go on to the first sync").click()
        expect_step_here(page, "First sync")
        plan = page.locator("dl.facts")
        expect(plan).to_contain_text(re.compile(r"7 to \d+ requests to Cost Explorer at 0\.01 USD = 0\.07 to 0\.\d\d USD"))
        expect(plan).to_contain_text(re.compile(r"Expected\s*\d+ (s|min) to \d+ (s|min)"))
        assert cloud.counts("ce", "GetCostAndUsage") == asked, "the plan is free of charge"
        cloud.faults(latency_ms=700, services=["ce"])
        begin_sync = page.get_by_role("button", name=re.compile(r"^Sync for \$0\.07 to \$0\.\d\d$"))
        most = Decimal(begin_sync.inner_text().rsplit("$", 1)[1])
        begin_sync.click()
        progress = page.get_by_role("progressbar")
        expect(progress).to_be_visible()
        expect(page.locator("main")).to_contain_text(re.compile(r"[1-9]\d* of \d+ queries, \d+ pages?"))
        # Costs appear as cells finish; a reload loses nothing of it.
        expect(page.locator(".so-far .figure").first).to_be_visible()
        task = window.search()["task"]
        page.reload()
        expect(progress).to_be_visible()
        assert window.search()["task"] == task
        cloud.faults()
        expect(page.locator(".notice-good")).to_contain_text("0.", timeout=180_000)
        tasks = [one for one in console.get("/tasks")["tasks"] if one["kind"] == "sync"]
        assert len(tasks) == 1 and tasks[0]["state"] == "done", "one sync, before and after the reload"
        assert Decimal("0.07") <= Decimal(tasks[0]["result"]["cost_usd"]) <= most, "what was said before holds"
        window.settle()
        figures = {figure["of"]: figure for figure in window.figures(page.locator(".so-far"))}
        for month, interval in (("Sep 2026", ("2026-09-01", "2026-10-01")), ("Oct 2026", ("2026-10-01", "2026-10-16"))):
            answer = cloud.get(f"/ledger?group=month&metric=UnblendedCost&from={interval[0]}&to={interval[1]}&view={identity['account_id']}")
            assert Decimal(figures[month]["amount"]) == Decimal(answer["total"]), month
            assert figures[month]["text"] == money_text(answer["total"], "USD")
        lake.assert_whole(program, cloud, identity["account_id"])
        page.get_by_role("link", name="To the overview").click()
        expect(page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
        window.settle()
        expect(page.get_by_role("heading", name="Month to date")).to_be_visible()
