"""What Sextant keeps and answers, against the simulated cloud's ledger: every face, month, day and metric, to the last digit.

The truth comes from GET /_sim/ledger, which adds up line items in code that Cost Explorer does not use.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from conftest import Sextant, Simulator

KEYS = {"account": "SubAccountId", "service": "ServiceName", "region": "RegionId", "charge_type": "x_ChargeType"}
FACES = {"total": (), "account_service": ("account", "service"), "service_region": ("service", "region"),
         "service_charge_type": ("service", "charge_type")}
METRICS = {"unblended": "UnblendedCost", "blended": "BlendedCost", "amortized": "AmortizedCost", "net-unblended": "NetUnblendedCost",
           "net-amortized": "NetAmortizedCost"}
NET = {"net-unblended", "net-amortized"}


@dataclass
class Case:
    """One simulated cloud: its seed, its time, and the months and days that Sextant is to hold of it."""
    seed: int
    now: str
    months: tuple  # first, and the one after the last
    days: tuple
    flags: list = field(default_factory=list)

    def __str__(self):
        return f"seed{self.seed}"


CASES = [
    Case(1, "2026-10-15T12:00:00Z", ("2025-09-01", "2026-11-01"), ("2026-09-01", "2026-10-16")),
    # A leap day, and pages that are cut inside of it.
    Case(2, "2028-02-29T20:00:00Z", ("2027-01-01", "2028-03-01"), ("2028-01-01", "2028-03-01"),
         ["--page-rows", 71, "--accounts", 4, "--services", 8]),
    # The first of a month, when the current one has hardly begun.
    Case(3, "2026-11-01T09:00:00Z", ("2025-10-01", "2026-12-01"), ("2026-09-28", "2026-11-02")),
    # Two organizations with two currencies, of which one has no net metrics.
    Case(4, "2026-06-30T23:30:00Z", ("2025-05-01", "2026-07-01"), ("2026-05-01", "2026-07-01"),
         ["--organizations", 2, "--second-currency", "CNY", "--accounts", 5]),
    # Pages of one row; Sextant asks for two a second, so the bill is small.
    Case(5, "2026-01-06T10:00:00Z", ("2024-12-01", "2026-02-01"), ("2025-12-01", "2026-01-07"),
         ["--page-rows", 1, "--accounts", 1, "--services", 1, "--months", 1]),
]


@pytest.fixture(name="held", params=CASES, ids=str, scope="module")
def synced(request, tmp_path_factory):
    """A simulator and a Sextant that has pulled all its bills; the tests only read."""
    case = request.param
    folder = tmp_path_factory.mktemp(str(case))
    simulator = Simulator(folder / "aws", "--seed", case.seed, "--now", case.now, *case.flags)
    request.addfinalizer(simulator.stop)
    sextant = Sextant(simulator, folder)
    sextant.variables["SEXTANT_NOW"] = case.now
    for index in range(len(simulator.identities["organizations"])):
        sextant.run("connect", "aws", "--profile", "payer" if index == 0 else f"payer{index + 1}", "--yes")
    sextant.run("sync", "--yes", timeout_s=900)
    return case, simulator, sextant


def payers(simulator):
    """The payer of each organization, and whether its bill has net metrics."""
    return [(organization["payer"], index == 0) for index, organization in enumerate(simulator.identities["organizations"])]


def truth(simulator, payer, interval, period, keys, metric):
    """Amounts by (period, keys...), of groups that AWS would show; no region is None."""
    group = ",".join([period, *keys])
    answer = simulator.get(f"/ledger?group={group}&metric={metric}&from={interval[0]}&to={interval[1]}&view={payer}")
    return {tuple(None if row[key] == "NoRegion" else row[key] for key in (period, *keys)): Decimal(row["amount"]) for row in answer["rows"]}


def without_zeros(sums):
    """Cost Explorer gives a period without costs as zero where nothing is grouped; the ledger has no row."""
    return {key: amount for key, amount in sums.items() if amount != 0}


def stored(sextant, payer, face, grain, metric):
    """The lake's rows of one face, by way of SQL; a key that comes twice is an error."""
    columns = [KEYS[key] for key in FACES[face]]
    form = "%Y-%m" if grain == "monthly" else "%Y-%m-%d"
    selected = ", ".join([f"strftime(ChargePeriodStart, '{form}') AS period", *columns])
    answer = sextant.json("query", f"SELECT {selected}, CAST(x_{METRICS[metric]} AS VARCHAR) AS amount, x_Unallocated "
                                   f"FROM cost_{face}_{grain} WHERE BillingAccountId = '{payer}'")
    assert not answer["cut"]
    sums = {}
    for row in answer["rows"]:
        assert not row["x_Unallocated"], row
        key = (row["period"], *(row[column] for column in columns))
        assert key not in sums, f"{key} twice"
        sums[key] = None if row["amount"] is None else Decimal(row["amount"])
    return sums


def test_every_face_and_month_equals_the_ledger(held):
    case, simulator, sextant = held
    for payer, has_net in payers(simulator):
        for face, keys in FACES.items():
            for metric, name in METRICS.items():
                sums = stored(sextant, payer, face, "monthly", metric)
                if metric in NET and not has_net:
                    assert set(sums.values()) == {None}
                    continue
                assert without_zeros(sums) == without_zeros(truth(simulator, payer, case.months, "month", keys, name)), (face, metric)
            assert {key[0] for key in sums} <= {key[0] for key in stored(sextant, payer, "total", "monthly", "unblended")}


def test_every_day_equals_the_ledger(held):
    case, simulator, sextant = held
    for payer, _ in payers(simulator):
        for face in ("total", "account_service"):
            sums = stored(sextant, payer, face, "daily", "unblended")
            assert without_zeros(sums) == without_zeros(truth(simulator, payer, case.days, "day", FACES[face], "UnblendedCost")), face


def test_answers_equal_the_ledger(held):
    case, simulator, sextant = held
    first, end = case.months
    for keys in (("service",), ("account", "service"), ("service", "region"), ("charge_type",), ("account",), ("region",), ()):
        by = [argument for key in (*keys, "month") for argument in ("--by", key)]
        for metric in ("unblended", "amortized"):
            answer = sextant.json("cost", *by, "--from", first, "--to", end, "--metric", metric)
            wanted = {}
            for organization, (payer, _) in zip(simulator.identities["organizations"], payers(simulator)):
                for (month, *rest), amount in truth(simulator, payer, case.months, "month", keys, METRICS[metric]).items():
                    wanted[organization["currency"], month, *rest] = amount
            seen = {}
            for row in answer["rows"]:
                currency = row.get("currency", answer["provenance"]["currency"])
                key = (currency, row["month"], *(row[key] for key in keys))
                assert key not in seen, f"{key} twice"
                seen[key] = Decimal(row["amount"])
            assert without_zeros(seen) == without_zeros(wanted), (keys, metric)
            assert answer["provenance"]["metric"] == metric
            assert answer["provenance"]["coverage"]["complete"]


def test_accounts_that_left_are_kept(held):
    case, simulator, sextant = held
    for organization in simulator.identities["organizations"]:
        left = [account for account in organization["accounts"] if account["left"] and case.months[0] < account["left"]]
        accounts = {key[1] for key in stored(sextant, organization["payer"], "account_service", "monthly", "unblended")}
        assert {account["id"] for account in left} <= accounts
