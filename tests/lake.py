"""What the lake of a program `sextant` holds, for tests that look at it from outside, and what the simulator's ledger says it should hold."""

from decimal import Decimal

NOW = "2026-10-15T12:00:00Z"
MONTHS = ("2025-09-01", "2026-11-01")
DAYS = ("2026-09-01", "2026-10-16")
MONTHLY_FACES = ("total", "account_service", "service_region", "service_charge_type")
DAILY_FACES = ("total", "account_service")
MARK = ".sextant-tmp-"


def connect(sextant, profile="payer", **options):
    """Connects without a paid check and without a sync."""
    sextant.run("connect", "aws", "--profile", profile, "--yes", "--no-paid", **options)


def truth(simulator, payer, period, interval):
    answer = simulator.get(f"/ledger?group={period}&metric=UnblendedCost&from={interval[0]}&to={interval[1]}&view={payer}")
    return {row[period]: Decimal(row["amount"]) for row in answer["rows"] if Decimal(row["amount"]) != 0}


def held(sextant, payer, face, grain):
    """Sums by period; what is not allocated counts, since that is its purpose."""
    form = "%Y-%m" if grain == "monthly" else "%Y-%m-%d"
    answer = sextant.json("query", f"SELECT strftime(ChargePeriodStart, '{form}') AS period, CAST(sum(x_UnblendedCost) AS VARCHAR) AS amount "
                                   f"FROM cost_{face}_{grain} WHERE BillingAccountId = '{payer}' GROUP BY 1")
    return {row["period"]: Decimal(row["amount"]) for row in answer["rows"] if Decimal(row["amount"]) != 0}


def assert_whole(sextant, simulator, payer=None):
    """Every face equals the ledger, and nothing half-written or unpublished is left."""
    payer = payer or simulator.payer
    months, days = truth(simulator, payer, "month", MONTHS), truth(simulator, payer, "day", DAYS)
    for face in MONTHLY_FACES:
        assert held(sextant, payer, face, "monthly") == months, face
    for face in DAILY_FACES:
        assert held(sextant, payer, face, "daily") == days, face
    assert not leftovers(sextant)
    assert not spooled(sextant)


def leftovers(sextant):
    return [path for path in sextant.state.rglob("*") if MARK in path.name]


def spooled(sextant):
    folder = sextant.state / "spool"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def files(sextant):
    """The bytes of every file of the lake."""
    return {path: path.read_bytes() for path in (sextant.state / "lake").rglob("*.parquet")}


def enlarge(sextant, rows_a_month=1_000_000, months=10):
    """Repeats the rows of account and service of so many months until there are so many of each; the sums by month and service then."""
    face = sextant.state / "lake" / "costs" / "face=account_service" / "grain=monthly"
    for path in sorted(face.rglob("month=*/data.parquet"))[-months - 2:-2]:
        month = path.parent.name.removeprefix("month=")
        of_month = f"FROM cost_account_service_monthly c, range({rows_a_month}) WHERE strftime(ChargePeriodStart, '%Y-%m') = '{month}'"
        sextant.run("query", "--format", "parquet", "--output", path, "--max-rows", rows_a_month, f"SELECT c.* {of_month} LIMIT {rows_a_month}")
    answer = sextant.json("query", "SELECT strftime(ChargePeriodStart, '%Y-%m') AS month, ServiceName AS service, count(*) AS n, "
                                   "CAST(sum(x_UnblendedCost) AS VARCHAR) AS amount FROM cost_account_service_monthly GROUP BY 1, 2")
    assert sum(row["n"] for row in answer["rows"]) >= rows_a_month * months
    return {(row["month"], row["service"]): Decimal(row["amount"]) for row in answer["rows"]}
