"""A state file of an earlier format is brought up to date when it is opened, and keeps what it held."""

import pathlib
import sqlite3

FIXTURE = pathlib.Path(__file__).parent / "fixtures" / "state_version_3.sql"


def open_old_state(sextant):
    """Puts the old state file where the program looks for it; it was written by schema version 3."""
    sextant.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with sqlite3.connect(sextant.state / "state.db") as database:
        database.executescript(FIXTURE.read_text(encoding="utf-8"))
        database.execute("PRAGMA user_version = 3")


def read(sextant, question):
    with sqlite3.connect(sextant.state / "state.db") as database:
        return database.execute(question).fetchall()


def test_connections_cells_and_ledger_are_kept(sextant):
    open_old_state(sextant)
    tables = ("connections", "cells", "ledger", "runs")
    before = {table: read(sextant, f"SELECT * FROM {table} ORDER BY 1") for table in tables}
    shown = sextant.run("connection", "payer", "--format", "json").json()
    assert shown["note"] == "the bill of Ana's team" and shown["last_check_status"] == "amber"
    accounts = sextant.run("accounts", "--format", "json").json()
    assert [account["account_id"] for account in accounts["rows"]] == ["663214947234"]
    assert [setup["name"] for setup in accounts["pending"]] == ["later"]
    assert read(sextant, "PRAGMA user_version")[0][0] >= 3
    assert read(sextant, "SELECT DISTINCT role_name FROM connections") == [("",)], "the suggested name, as before"
    for table in tables:
        columns = len(before[table][0])
        assert [row[:columns] for row in read(sextant, f"SELECT * FROM {table} ORDER BY 1")] == before[table]


def test_a_later_format_is_refused_and_left_alone(sextant):
    open_old_state(sextant)
    with sqlite3.connect(sextant.state / "state.db") as database:
        database.execute("PRAGMA user_version = 9999")
    assert "state.newer" in sextant.run("accounts", code=1).err
    assert read(sextant, "PRAGMA user_version") == [(9999,)]
    assert read(sextant, "SELECT count(*) FROM cells") == [(8,)]
