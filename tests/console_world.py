"""A cloud, a program that has read its bill, and a console on it, for the tests of pages that show costs."""

import contextlib
from decimal import Decimal

from conftest import Sextant, Simulator
from console import serving
from lake import NOW

# Beside those that the simulator has: what pages, spreadsheets and shells stumble over.
HOSTILE_NAMES = ("\"'><script>alert(1)</script>", "@SUM(A1:A9)", "-2+3|cmd", "{{7*7}}${7*7}<b>b</b>")

# This month so far, and the same days of the last one: the day that has not ended is not compared.
THIS_MONTH, LAST_MONTH = ("2026-10-01", "2026-10-15"), ("2026-09-01", "2026-09-15")


class World:
    """The simulator, the program, and the server that runs on its state."""

    def __init__(self, simulator, sextant, console):
        self.simulator = simulator
        self.sextant = sextant
        self.console = console
        self.names = {account["id"]: account["name"] for account in simulator.organization["accounts"]}
        self.names.update(rename(simulator))

    def ledger(self, group, interval, metric="UnblendedCost", view=None, **conditions):
        """Amounts by groups as the simulator's ledger adds them up: {(service, …): amount}. What has no region is None."""
        query = "".join(f"&{name}={value}" for name, value in conditions.items())
        answer = self.simulator.get(f"/ledger?group={group}&metric={metric}&from={interval[0]}&to={interval[1]}"
                                    f"&view={view or self.simulator.payer}{query}")
        return {tuple(None if row[key] == "NoRegion" else row[key] for key in group.split(",")): Decimal(row["amount"])
                for row in answer["rows"] if Decimal(row["amount"]) != 0}

    def total(self, interval, **options):
        return sum(self.ledger("month", interval, **options).values())


def rename(simulator):
    """Gives some members names that are hostile; {id: name}."""
    members = [account for account in simulator.organization["accounts"]
               if account["id"] != simulator.payer and account["is_listed"] and account["state"] == "ACTIVE"]
    renamed = {account["id"]: name for account, name in zip(members[1:], HOSTILE_NAMES)}
    for number, name in renamed.items():
        simulator.post("/organization", {"account_id": number, "name": name})
    return renamed


@contextlib.contextmanager
def synced(folder, *flags, connections=("payer-reader",)):
    """A program that has read the bill of a simulator with these flags, at NOW; connected and synced in this order."""
    simulator = Simulator(folder / "aws", "--seed", 7, "--now", NOW, *flags)
    try:
        rename(simulator)
        sextant = Sextant(simulator, folder)
        sextant.variables["SEXTANT_NOW"] = NOW
        for profile in connections:
            sextant.run("connect", "aws", "--profile", profile, "--yes")
            sextant.run("sync", "--yes")
        yield sextant
    finally:
        simulator.stop()


@contextlib.contextmanager
def synced_world(folder, *flags, **options):
    """The same with a console on it."""
    with synced(folder, *flags, **options) as sextant, serving(sextant) as console:
        yield World(sextant.simulator, sextant, console)
