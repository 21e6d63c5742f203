"""A sync that is killed, or that finds no space, loses nothing, stores nothing twice and asks for no page that it has."""

import os
import json
import random
import resource
import signal
import subprocess
import time

import pytest

from lake import NOW, assert_whole, connect, files, spooled

KILLS = int(os.environ.get("SEXTANT_KILLS", "50"))
KILL_AFTER_S = (0.02, 1.5)


@pytest.fixture(name="sim")
def small_pages(start_simulator):
    return start_simulator("--seed", 11, "--now", NOW, "--page-rows", 250)


@pytest.fixture(name="sextant")
def connected(sim, make_sextant):
    return new_sextant(sim, make_sextant)


def new_sextant(sim, make_sextant):
    sextant = make_sextant(sim)
    sextant.variables["SEXTANT_NOW"] = NOW
    connect(sextant)
    sim.clear_counts()
    return sextant


def token_text(token):
    """A page's token as the service sees it."""
    if isinstance(token, dict):
        return next(iter(token.values()), "")
    return token or ""


def tokens_of_kept_pages(sextant):
    """The tokens by which pages that are safely on disk were asked, and the number of cells whose first page is."""
    tokens, cells = set(), 0
    folder = sextant.state / "spool"
    for cell in folder.iterdir() if folder.exists() else []:
        pages = sorted(path for path in cell.glob("page-*.json"))
        cells += bool(pages)
        # The token in a page asks for the next one.
        for page in pages[:-1]:
            tokens.add(token_text(json.loads(page.read_text(encoding="utf-8"))["next_token"]))
    return tokens, cells


def requests_of(sim):
    return [request for request in sim.get("/requests?limit=20000")["requests"] if request["service"] == "ce"]


def test_killed_at_any_moment(sim, make_sextant):
    dice = random.Random(20261015)
    sextant = new_sextant(sim, make_sextant)
    kills = whole = 0
    while kills < KILLS:
        kept, cells = tokens_of_kept_pages(sextant)
        sim.clear_counts()
        process = sextant.start("sync")
        time.sleep(dice.uniform(*KILL_AFTER_S))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        asked = requests_of(sim)
        assert not kept & {request["page_token"] for request in asked}, "a page that was kept is asked again"
        first_pages = [request for request in asked if request["operation"] == "GetCostAndUsage" and not request["page_token"]]
        assert len(first_pages) <= 6 - cells
        if process.returncode == 0:  # it was faster: begin anew
            assert_whole(sextant, sim)
            whole += 1
            sextant = new_sextant(sim, make_sextant)
        else:
            kills += 1
    sextant.run("sync")
    assert_whole(sextant, sim)
    assert whole < KILLS


def test_a_dead_process_leaves_no_lock(sim, sextant):
    process = sextant.start("sync")
    time.sleep(0.5)
    process.kill()
    process.communicate()
    sextant.run("sync")
    assert_whole(sextant, sim)


def run_with_file_limit(sextant, build_folder, limit_bytes, *arguments):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    return subprocess.run([build_folder / "sextant", *arguments], env=sextant.variables, check=False, capture_output=True, text=True,
                          timeout=120, preexec_fn=limit)


@pytest.mark.parametrize("limit_kb", [1, 8, 40, 150])
def test_no_space_leaves_what_was_there(sim, sextant, build_folder, limit_kb):
    sextant.run("sync")
    before = files(sextant)
    sim.post("/ledger/refresh", {})
    ran = run_with_file_limit(sextant, build_folder, limit_kb * 1024, "sync", "--force")
    assert ran.returncode in (0, 1, 3), ran
    if ran.returncode != 0:
        assert "No space is left" in ran.stdout + ran.stderr, ran
    after = files(sextant)
    assert set(before) <= set(after)
    # Every file is whole: the old one or the new one.
    sextant.run("query", "SELECT count(*) FROM cost_account_service_monthly")
    sextant.run("sync", "--force")
    assert_whole(sextant, sim)


def test_no_space_at_the_first_sync(sim, sextant, build_folder):
    ran = run_with_file_limit(sextant, build_folder, 20 * 1024, "sync")
    assert ran.returncode in (1, 3), ran
    assert "No space is left" in ran.stdout + ran.stderr, ran
    sextant.run("sync")
    assert_whole(sextant, sim)
    assert not spooled(sextant)
