"""Questions that people ask, each with the tool call that answers it; the figures are those of the simulator's ledger, which adds them up by other code."""

from decimal import Decimal
import json

import pytest

import console_world
from mcp_client import talking

AUGUST, SEPTEMBER = ("2026-08-01", "2026-09-01"), ("2026-09-01", "2026-10-01")
OCTOBER = ("2026-10-01", "2026-10-16")  # so far; today is the 15th
WHOLE_DAYS, SAME_DAYS = ("2026-10-01", "2026-10-15"), ("2026-09-01", "2026-09-15")
QUARTER, QUARTER_BEFORE = ("2026-07-01", "2026-10-01"), ("2026-04-01", "2026-07-01")
S3, EC2 = "Amazon Simple Storage Service", "Amazon Elastic Compute Cloud - Compute"


class World(console_world.World):
    """A client of the program, and the ledger that it has read."""

    def __init__(self, sextant, client):
        super().__init__(sextant.simulator, sextant, None)
        self.client = client
        self.accounts = sextant.simulator.organization["accounts"]

    def member(self, index=0):
        """An account with costs in September, by amount."""
        sums = self.ledger("account", SEPTEMBER)
        return sorted(sums, key=lambda key: -sums[key])[index][0]


@pytest.fixture(name="world", scope="module")
def asked(tmp_path_factory):
    with console_world.synced(tmp_path_factory.mktemp("questions")) as sextant, talking(sextant) as client:
        yield World(sextant, client)


def rows_of(answer, *keys):
    sums = {tuple(row[key] for key in keys): Decimal(row["amount"]) for row in answer["rows"] if not row.get("others")}
    return {key: amount for key, amount in sums.items() if amount}


# ---- How an answer is held to the ledger: each takes the world and the tool's answer ------------------------------

def breakdown(group, interval, metric="UnblendedCost", where=None):
    """The rows are those of the ledger; `where` keeps some of them."""
    keys = group.split(",")

    def check(world, answer):
        extra = [key for key in (where or {}) if key not in keys]
        sums = {}
        for key, amount in world.ledger(",".join(keys + extra), interval, metric).items():
            values = dict(zip(keys + extra, key))
            if all(allowed(values[name], world) for name, allowed in (where or {}).items()):
                kept = tuple(values[name] for name in keys)
                sums[kept] = sums.get(kept, Decimal(0)) + amount
        assert rows_of(answer, *keys) == {key: amount for key, amount in sums.items() if amount}
        assert sums, "the question is about nothing"
    return check


def total(interval, metric="UnblendedCost"):
    def check(world, answer):
        assert [Decimal(row["amount"]) for row in answer["rows"]] == [world.total(interval, metric=metric)]
        assert Decimal(answer["provenance"]["totals"][0]["amount"]) == world.total(interval, metric=metric)
        assert world.total(interval, metric=metric).quantize(Decimal("0.01")).to_eng_string() in answer["summary"]
    return check


def top(group, interval, count):
    def check(world, answer):
        sums = world.ledger(group, interval)
        largest = sorted(sums.items(), key=lambda item: -item[1])[:count]
        assert [(row[group], Decimal(row["amount"])) for row in answer["rows"][:count]] == [(key[0], amount) for key, amount in largest]
        others = next(row for row in answer["rows"] if row.get("others"))
        assert Decimal(others["amount"]) == sum(sums.values()) - sum(amount for _, amount in largest)
    return check


def change(group, now, before, where=None):
    """The totals are right, and the largest change comes first."""
    def check(world, answer):
        sums = {}
        for sign, interval in ((1, now), (-1, before)):
            for key, amount in world.ledger(group, interval).items():
                if where is None or where(key, world):
                    sums[key] = sums.get(key, Decimal(0)) + sign * amount
        rows = {tuple(row[key] for key in group.split(",")): Decimal(row["change"]) for row in answer["rows"]
                if not row.get("others") and not row.get("unallocated")}
        for key, amount in rows.items():
            assert amount == sums.get(key, 0), key
        assert Decimal(answer["totals"][0]["change"]) == sum(sums.values())
        assert (answer["now"]["from"], answer["now"]["to"]) == now and (answer["before"]["from"], answer["before"]["to"]) == before
        sizes = [abs(amount) for amount in rows.values()]
        assert sizes == sorted(sizes, reverse=True) and sizes[0] == max(abs(amount) for amount in sums.values())
    return check


def sql(expected):
    """One column of amounts."""
    def check(world, answer):
        assert [Decimal(str(row[-1])) for row in answer["rows"]] == expected(world)
    return check


def told(expected):
    def check(world, answer):
        expected(world, answer)
    return check


def is_(value):
    return lambda actual, _world: actual == value


def not_in(*values):
    return lambda actual, _world: actual not in values


def is_member(index):
    return lambda actual, world: actual == world.member(index)


def forecast_is_whole(world, answer):
    month = answer["this_month"][0]
    assert Decimal(month["spent"]) == world.total((month["spent_from"], month["spent_to"]))
    assert Decimal(month["expected"]) == Decimal(month["spent"]) + Decimal(month["forecast_rest"])


def all_accounts(world, answer):
    assert {row["account_id"] for row in answer["rows"]} >= {account["id"] for account in world.accounts if account["is_listed"]}


def payer_is_read(world, answer):
    row = next(row for row in answer["rows"] if row["account_id"] == world.simulator.payer)
    assert row["connections"] == ["payer-reader"] and row["kind"] == "payer" and row["last_sync_at"]


def api_spending(world, answer):
    row = next(row for row in answer["rows"] if row["account_id"] == world.simulator.payer)
    assert Decimal(row["api_cost_usd"]) == Decimal("0.01") * world.simulator.counts("ce")


def fresh_to_today(world, answer):
    row = next(row for row in answer["rows"] if row["account_id"] == world.simulator.payer)
    assert row["costs_until"] == "2026-10-15" and row["queries"]["done"] > 5


def query(question, check, **arguments):
    return pytest.param("query_costs", arguments, check, id=question)


def compare(question, check, **arguments):
    return pytest.param("compare_costs", arguments, check, id=question)


def ask(question, check, tool, **arguments):
    return pytest.param(tool, arguments, check, id=question)


def monthly(statement, **names):
    return statement.format(table="cost_account_service_monthly", **names)


QUESTIONS = [
    query("What did we spend last month?", total(SEPTEMBER), period="last month", group_by="total"),
    query("What did we spend last month, by service?", breakdown("service", SEPTEMBER), period="last-month", group_by=["service"]),
    query("And by account?", breakdown("account", SEPTEMBER), period="last-month", group_by=["account"]),
    query("Which regions do we pay for?", breakdown("region", SEPTEMBER), period="2026-09", group_by=["region"]),
    query("What have we spent this month so far?", total(OCTOBER), period="this-month", group_by="total"),
    query("Daily costs of this month?", breakdown("day", OCTOBER), period="this month", granularity="DAILY", group_by="total"),
    query("What did we spend in the third quarter?", total(QUARTER), period="2026-Q3", group_by="total"),
    query("The last quarter by month?", breakdown("month", QUARTER), period="last quarter", group_by=["month"]),
    query("Costs by month this year?", breakdown("month", ("2026-01-01", "2026-10-16")), period="year to date", group_by=["month"]),
    query("What did August cost?", total(AUGUST), period="August", group_by="total"),
    query("What was the bill in December?", total(("2025-12-01", "2026-01-01")), period="December 2025", group_by="total"),
    query("How much was yesterday?", total(("2026-10-14", "2026-10-15")), period="yesterday", group_by="total"),
    query("The last seven days, by day?", breakdown("day", ("2026-10-08", "2026-10-15")), period="last 7 days", group_by=["day"]),
    query("The last 30 days by service?", breakdown("service", ("2026-09-15", "2026-10-15")), period="30d", group_by=["service"]),
    query("Last week?", total(("2026-10-05", "2026-10-12")), period="last week", group_by="total"),
    query("What does S3 cost?", breakdown("month", SEPTEMBER, where={"service": is_(S3)}), period="2026-09", group_by=["month"],
          filters={"service": [S3]}),
    query("Where do we use S3?", breakdown("region", SEPTEMBER, where={"service": is_(S3)}), period="last-month", group_by=["region"],
          filters={"service": S3}),
    query("Who uses EC2 most?", breakdown("account", SEPTEMBER, where={"service": is_(EC2)}), period="last-month", group_by=["account"],
          filters={"service": [EC2.lower()]}),
    query("EC2 by day since the middle of September?", breakdown("day", ("2026-09-15", "2026-10-16"), where={"service": is_(EC2)}), group_by=["day"],
          filters={"service": [EC2]}, **{"from": "2026-09-15"}),
    query("What do we pay in us-east-1?", breakdown("service", SEPTEMBER, where={"region": is_("us-east-1")}), period="2026-09", group_by=["service"],
          filters={"region": "us-east-1"}),
    query("And outside of it?", breakdown("region", SEPTEMBER, where={"region": not_in("us-east-1")}), period="2026-09", group_by=["region"],
          exclude={"region": ["us-east-1"]}),
    query("What has no region?", breakdown("service", SEPTEMBER, where={"region": is_(None)}), period="2026-09", group_by=["service"],
          filters={"region": "none"}),
    query("How much tax do we pay?", breakdown("charge_type", SEPTEMBER, where={"charge_type": is_("Tax")}), period="2026-09", group_by=["charge_type"],
          filters={"charge_type": "Tax"}),
    query("Did we get credits or refunds?", breakdown("charge_type", QUARTER, where={"charge_type": lambda kind, _: kind in ("Credit", "Refund")}),
          period="2026-Q3", group_by=["charge_type"], filters={"charge_type": ["Credit", "Refund"]}),
    query("Usage alone, without tax and credits, by service?", breakdown("service", SEPTEMBER, where={"charge_type": not_in("Tax", "Credit")}),
          period="2026-09", group_by=["service"], exclude={"charge_type": ["Tax", "Credit"]}),
    query("What kinds of charges are there?", breakdown("charge_type", SEPTEMBER), period="2026-09", group_by=["charge_type"]),
    query("Services of the second largest account?", breakdown("service", SEPTEMBER, where={"account": is_member(1)}), period="2026-09",
          group_by=["service"], filters={"account": "MEMBER1"}),
    query("Its costs by day?", breakdown("day", OCTOBER, where={"account": is_member(1)}), period="this-month", group_by=["day"],
          filters={"account": "MEMBER1"}),
    query("All but the two largest accounts?", breakdown("account", SEPTEMBER, where={"account": lambda a, w: a not in (w.member(0), w.member(1))}),
          period="2026-09", group_by=["account"], exclude={"account": ["MEMBER0", "MEMBER1"]}),
    query("The five most expensive services?", top("service", SEPTEMBER, 5), period="last-month", group_by=["service"], limit=5),
    query("The three largest accounts?", top("account", QUARTER, 3), period="2026-Q3", group_by=["account"], limit=3),
    query("Amortized costs of last month?", total(SEPTEMBER, "AmortizedCost"), period="last-month", group_by="total", metric="AmortizedCost"),
    query("What is it after all discounts?", total(SEPTEMBER, "NetUnblendedCost"), period="last-month", group_by="total", metric=["NetUnblendedCost"]),
    query("Amortized by service?", breakdown("service", SEPTEMBER, "AmortizedCost"), period="last-month", group_by="service", metric="amortized"),
    query("Net amortized by account this quarter?", breakdown("account", ("2026-10-01", "2026-10-16"), "NetAmortizedCost"), period="this quarter",
          group_by=["account"], metric="net amortized"),
    query("Services by month since July?", breakdown("service,month", ("2026-07-01", "2026-10-01")), group_by=["service", "month"],
          **{"from": "2026-07", "to": "2026-10"}),
    query("Accounts and services together?", breakdown("account,service", SEPTEMBER), period="2026-09", group_by=["account", "service"]),
    query("Services and regions together?", breakdown("service,region", SEPTEMBER), period="2026-09", group_by=["service", "region"]),
    query("Services by kind of charge?", breakdown("service,charge_type", SEPTEMBER), period="2026-09", group_by=["service", "charge_type"]),
    query("Just the 20th of September?", breakdown("service", ("2026-09-20", "2026-09-21")), period="2026-09-20", group_by=["service"]),
    compare("Why is September higher?", change("service", SEPTEMBER, AUGUST), period="September"),
    compare("Which account made the difference?", change("account", SEPTEMBER, AUGUST), period="2026-09", group_by=["account"]),
    compare("In which region?", change("region", SEPTEMBER, AUGUST), period="2026-09", compare_to="2026-08", group_by="region"),
    compare("Is it a credit that ended?", change("charge_type", SEPTEMBER, AUGUST), period="last-month", compare_to="August", group_by=["charge_type"]),
    compare("Is this month more expensive than the last?", change("service", WHOLE_DAYS, SAME_DAYS)),
    compare("By account, this month?", change("account", WHOLE_DAYS, SAME_DAYS), period="this-month", group_by=["account"]),
    compare("This quarter's two parts?", change("service", QUARTER, QUARTER_BEFORE), period="2026-Q3"),
    compare("September against the same month a year ago?", change("service", SEPTEMBER, ("2025-09-01", "2025-10-01")), period="2026-09",
            compare_to="last year"),
    compare("What changed in the last week?", change("service", ("2026-10-08", "2026-10-15"), ("2026-10-01", "2026-10-08")), period="last 7 days"),
    compare("What changed for EC2, by account?", change("account,service", SEPTEMBER, AUGUST, where=lambda key, _: key[1] == EC2), period="2026-09",
            group_by=["account", "service"], filters={"service": EC2}),
    ask("What will this month cost?", told(forecast_is_whole), "forecast_costs"),
    ask("And the next three months?", told(lambda world, answer: len(answer["rows"]) == 3 or pytest.fail("three months")), "forecast_costs", months=3),
    ask("List my connected cloud accounts", told(all_accounts), "list_cloud_accounts"),
    ask("How is the payer connected?", told(payer_is_read), "list_cloud_accounts", search="PAYER"),
    ask("What has asking AWS cost this month?", told(api_spending), "list_cloud_accounts"),
    ask("How fresh are the figures?", told(fresh_to_today), "data_coverage"),
    ask("Which tables can I ask?", told(lambda world, answer: len(answer["tables"]) > 6 or pytest.fail("tables")), "describe_lake"),
    ask("What share of September is S3?", sql(lambda world: [
        sum(a for k, a in world.ledger("service", SEPTEMBER).items() if k[0] == S3)]), "run_sql",
        sql=monthly("SELECT sum(x_UnblendedCost) FROM {table} WHERE ServiceName = 'Amazon Simple Storage Service' AND ChargePeriodStart = DATE '2026-09-01'")),
    ask("How many accounts spent more than 100 USD in September?", sql(lambda world: [
        Decimal(sum(amount > 100 for amount in world.ledger("account", SEPTEMBER).values()))]), "run_sql",
        sql=monthly("SELECT count(*) FROM (SELECT SubAccountId, sum(x_UnblendedCost) AS c FROM {table} WHERE ChargePeriodStart = DATE '2026-09-01' "
                    "AND NOT x_Unallocated GROUP BY 1 HAVING c > 100)")),
    ask("The most expensive day of the last weeks?", sql(lambda world: [max(world.ledger("day", ("2026-09-01", "2026-10-16")).values())]), "run_sql",
        sql="SELECT ChargePeriodStart, sum(x_UnblendedCost) AS c FROM cost_total_daily GROUP BY 1 ORDER BY c DESC LIMIT 1"),
    ask("The average month of the third quarter?", sql(lambda world: [world.total(QUARTER)]), "run_sql",
        sql="SELECT sum(x_UnblendedCost) FROM cost_total_monthly WHERE ChargePeriodStart BETWEEN DATE '2026-07-01' AND DATE '2026-09-01'"),
    ask("How many services do we use?", sql(lambda world: [Decimal(len({key[0] for key in world.ledger("service", SEPTEMBER)}))]), "run_sql",
        sql=monthly("SELECT count(DISTINCT ServiceName) FROM {table} WHERE ChargePeriodStart = DATE '2026-09-01' AND x_UnblendedCost <> 0")),
    ask("What did all of last quarter's credits come to?", sql(lambda world: [
        sum(a for k, a in world.ledger("charge_type", QUARTER).items() if k[0] == "Credit")]), "run_sql",
        sql="SELECT sum(x_UnblendedCost) FROM cost_service_charge_type_monthly WHERE x_ChargeType = 'Credit' AND ChargePeriodStart BETWEEN "
            "DATE '2026-07-01' AND DATE '2026-09-01'"),
]


def filled(value, world):
    """Arguments with the accounts that they speak of."""
    text = json.dumps(value)
    for name, number in (("PAYER", world.simulator.payer), ("MEMBER0", world.member(0)), ("MEMBER1", world.member(1))):
        text = text.replace(name, number)
    return json.loads(text)


@pytest.mark.parametrize("tool,arguments,check", QUESTIONS)
def test_a_question_is_answered_right(world, tool, arguments, check):
    check(world, world.client.call(tool, **filled(arguments, world)))


def test_there_are_sixty():
    assert len(QUESTIONS) >= 60
