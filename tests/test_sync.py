"""`sextant sync` against the simulated cloud: what it asks, what it stores, and what it says when AWS is slow, broken, closed or silent."""

import datetime
import hashlib
import json
import re
import signal
import sqlite3
import subprocess
import time
from decimal import Decimal

import pytest

from conftest import AtTerminal
from lake import NOW, assert_whole, connect, files, held, spooled, truth


@pytest.fixture(name="sim")
def fixed_time(start_simulator):
    return start_simulator("--seed", 7, "--now", NOW)


@pytest.fixture(name="sextant")
def connected(sim, make_sextant):
    sextant = make_sextant(sim)
    sextant.variables["SEXTANT_NOW"] = NOW
    connect(sextant)
    sim.clear_counts()
    return sextant


def events(sextant, *arguments, code=0, **variables):
    """The events of a sync, and its summary."""
    ran = sextant.run("sync", "--format", "json", *arguments, code=code, **variables)
    lines = [json.loads(line) for line in ran.out.splitlines()]
    return lines, lines[-1]


def by_face(summary):
    return {f"{cell['face']} {cell['grain']}": cell for cell in summary["cells"]}


def test_first_sync_pulls_all_and_the_second_asks_nothing(sim, sextant):
    lines, summary = events(sextant)
    assert lines[0]["event"] == "plan" and lines[0]["requests_min"] == 7
    assert summary["status"] == "done" and len(summary["cells"]) == 8
    assert {cell["status"] for cell in summary["cells"]} == {"done"}
    assert summary["requests"] == sim.counts("ce"), "every request is in the ledger"
    assert summary["cost_usd"] == f"{sim.counts('ce') / 100:.2f}".rstrip("0")
    assert_whole(sextant, sim)

    sim.clear_counts()
    before = files(sextant)
    lines, summary = events(sextant)
    assert lines[0]["requests_min"] == 0 and summary["cells"] == []
    assert sim.counts() == 0 and files(sextant) == before
    ran = sextant.run("sync")
    assert "fresh" in ran.err and "Nothing to ask." in ran.err


def test_price_is_shown_before_and_after(sextant):
    ran = sextant.run("sync")
    said = re.search(r"Price: (\d+) to (\d+) requests to Cost Explorer at 0\.01 USD = ([\d.]+) to ([\d.]+) USD", " ".join(ran.err.split()))
    assert said and said.groups()[::2] == ("7", "0.07")
    spent = re.search(r"(\d+) paid requests to Cost Explorer, ([\d.]+) USD", " ".join(ran.out.split()))
    assert 7 <= int(spent.group(1)) <= int(said.group(2)), "what was said before holds"
    assert Decimal("0.07") <= Decimal(spent.group(2)) <= Decimal(said.group(4))


def test_force_asks_what_can_have_changed(sim, sextant):
    sextant.run("sync")
    sim.clear_counts()
    sim.post("/ledger/refresh", {})
    _, summary = events(sextant, "--force")
    assert summary["status"] == "done" and sim.counts("ce") >= 7
    assert_whole(sextant, sim)


def test_dry_run_pulls_nothing(sim, sextant):
    ran = sextant.run("sync", "--dry-run")
    assert "8 queries" in ran.err and sim.counts("ce") == 0
    assert not (sextant.state / "lake").exists()


def test_a_later_sync_pulls_what_is_not_final(sim, sextant):
    sextant.run("sync")
    sim.clear_counts()
    sim.post("/clock", {"advance_s": 9 * 3600})
    sim.post("/ledger/refresh", {})
    later = "2026-10-15T21:00:05Z"
    _, summary = events(sextant, SEXTANT_NOW=later)
    cells = by_face(summary)
    assert cells["total monthly"]["from"] == "2025-09-01"
    assert cells["account_service daily"]["from"] == "2026-10-01"
    assert_whole(sextant, sim)


def test_max_cost_refuses_and_stops(sim, sextant):
    ran = sextant.run("sync", "--max-cost", "0.05", code=1)
    assert "sync.over_budget" in ran.err and sim.counts("ce") == 0
    sim.faults(page_rows=300)
    ran = sextant.run("sync", "--max-cost", "0.10", code=3)
    assert "sync.budget" in ran.out and sim.counts("ce") == 10
    sextant.run("sync")
    assert_whole(sextant, sim)


@pytest.mark.parametrize("plan", [{"throttle": 0.3}, {"error_5xx": 0.1}, {"cut_body": 0.1}], ids=lambda plan: next(iter(plan)))
def test_trouble_on_the_way_changes_nothing(start_simulator, make_sextant, plan):
    sim = start_simulator("--seed", 7, "--now", NOW, "--accounts", 2, "--services", 6, "--page-rows", 400)
    sextant = make_sextant(sim)
    sextant.variables["SEXTANT_NOW"] = NOW
    connect(sextant)
    sim.clear_counts()
    sim.faults(**plan)
    _, summary = events(sextant)
    assert summary["status"] == "done"
    assert summary["requests"] >= sim.counts("ce") - 1
    sim.faults()
    assert_whole(sextant, sim)


def test_always_throttled_ends_at_the_deadline_and_goes_on_later(sim, sextant):
    sim.faults(page_rows=400, throttle=1.0, services=["ce"], after_requests=8)
    ran = sextant.run("sync", "--deadline", "8s", code=3)
    assert "sync.throttled" in ran.out and "sextant sync --deadline 2h" in ran.out
    kept = spooled(sextant)
    assert kept
    sim.faults(page_rows=400)
    sextant.run("sync")
    assert_whole(sextant, sim)


def test_a_denied_action_leaves_the_rest(sim, sextant):
    sim.faults(deny=["ce:GetCostForecast"])
    ran = sextant.run("sync", code=3)
    assert "sync.denied" in ran.out and '"Action": "ce:GetCostForecast"' in ran.out
    assert_whole(sextant, sim)
    sim.faults()
    sim.clear_counts()
    sextant.run("sync")
    assert sim.counts("ce") == 1, "only what was denied is asked again"


def test_an_identity_without_permissions_gets_nothing(sim, make_sextant):
    sextant = make_sextant(sim)
    sextant.variables["SEXTANT_NOW"] = NOW
    connect(sextant, "denied", code=None)
    ran = sextant.run("sync", code=1)
    assert "sync.denied" in ran.out and "ce:GetCostAndUsage" in ran.out


def test_cost_explorer_off_is_not_taken_for_zero(sim, sextant):
    sim.faults(ce_not_enabled=[sim.payer])
    ran = sextant.run("sync", code=3)
    assert "sync.not_enabled" in ran.out and "enable it" in ran.out
    said = sextant.run("cost", code=None).err
    assert "cost.explorer_off" in said and "No sync has finished" not in said and "Price" not in said
    sim.faults()
    sextant.run("sync")
    assert_whole(sextant, sim)


def test_cost_explorer_enabled_an_hour_ago(sim, sextant):
    sim.faults(ce_enabled_at={sim.payer: "2026-10-15T11:00:00Z"})
    ran = sextant.run("sync", code=3)
    assert "sync.no_data" in ran.out and "less than 24 hours ago" in ran.out
    row = sextant.json("accounts")["rows"][0]
    assert row["status"] == "amber" and "Cost Explorer was enabled less than 24 hours ago" in row["words"]
    said = sextant.run("cost", code=None).err
    assert "cost.no_data_yet" in said and "No sync has finished" not in said
    assert "asks nothing again before 2026-10-15T20:00:" in said and "`sextant sync --force` asks at once" in said
    assert "No sync has finished" not in sextant.run("forecast", code=None).err
    sim.clear_counts()
    ran = sextant.run("sync", code=None)
    assert sim.counts("ce") == 0, "it is not asked hotly"
    sim.faults()
    sextant.run("sync", "--force")
    assert_whole(sextant, sim)


def test_a_looping_token_ends(sim, sextant):
    sim.faults(page_rows=400, looping_token=True)
    ran = sextant.run("sync", code=3)
    assert "aws.repeated_token" in ran.out
    assert sim.counts("ce") < 30
    sim.faults(page_rows=400)
    sextant.run("sync")
    assert_whole(sextant, sim)


def test_a_token_refused_on_restart_starts_the_cell_over(sim, sextant):
    sim.faults(page_rows=400, throttle=1.0, services=["ce"], after_requests=8)
    sextant.run("sync", "--deadline", "5s", code=3)
    sim.faults(page_rows=400, refuse_page_tokens=1)
    lines, summary = events(sextant)
    assert "sync.token_refused" in [line.get("code") for line in lines if line["event"] == "note"]
    assert summary["status"] == "done"
    assert_whole(sextant, sim)


def sign_in(sim, home):
    """A session as `aws sso login` leaves it, made by boto3."""
    oidc = sim.client("sso-oidc", None)
    client = oidc.register_client(clientName="test", clientType="public", scopes=["sso:account:access"])
    names = {"clientId": client["clientId"], "clientSecret": client["clientSecret"]}
    flow = oidc.start_device_authorization(startUrl=sim.identities["sso"]["start_url"], **names)
    sim.post("/sso/approve", {"user_code": flow["userCode"]})
    tokens = oidc.create_token(deviceCode=flow["deviceCode"], grantType="urn:ietf:params:oauth:grant-type:device_code", **names)
    cache = home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    expires = datetime.datetime.fromisoformat(NOW.replace("Z", "+00:00")) + datetime.timedelta(hours=1)
    (cache / f"{hashlib.sha1(b'corp').hexdigest()}.json").write_text(json.dumps({
        "startUrl": sim.identities["sso"]["start_url"], "region": "us-east-1", "accessToken": tokens["accessToken"],
        "expiresAt": expires.strftime("%Y-%m-%dT%H:%M:%SZ")}), encoding="utf-8")


def test_a_session_that_expires_on_the_way(sim, make_sextant):
    sextant = make_sextant(sim)
    sextant.variables["SEXTANT_NOW"] = NOW
    sign_in(sim, sextant.home)
    connect(sextant, "sso-payer", code=None)
    sim.faults(page_rows=400, expired_token="all", after_requests=10)
    ran = sextant.run("sync", code=3)
    assert "sso login" in ran.out
    asked = sim.counts("ce", "GetCostAndUsage")
    sim.faults(page_rows=400)
    sign_in(sim, sextant.home)
    sextant.run("sync")
    assert_whole(sextant, sim)
    assert sim.counts("ce", "GetCostAndUsage") > asked


def test_figures_that_are_drawn_up_between_two_requests(sim, sextant):
    months = ("2025-09-01", "2026-11-01")
    before = truth(sim, sim.payer, "month", months)
    sim.faults(drift_after_requests=2)
    _, summary = events(sextant)
    assert summary["status"] == "done"
    sim.faults()
    payer = sim.payer
    total = held(sextant, payer, "total", "monthly")
    for face in ("account_service", "service_region", "service_charge_type"):
        assert held(sextant, payer, face, "monthly") == total, face
    # All requests may have been under way before the figures were drawn up anew.
    assert total in (before, truth(sim, payer, "month", months))


def test_two_profiles_on_one_account_and_a_member_beside_its_payer(sim, sextant):
    connect(sextant, "payer-reader", code=None)
    connect(sextant, "member", code=None)
    sim.clear_counts()
    lines, summary = events(sextant)
    assert summary["status"] == "done" and len(summary["cells"]) == 8
    reasons = {skipped["connection"]: skipped["reason"]["code"] for skipped in lines[0]["skipped"]}
    assert set(reasons.values()) == {"sync.same_account", "sync.covered_by_payer"}
    assert_whole(sextant, sim)


def test_a_member_alone_sees_its_own_figures(sim, make_sextant):
    sextant = make_sextant(sim)
    sextant.variables["SEXTANT_NOW"] = NOW
    connect(sextant, "member", code=None)
    sextant.run("sync")
    member = sim.identities["profiles"]["member"]["account_id"]
    assert_whole(sextant, sim, payer=member)
    rows = sextant.json("query", "SELECT DISTINCT x_Perspective FROM cost_total_monthly")["rows"]
    assert rows == [{"x_Perspective": "member"}]


def test_only_one_sync_at_a_time(sim, sextant):
    sim.faults(latency_ms=1500)
    first = sextant.start("sync")
    time.sleep(1)
    ran = sextant.run("sync", code=1)
    assert "sync.locked" in ran.err and str(first.pid) in ran.err
    first.kill()
    first.communicate()
    sim.faults()
    sextant.run("sync")
    assert_whole(sextant, sim)


def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(sim, sextant):
    sim.faults(page_rows=200)
    process = sextant.start("sync")
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 3, out + err
    assert "Nothing is lost" in out and "sextant sync" in out
    sextant.run("sync")
    assert_whole(sextant, sim)


def asked_and_kept(sim, sextant):
    """Requests to Cost Explorer that were sent, and pages that came of them."""
    with sqlite3.connect(sextant.state / "state.db") as state:
        pages = state.execute("SELECT sum(pages) FROM cells WHERE face != 'accounts'").fetchone()[0]
    return sim.counts("ce"), pages


def test_ctrl_c_waits_for_what_was_sent(sim, sextant):
    sim.faults(latency_ms=1500, services=["ce"])
    process = sextant.start("sync")
    while sim.counts("ce") < 4:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 3, out + err
    asked, kept = asked_and_kept(sim, sextant)
    assert asked == kept and 4 <= asked <= 7, "what is paid for is kept, and nothing more was sent"
    sim.faults()
    sextant.run("sync")
    asked, kept = asked_and_kept(sim, sextant)
    assert asked == kept, "nothing is asked twice"
    assert_whole(sextant, sim)


def test_a_forced_sync_that_cannot_ask_costs_nothing_later(sim, sextant):
    sextant.run("sync")
    sim.clear_counts()
    lost = {name: str(sextant.home / "none") for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")}
    before = sextant.json("accounts")["rows"][0]
    ran = sextant.run("sync", "--force", code=1, **lost)
    assert "profile.not_found" in ran.out + ran.err and sim.counts("ce") == 0
    assert sextant.json("accounts")["rows"][0] == before
    assert "Nothing to ask." in sextant.run("sync").err and sim.counts("ce") == 0


def test_what_was_pulled_is_kept_without_a_connection(sim, sextant):
    sextant.run("sync")
    row = sextant.json("accounts")["rows"][0]
    assert row["next_sync_at"] is None and row["next_sync"] == "by hand; asks nothing before 20:00 UTC"
    sextant.run("disconnect", "payer", "--keep-data", "--yes")
    ran = sextant.run("accounts", code=4)
    assert "sextant sync" not in ran.err and "No account is connected any more" in ran.err
    rows = {row["account_id"]: row for row in sextant.json("accounts", code=4)["rows"]}
    assert rows.pop(sim.payer)["words"] == "not connected any more; the costs that were pulled are kept"
    assert {row["words"] for row in rows.values()} == {f"its payer {sim.payer} is not connected any more"}


def test_bars_fit_the_terminal_and_end_in_order(sim, sextant):
    del sim
    terminal = AtTerminal(sextant, "sync")
    assert terminal.end() == 0
    text = terminal.shown
    assert "\x1b[8A" in text and "account_service monthly" in text and "done" in text
    assert "Synced in" in text.splitlines()[-1]


def test_wrong_options_and_nothing_connected(sim, make_sextant):
    empty = make_sextant(sim)
    assert "connection.none" in empty.run("sync", code=4).err
    assert "usage.sync" in empty.run("sync", "--deadline", "soon", code=2).err
    assert "usage.sync" in empty.run("sync", "--max-cost", "much", code=2).err
