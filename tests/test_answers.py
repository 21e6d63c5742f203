"""Answers of the real program over two simulated organizations in two currencies, one of them with a member connected beside its payer."""

from decimal import Decimal
import json
import subprocess

import pytest

import conftest
from conftest import BUILD, Sextant, Simulator
from lake import NOW

FROM, TO = "2026-09-01", "2026-10-16"


@pytest.fixture(name="clouds", scope="module")
def two_organizations(tmp_path_factory):
    simulator = Simulator(tmp_path_factory.mktemp("aws"), "--seed", 11, "--now", NOW, "--organizations", 2, "--second-currency", "CNY",
                          "--accounts", 5, "--services", 12)
    yield simulator
    simulator.stop()


@pytest.fixture(name="sextant", scope="module")
def synced(clouds, tmp_path_factory):
    program = Sextant(clouds, tmp_path_factory.mktemp("sextant"))
    program.variables["SEXTANT_NOW"] = NOW
    # The member comes first, so that its own view is held when its payer is connected.
    for profile in ("member", "payer", "payer2"):
        program.run("connect", "aws", "--profile", profile, "--yes")
        program.run("sync", "--yes", timeout_s=900)
    return program


@pytest.fixture(name="first")
def first_organization(clouds):
    return clouds.identities["organizations"][0]


def ledger(clouds, group, first=FROM, end=TO, metric="UnblendedCost", view=None, **conditions):
    """Amounts of the first organization by its groups, zeros left out."""
    view = view or clouds.payer
    query = "".join(f"&{name}={value}" for name, value in conditions.items())
    answer = clouds.get(f"/ledger?group={group}&metric={metric}&from={first}&to={end}&view={view}{query}")
    sums = {tuple(None if row[key] == "NoRegion" else row[key] for key in group.split(",")): Decimal(row["amount"])
            for row in answer["rows"]}
    return {key: amount for key, amount in sums.items() if amount}


def rows(answer, *keys, currency="USD"):
    """The rows of one currency by their keys, zeros left out."""
    sums = {}
    for row in answer["rows"]:
        if row.get("currency", answer["provenance"]["currency"]) != currency:
            continue
        key = tuple(row[name] for name in keys)
        assert key not in sums, f"{key} twice"
        sums[key] = Decimal(row["amount"])
    return {key: amount for key, amount in sums.items() if amount}


def test_the_default_is_last_month_and_this_by_service(clouds, sextant):
    answer = sextant.json("cost")
    assert rows(answer, "service") == ledger(clouds, "service")
    provenance = answer["provenance"]
    assert (provenance["from"], provenance["to"], provenance["metric"]) == (FROM, TO, "unblended")
    assert provenance["estimated"] and provenance["charge_types"] == "all" and provenance["age_s"] >= 0
    assert provenance["coverage"]["complete"] and "AWS Cost Explorer" in provenance["source"]


def test_two_currencies_are_never_one_sum(sextant):
    answer = sextant.json("cost", "--by", "month")
    assert answer["provenance"]["currency"] is None
    assert answer["provenance"]["currencies"] == ["CNY", "USD"]
    assert {(row["currency"], row["month"]) for row in answer["rows"]} == {
        (currency, month) for currency in ("CNY", "USD") for month in ("2026-09", "2026-10")}
    assert {total["currency"] for total in answer["provenance"]["totals"]} == {"CNY", "USD"}


def test_parts_of_months_and_days(clouds, sextant):
    answer = sextant.json("cost", "--by", "day", "--by", "service", "--from", "2026-09-20", "--to", "2026-10-05")
    assert rows(answer, "day", "service") == ledger(clouds, "day,service", "2026-09-20", "2026-10-05")
    answer = sextant.json("cost", "--by", "account", "--last", "7d")
    assert rows(answer, "account") == ledger(clouds, "account", "2026-10-08", "2026-10-15")
    assert all(row["account_name"] for row in answer["rows"])


def test_filters(clouds, sextant, first):
    by_service = ledger(clouds, "service,region")
    service, region = max(by_service, key=by_service.get)
    answer = sextant.json("cost", "--by", "region", "--where", f"service={service.upper()}")
    assert rows(answer, "region") == {(key[1],): amount for key, amount in by_service.items() if key[0] == service}
    answer = sextant.json("cost", "--by", "service", "--where", f"region!={region}", "--where", f"region!={region}")
    wanted = {}
    for (name, where), amount in by_service.items():
        if where != region:
            wanted[(name,)] = wanted.get((name,), 0) + amount
    assert rows(answer, "service") == {key: amount for key, amount in wanted.items() if amount}
    account = next(one["id"] for one in first["accounts"] if one["id"] != first["payer"])
    assert rows(sextant.json("cost", "--account", account), "service") == {
        (key[1],): amount for key, amount in ledger(clouds, "account,service").items() if key[0] == account}


def test_a_member_is_not_counted_beside_its_payer(clouds, sextant):
    answer = sextant.json("cost", "--by", "total")
    assert rows(answer)[()] == sum(ledger(clouds, "month").values())
    member = clouds.identities["profiles"]["member"]["account_id"]
    assert [one["account"] for one in answer["provenance"]["coverage"]["left_out"]] == [member]
    own = sextant.json("cost", "--connection", "member", "--by", "service")
    assert rows(own, "service") == ledger(clouds, "service", view=member), "its own view has figures of its own"


def test_what_cannot_be_answered_is_refused_with_what_it_takes(sextant):
    for arguments in (("--by", "account", "--by", "region"), ("--by", "day", "--by", "region", "--last", "7d"),
                      ("--from", "2024-01", "--to", "2026-10"), ("--from", "2026-06-05", "--to", "2026-06-20"),
                      ("--by", "account", "--where", "charge_type=Usage")):
        refused = sextant.run("cost", *arguments, code=1)
        assert "cost.not_answerable" in refused.err and "fix:" in refused.err and not refused.out, arguments
        assert "Price: none" in " ".join(refused.err.split()), "no request gives it"
    assert "cost.unknown_value" in sextant.run("cost", "--where", "service=Amazon Simple Storge Service", code=1).err
    assert "cost.bad_window" in sextant.run("cost", "--from", "2026-12", code=2).err


def test_forms(sextant, tmp_path):
    text = sextant.run("cost", "--by", "service", "--by", "month", "--plot", "--limit", "3")
    assert text.out.startswith("Unblended costs by service and month, 1 September to 15 October 2026 (45 days)\n")
    assert "others (" in text.out and "█" in text.out and "Source: AWS Cost Explorer" in text.out
    assert "█" not in sextant.run("cost", "--plot", "--ascii").out
    quiet = sextant.run("cost", "--quiet")
    assert quiet.out.startswith("Service") and "Source" not in quiet.out
    csv = sextant.run("cost", "--by", "account", "--format", "csv")
    assert csv.out.splitlines()[0] == "account,account_name,currency,amount,kind" and "\x1b" not in csv.err
    for line in csv.out.splitlines():
        assert not line.split(",")[1].startswith(("=", "+", "@")), line
    path = tmp_path / "answer.parquet"
    sextant.run("cost", "--format", "parquet", "--output", path)
    assert path.read_bytes()[:4] == b"PAR1" and [file.name for file in tmp_path.glob("*.parquet")] == ["answer.parquet"]
    sextant.run("cost", "--format", "parquet", code=2)
    sextant.run("cost", "--no-such-option", code=2)


def test_a_switched_off_connection_is_left_out(sextant):
    sextant.run("connection", "payer2", "--off")
    try:
        answer = sextant.json("cost")
        assert answer["provenance"]["currency"] == "USD"
        assert "switched off" in str(answer["provenance"]["coverage"]["left_out"])
    finally:
        sextant.run("connection", "payer2", "--on")


def test_the_forecast_is_what_aws_said(clouds, sextant):
    answer = sextant.json("forecast", "--connection", "payer")
    start, end = answer["rows"][0]["from"], answer["rows"][-1]["to"]
    question = {"TimePeriod": {"Start": start, "End": end}, "Metric": "UNBLENDED_COST", "Granularity": "MONTHLY",
                "PredictionIntervalLevel": answer["provenance"]["level_percent"]}
    said = sextant.run("aws", "call", "ce", "GetCostForecast", json.dumps(question), "--profile", "payer").json()
    assert [row["month"] for row in answer["rows"]] == [one["TimePeriod"]["Start"][:7] for one in said["ForecastResultsByTime"]]
    for row, one in zip(answer["rows"], said["ForecastResultsByTime"]):
        for name, member in (("amount", "MeanValue"), ("lower", "PredictionIntervalLowerBound"), ("upper", "PredictionIntervalUpperBound")):
            assert abs(Decimal(row[name]) - Decimal(one[member])) < Decimal("1e-15")
    month = answer["this_month"][0]
    spent = sum(ledger(clouds, "day", month["spent_from"], month["spent_to"]).values())
    assert Decimal(month["spent"]) == spent
    assert Decimal(month["expected"]) == spent + Decimal(answer["rows"][0]["amount"])


def test_sql_reads_the_lake_and_nothing_else(clouds, sextant, tmp_path):
    answer = sextant.json("query", f"SELECT ServiceName AS service, sum(x_UnblendedCost) AS amount FROM cost_account_service_monthly "
                                   f"WHERE BillingAccountId = '{clouds.payer}' AND ChargePeriodStart >= '{FROM}' GROUP BY 1")
    assert {(row["service"],): Decimal(row["amount"]) for row in answer["rows"] if Decimal(row["amount"])} == ledger(clouds, "service")
    assert sextant.run("query", "-", "--format", "csv", stdin="SELECT 7 AS x").out == "x\n7\n"
    evil = tmp_path / "evil"
    for sql in (f"COPY (SELECT 1) TO '{evil}'", "SELECT * FROM read_text('/etc/passwd')", f"SELECT * FROM read_blob('{sextant.state}/state.db')",
                f"ATTACH '{evil}'", "INSTALL httpfs", "SET threads = 1", "SELECT 1; SELECT 2", "SELECT * FROM glob('/*')", "PRAGMA version",
                f"SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = '{evil}')", "FROM '/etc/passwd'"):
        refused = sextant.run("query", sql, code=1)
        assert not refused.out and any(code in refused.err for code in ("query.", "lake.not_allowed", "lake.bad_sql")), sql
    assert not evil.exists()
    assert "cut after 3 rows" in sextant.run("query", "SELECT * FROM range(9)", "--max-rows", "3", code=3).err
    assert "lake.deadline" in sextant.run("query", "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
                                          "--timeout", "1", code=1).err


def test_others_are_one_row_of_all_months(sextant):
    shown = sextant.run("cost", "--by", "service", "--by", "month", "--last", "6mo", "--limit", "3", "--connection", "payer").out
    lines = [line for line in shown.splitlines() if line.strip().startswith("others")]
    assert len(lines) == 1 and "new" not in lines[0] and "gone" not in lines[0], shown


@pytest.mark.parametrize("line", [
    ("cost", "--from", "tomorrow"), ("cost", "--to", "2026-09-01"), ("cost", "--last", "3mo", "--from", "2026-09"), ("cost", "--by", "servce"),
    ("cost", "--metric", "usage"), ("cost", "--where", "service"), ("cost", "--limit", "0"), ("cost", "--limit", "-1"), ("forecast", "--months", "0"),
    ("query",), ("nothing",), ("cost", "--nothing")])
def test_a_wrong_command_line_ends_with_2(sextant, line):
    assert sextant.run(*line, code=2).err


def test_sql_says_where_its_rows_come_from(sextant):
    question = "SELECT sum(BilledCost) AS cost FROM cost_total_monthly"
    provenance = sextant.json("query", question)["provenance"]
    assert [table["name"] for table in provenance["tables"]] == ["cost_total_monthly"] and provenance["tables"][0]["age_s"] >= 0
    assert provenance["complete"] and provenance["missing"] == []
    assert "From cost_total_monthly, read " in sextant.run("query", question).err
    assert not sextant.run("--quiet", "query", question).err and not sextant.run("query", "--format", "csv", question).err


def test_what_cannot_be_printed_is_no_success(sextant):
    for form in ("table", "json", "csv"):
        with open("/dev/full", "w", encoding="utf-8") as full:
            ran = subprocess.run([BUILD / "sextant", "cost", "--format", form], env=sextant.variables, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert ran.returncode == 1 and "standard output could not be written" in ran.stderr
    ran = subprocess.run(["bash", "-c", "sextant query 'SELECT * FROM range(100000)' --format csv | head -n 1"], capture_output=True, text=True, check=True,
                         env={**sextant.variables, "PATH": f"{BUILD}:{sextant.variables['PATH']}"})
    assert ran.stdout == "range\n" and not ran.stderr, "who reads no further has what it wants"


def test_a_folder_that_is_missing_is_named(sextant, tmp_path):
    for form in ("table", "json", "csv", "parquet"):
        for command in (("cost",), ("query", "SELECT 1 AS one")):
            refused = sextant.run(*command, "--format", form, "--output", tmp_path / "absent" / "x", code=1).err
            assert f"{tmp_path / 'absent'} does not exist" in refused


def test_every_command_has_examples(sextant):
    def walk(*path):
        shown = sextant.run(*path, "--help").out
        assert "xamples:" in shown or "Examples" in shown, path
        listed = shown.split("\nSubcommands:\n")[1].split("\n\n")[0] if "\nSubcommands:\n" in shown else ""
        for line in listed.splitlines():
            if line.startswith("  ") and line[2] != " ":
                walk(*path, line.split()[0])

    walk()


def test_a_payer_without_data_is_missed(start_simulator, make_sextant):
    simulator = start_simulator("--seed", 3, "--now", NOW, "--organizations", 2, "--accounts", 2, "--services", 3)
    sextant = make_sextant(simulator)
    sextant.variables["SEXTANT_NOW"] = NOW
    for profile in ("payer", "payer2"):
        sextant.run("connect", "aws", "--profile", profile, "--yes")
    simulator.faults(ce_not_enabled=[simulator.identities["organizations"][1]["payer"]])
    sextant.run("sync", "--yes", code=None)
    answer = sextant.json("cost", code=3)
    coverage = answer["provenance"]["coverage"]
    assert not coverage["complete"] and (coverage["sources_held"], coverage["sources_expected"]) == (1, 2)
    assert {gap["account"] for gap in coverage["missing"]} == {simulator.identities["organizations"][1]["payer"]}
    assert {gap["status"] for gap in coverage["missing"]} == {"not_enabled"}
    assert "missing:" in sextant.run("cost", code=3).out


def test_nothing_connected(sim, make_sextant):
    sextant = make_sextant(sim)
    for command in (("cost",), ("forecast",)):
        nothing = sextant.run(*command, code=4)
        assert "sextant connect aws" in nothing.err and not nothing.out
    assert sextant.json("query", "SELECT count(*) AS n FROM cost_total_monthly")["rows"] == [{"n": 0}]


def test_help_for_shells_and_man(sextant, tmp_path):
    script = tmp_path / "completion.bash"
    script.write_text(sextant.run("completion", "bash").out, encoding="utf-8")
    offered = subprocess.run(["bash", "-c", f"source {script}; COMP_WORDS=(sextant cost --metric net); COMP_CWORD=3; _sextant; "
                                            "echo ${COMPREPLY[@]}"], check=True, capture_output=True, text=True).stdout
    assert offered == "net-unblended net-amortized\n"
    assert sextant.run("completion", "zsh").out.startswith("#compdef sextant")
    page = sextant.run("man").out
    helped = subprocess.run([BUILD / "sextant", "--help"], check=True, capture_output=True, text=True,
                            env=conftest.inherited_environment()).stdout
    for command in ("cost", "forecast", "query", "sync", "connect", "check"):
        assert f".B sextant {command}" in page and command in helped
