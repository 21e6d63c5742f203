"""Cost Explorer of the simulated cloud, asked by boto3 and the `aws` program, against its ledger's own sums.

The recomputation knows nothing of Sextant: it pages, parses amounts as decimals and adds them up.
"""

import datetime
from decimal import Decimal

import pytest
from botocore.exceptions import ClientError
from conftest import Simulator, aws_program

NOW = "2026-10-15T12:00:00Z"
PAGES_MAX = 20_000
KEYS = {"LINKED_ACCOUNT": "account", "SERVICE": "service", "REGION": "region", "RECORD_TYPE": "charge_type",
        "USAGE_TYPE": "usage_type", "INSTANCE_TYPE": "INSTANCE_TYPE", "PURCHASE_TYPE": "PURCHASE_TYPE"}
METRICS = ["UnblendedCost", "BlendedCost", "AmortizedCost", "NetUnblendedCost", "NetAmortizedCost", "UsageQuantity",
           "NormalizedUsageAmount"]


def skew_s(now):
    """The skew that lets clients sign with the machine's time although the ledger stands at `now`."""
    begin = datetime.datetime.fromisoformat(now.replace("Z", "+00:00"))
    return int((datetime.datetime.now(datetime.timezone.utc) - begin).total_seconds())


def clock_flags(now):
    return ["--now", now, "--skew-s", skew_s(now)]


def set_faults(simulator, **plan):
    """Replaces the faults of a simulator that stands at NOW, but for its skew."""
    simulator.faults(skew_s=skew_s(NOW), **plan)


@pytest.fixture(scope="module", name="cloud")
def shared_cloud(tmp_path_factory):
    """One organization in October; who sets faults clears them."""
    simulator = Simulator(tmp_path_factory.mktemp("aws"), "--seed", 7, *clock_flags(NOW))
    yield simulator
    simulator.stop()


@pytest.fixture(autouse=True)
def no_faults_left(request):
    yield
    if "cloud" in request.fixturenames:
        set_faults(request.getfixturevalue("cloud"))


def dimensions(*names):
    return [{"Type": "DIMENSION", "Key": name} for name in names]


def pages(client, **query):
    """All pages of GetCostAndUsage; a token that comes twice is an error."""
    seen = set()
    for _ in range(PAGES_MAX):
        page = client.get_cost_and_usage(**query)
        yield page
        token = page.get("NextPageToken")
        if token is None:
            return
        assert token not in seen
        seen.add(token)
        query["NextPageToken"] = token
    raise AssertionError("no end of pages")


def add_up(client, start, end, granularity="MONTHLY", group_by=(), metrics=("UnblendedCost",), **query):
    """Sums by metric and (period, keys...) over all pages; a key that comes twice is an error."""
    if group_by:
        query["GroupBy"] = list(group_by)
    sums = {metric: {} for metric in metrics}

    def add(key, values):
        for metric in metrics:
            assert key not in sums[metric], f"{key} twice"
            sums[metric][key] = Decimal(values[metric]["Amount"])
    for page in pages(client, TimePeriod={"Start": start, "End": end}, Granularity=granularity, Metrics=list(metrics), **query):
        for result in page["ResultsByTime"]:
            period = result["TimePeriod"]["Start"]
            if group_by:
                assert result["Total"] == {}
                for group in result["Groups"]:
                    add((period, *group["Keys"]), group["Metrics"])
            else:
                assert result["Groups"] == []
                add((period,), result["Total"])
    return sums


def truth(simulator, start, end, group, metric="UnblendedCost", view="payer"):
    answer = simulator.get(f"/ledger?group={group}&metric={metric}&from={start}&to={end}&view={view}")
    keys = group.split(",")
    return {tuple(row[key] for key in keys): Decimal(row["amount"]) for row in answer["rows"]}


def month_starts(sums):
    return {(period[:7], *keys): amount for (period, *keys), amount in sums.items()}


@pytest.mark.parametrize("names", [("LINKED_ACCOUNT", "SERVICE"), ("SERVICE", "REGION"), ("SERVICE", "RECORD_TYPE"),
                                   ("SERVICE", "USAGE_TYPE"), ("LINKED_ACCOUNT", "RECORD_TYPE"), ("INSTANCE_TYPE",), ("PURCHASE_TYPE",)])
def test_every_grouping_equals_the_ledger_on_all_metrics(cloud, names):
    sums = add_up(cloud.client("ce"), "2025-09-01", "2026-11-01", group_by=dimensions(*names), metrics=METRICS)
    for metric in METRICS:
        assert month_starts(sums[metric]) == truth(cloud, "2025-09-01", "2026-11-01",
                                                   ",".join(["month", *(KEYS[name] for name in names)]), metric), metric


def test_the_control_equals_the_sum_of_each_grouping(cloud):
    client = cloud.client("ce")
    control = add_up(client, "2025-09-01", "2026-11-01", metrics=METRICS)
    assert len(control["UnblendedCost"]) == 14
    for name in ("LINKED_ACCOUNT", "SERVICE", "REGION", "RECORD_TYPE"):
        grouped = add_up(client, "2025-09-01", "2026-11-01", group_by=dimensions(name), metrics=METRICS)
        for metric in METRICS:
            months = dict.fromkeys(control[metric], Decimal(0))
            for (period, _), amount in grouped[metric].items():
                months[period,] += amount
            assert months == control[metric], (name, metric)


def test_days_and_a_clipped_month(cloud):
    client = cloud.client("ce")
    days = add_up(client, "2026-09-11", "2026-10-16", "DAILY", dimensions("LINKED_ACCOUNT", "SERVICE"))["UnblendedCost"]
    assert days == truth(cloud, "2026-09-11", "2026-10-16", "day,account,service")
    clipped = add_up(client, "2026-09-11", "2026-10-16")["UnblendedCost"]
    assert set(clipped) == {("2026-09-11",), ("2026-10-01",)}
    assert clipped["2026-09-11",] == truth(cloud, "2026-09-11", "2026-10-01", "month")["2026-09",]


def test_pages_of_one_row(cloud):
    wanted = truth(cloud, "2026-10-10", "2026-10-13", "day,service,region")
    set_faults(cloud, page_rows=1)
    cloud.clear_counts()
    assert add_up(cloud.client("ce"), "2026-10-10", "2026-10-13", "DAILY", dimensions("SERVICE", "REGION"))["UnblendedCost"] == wanted
    assert cloud.counts("ce", "GetCostAndUsage") == len(wanted)


def test_pages_cut_inside_a_day(cloud):
    wanted = truth(cloud, "2026-10-01", "2026-10-06", "day,account,service")
    set_faults(cloud, page_rows=17)
    client = cloud.client("ce")
    cut = 0
    last = None
    for page in pages(client, TimePeriod={"Start": "2026-10-01", "End": "2026-10-06"}, Granularity="DAILY", Metrics=["UnblendedCost"],
                      GroupBy=dimensions("LINKED_ACCOUNT", "SERVICE")):
        cut += page["ResultsByTime"][0]["TimePeriod"]["Start"] == last
        last = page["ResultsByTime"][-1]["TimePeriod"]["Start"]
        assert sum(len(result["Groups"]) for result in page["ResultsByTime"]) <= 17
    assert cut > 4
    assert add_up(client, "2026-10-01", "2026-10-06", "DAILY", dimensions("LINKED_ACCOUNT", "SERVICE"))["UnblendedCost"] == wanted


def test_tags_and_categories(cloud):
    group_by = [{"Type": "TAG", "Key": "team"}, {"Type": "COST_CATEGORY", "Key": "Business Unit"}]
    sums = add_up(cloud.client("ce"), "2026-09-01", "2026-10-01", group_by=group_by)["UnblendedCost"]
    stripped = {(team.removeprefix("team$"), unit.removeprefix("Business Unit$")): amount for (_, team, unit), amount in sums.items()}
    answer = cloud.get("/ledger?group=tag:team,category:Business%20Unit&from=2026-09-01&to=2026-10-01")
    assert stripped == {(row["tag:team"], row["category:Business Unit"]): Decimal(row["amount"]) for row in answer["rows"]}
    assert "web$frontend" in {team for team, _ in stripped}


def test_filters(cloud):
    client = cloud.client("ce")
    tax = {"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Tax", "Credit", "Refund"]}}
    of_member = {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": [cloud.organization["accounts"][2]["id"]]}}
    untagged = {"Tags": {"Key": "team", "MatchOptions": ["ABSENT"]}}
    period = ("2026-09-01", "2026-10-01")

    def total(**query):
        return sum(add_up(client, *period, **query)["UnblendedCost"].values())
    assert total(Filter=tax) + total(Filter={"Not": tax}) == total()
    assert total(Filter={"And": [tax, of_member]}) + total(Filter={"Or": [tax, of_member]}) == total(Filter=tax) + total(Filter=of_member)
    by_team = add_up(client, *period, group_by=[{"Type": "TAG", "Key": "team"}])["UnblendedCost"]
    assert total(Filter=untagged) == by_team["2026-09-01", "team$"]


def test_tiny_negative_and_unheard_of_amounts(cloud):
    texts = set()
    types = set()
    for page in pages(cloud.client("ce"), TimePeriod={"Start": "2025-09-01", "End": "2026-10-16"}, Granularity="DAILY", Metrics=["UnblendedCost"],
                      GroupBy=dimensions("USAGE_TYPE", "RECORD_TYPE"),
                      Filter={"Not": {"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Tax"]}}}):
        for result in page["ResultsByTime"]:
            for group in result["Groups"]:
                texts.add(group["Metrics"]["UnblendedCost"]["Amount"])
                types.add(group["Keys"][1])
    assert any("E-" in text for text in texts)
    assert any(text.startswith("-") for text in texts)
    assert "Enterprise Discount Program Reversal X" in types
    assert max(len(text.partition(".")[2]) for text in texts if "E" not in text) >= 10


def test_accounts_are_named_and_those_that_left_stay(cloud):
    page = next(pages(cloud.client("ce"), TimePeriod={"Start": "2025-09-01", "End": "2026-11-01"}, Granularity="MONTHLY",
                      Metrics=["UnblendedCost"], GroupBy=dimensions("LINKED_ACCOUNT")))
    names = {item["Attributes"]["description"] for item in page["DimensionValueAttributes"]}
    assert {"management", "divested"} <= names
    assert any("<img" in name for name in names), "hostile names come through as they are"
    divested = next(item["Value"] for item in page["DimensionValueAttributes"] if item["Attributes"]["description"] == "divested")
    months = {result["TimePeriod"]["Start"] for result in page["ResultsByTime"] for group in result["Groups"] if group["Keys"] == [divested]}
    assert "2025-09-01" in months and "2026-10-01" not in months


def test_members_see_their_own_figures(cloud):
    member = cloud.identities["profiles"]["member"]["account_id"]
    own = add_up(cloud.client("ce", "member"), "2026-08-01", "2026-10-01", group_by=dimensions("LINKED_ACCOUNT"))["UnblendedCost"]
    assert {account for _, account in own} == {member}
    assert month_starts(own) == truth(cloud, "2026-08-01", "2026-10-01", "month,account", view=member)
    payers = add_up(cloud.client("ce"), "2026-08-01", "2026-10-01", group_by=dimensions("LINKED_ACCOUNT"))["UnblendedCost"]
    assert own["2026-09-01", member] != payers["2026-09-01", member]


def test_estimated_until_the_bill_is_issued(start_simulator):
    for now, estimated in [("2026-10-03T12:00:00Z", ["2026-09-01", "2026-10-01"]), ("2026-10-07T12:00:00Z", ["2026-10-01"])]:
        client = start_simulator(*clock_flags(now)).client("ce")
        answer = client.get_cost_and_usage(TimePeriod={"Start": "2026-07-01", "End": "2026-11-01"}, Granularity="MONTHLY", Metrics=["UnblendedCost"])
        assert [result["TimePeriod"]["Start"] for result in answer["ResultsByTime"] if result["Estimated"]] == estimated


def test_leap_day(start_simulator):
    simulator = start_simulator("--seed", 3, *clock_flags("2028-03-01T09:00:00Z"))
    days = add_up(simulator.client("ce"), "2028-02-27", "2028-03-02", "DAILY", dimensions("SERVICE"))["UnblendedCost"]
    assert ("2028-02-29", "Tax") not in days
    assert any(day == "2028-02-29" for day, _ in days)
    assert days == truth(simulator, "2028-02-27", "2028-03-02", "day,service")
    month = add_up(simulator.client("ce"), "2028-02-01", "2028-03-01")["UnblendedCost"]
    assert month_starts(month) == truth(simulator, "2028-02-01", "2028-03-01", "month")


def test_first_of_a_month(start_simulator):
    simulator = start_simulator(*clock_flags("2026-10-01T00:30:00Z"))
    client = simulator.client("ce")
    answer = client.get_cost_and_usage(TimePeriod={"Start": "2026-10-01", "End": "2026-10-02"}, Granularity="DAILY", Metrics=["UnblendedCost"])
    assert answer["ResultsByTime"][0]["Total"]["UnblendedCost"] == {"Amount": "0", "Unit": "USD"}
    with pytest.raises(ClientError, match="Start date .and hour. should be before end date"):
        client.get_cost_and_usage(TimePeriod={"Start": "2026-10-01", "End": "2026-10-01"}, Granularity="DAILY", Metrics=["UnblendedCost"])
    with pytest.raises(ClientError, match="end date past the beginning of next month"):
        client.get_cost_and_usage(TimePeriod={"Start": "2026-10-01", "End": "2026-11-02"}, Granularity="DAILY", Metrics=["UnblendedCost"])
    months = add_up(client, "2025-09-01", "2026-11-01")["UnblendedCost"]
    assert len(months) == 14
    assert months["2026-09-01",] == truth(simulator, "2026-09-01", "2026-10-01", "month")["2026-09",]


def test_two_organizations_two_currencies(start_simulator):
    simulator = start_simulator("--organizations", 2, "--second-currency", "CNY", *clock_flags(NOW))
    metrics = ["UnblendedCost", "AmortizedCost"]
    for profile, organization, currency in [("payer", 0, "USD"), ("payer2", 1, "CNY")]:
        client = simulator.client("ce", profile)
        payer = simulator.identities["organizations"][organization]["payer"]
        sums = add_up(client, "2026-01-01", "2026-11-01", group_by=dimensions("SERVICE", "REGION"), metrics=metrics)
        for metric in metrics:
            assert month_starts(sums[metric]) == truth(simulator, "2026-01-01", "2026-11-01", "month,service,region", metric, payer)
        answer = client.get_cost_and_usage(TimePeriod={"Start": "2026-09-01", "End": "2026-10-01"}, Granularity="MONTHLY", Metrics=METRICS)
        total = answer["ResultsByTime"][0]["Total"]
        assert total["UnblendedCost"]["Unit"] == currency
        assert ("NetUnblendedCost" in total) == (organization == 0)
    regions = {region for _, _, region in add_up(simulator.client("ce", "payer2"), "2026-09-01", "2026-10-01",
                                                  group_by=dimensions("SERVICE", "REGION"))["UnblendedCost"]}
    assert "cn-north-1" in regions and "us-east-1" not in regions


def test_the_aws_program(cloud, tmp_path):
    aws = aws_program(cloud, tmp_path)
    answer = aws("ce", "get-cost-and-usage", "--time-period", "Start=2026-09-01,End=2026-10-01", "--granularity", "MONTHLY",
                 "--metrics", "UnblendedCost", "--group-by", "Type=DIMENSION,Key=SERVICE", "--region", "us-east-1")
    seen = {(group["Keys"][0],): Decimal(group["Metrics"]["UnblendedCost"]["Amount"]) for group in answer["ResultsByTime"][0]["Groups"]}
    assert seen == truth(cloud, "2026-09-01", "2026-10-01", "service")
    refused = aws("ce", "get-cost-and-usage", "--time-period", "Start=2024-09-01,End=2026-10-01", "--granularity", "MONTHLY",
                  "--metrics", "UnblendedCost", "--region", "us-east-1", code=None)
    assert "You haven't enabled historical data beyond 14 months." in refused.err


def test_history_that_was_opted_for(start_simulator):
    simulator = start_simulator("--months", 40, "--history-months", 38, *clock_flags(NOW))
    client = simulator.client("ce")
    sums = add_up(client, "2023-09-01", "2026-11-01")["UnblendedCost"]
    assert month_starts(sums) == truth(simulator, "2023-09-01", "2026-11-01", "month")
    with pytest.raises(ClientError, match="your start date needs to be the first day of the month"):
        add_up(client, "2024-09-02", "2026-11-01")


def test_forecasts(cloud):
    client = cloud.client("ce")
    answer = client.get_cost_forecast(TimePeriod={"Start": "2026-10-15", "End": "2027-01-01"}, Metric="UNBLENDED_COST", Granularity="MONTHLY",
                                      PredictionIntervalLevel=80)
    assert [result["TimePeriod"]["Start"] for result in answer["ForecastResultsByTime"]] == ["2026-10-15", "2026-11-01", "2026-12-01"]
    assert sum(Decimal(result["MeanValue"]) for result in answer["ForecastResultsByTime"]) == Decimal(answer["Total"]["Amount"])
    for result in answer["ForecastResultsByTime"]:
        low, mean, high = (Decimal(result[name]) for name in ("PredictionIntervalLowerBound", "MeanValue", "PredictionIntervalUpperBound"))
        assert low < mean < high
    with pytest.raises(ClientError, match="Earliest supported Start is 2026-10-15"):
        client.get_cost_forecast(TimePeriod={"Start": "2026-10-01", "End": "2026-11-01"}, Metric="UNBLENDED_COST", Granularity="MONTHLY")


def test_tokens_belong_to_their_request(cloud):
    set_faults(cloud, page_rows=3)
    client = cloud.client("ce")
    query = {"TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"}, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"],
             "GroupBy": dimensions("SERVICE")}
    token = client.get_cost_and_usage(**query)["NextPageToken"]
    assert len(client.get_cost_and_usage(**query, NextPageToken=token)["ResultsByTime"][0]["Groups"]) == 3
    with pytest.raises(client.exceptions.RequestChangedException):
        client.get_cost_and_usage(**{**query, "Metrics": ["BlendedCost"]}, NextPageToken=token)
    with pytest.raises(client.exceptions.InvalidNextTokenException):
        client.get_cost_and_usage(**query, NextPageToken="bm9uc2Vuc2U=")


def test_faults_of_pages(cloud):
    client = cloud.client("ce")
    query = {"TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"}, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"],
             "GroupBy": dimensions("SERVICE")}
    set_faults(cloud, page_rows=3, looping_token=True)
    with pytest.raises(AssertionError):
        list(pages(client, **query))
    set_faults(cloud, page_rows=3, refuse_page_tokens=True)
    with pytest.raises(client.exceptions.InvalidNextTokenException):
        list(pages(client, **query))


def test_cost_explorer_that_is_off(cloud):
    period = {"TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"}, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]}
    payer = cloud.payer

    def refusal(profile):
        try:
            cloud.client("ce", profile).get_cost_and_usage(**period)
        except ClientError as error:
            return f'{error.response["Error"]["Code"]}: {error.response["Error"]["Message"]}'
        return None
    off = "AccessDeniedException: User not enabled for cost explorer access"
    set_faults(cloud, ce_not_enabled=[payer])
    assert refusal("payer") == refusal("member") == off
    set_faults(cloud, ce_members_denied=True)
    assert refusal("payer") is None
    assert refusal("member") == "AccessDeniedException: Linked account doesn't have access to cost explorer."
    set_faults(cloud, ce_enabled_at={payer: "2026-10-15T11:00:00Z"})
    assert refusal("payer").startswith("DataUnavailableException: Data is not available.")


def test_figures_drift(cloud):
    client = cloud.client("ce")
    before = add_up(client, "2026-09-01", "2026-11-01", group_by=dimensions("SERVICE"))["UnblendedCost"]
    cloud.post("/ledger/refresh", {})
    after = add_up(client, "2026-09-01", "2026-11-01", group_by=dimensions("SERVICE"))["UnblendedCost"]
    assert before != after

    def total(sums, month):
        return sum(amount for (period, _), amount in sums.items() if period == month)
    assert total(before, "2026-09-01") == total(after, "2026-09-01"), "in the closed month money only moved"
    assert total(before, "2026-10-01") < total(after, "2026-10-01")
    assert month_starts(after) == truth(cloud, "2026-09-01", "2026-11-01", "month,service")


def test_other_operations_answer_boto3(cloud):
    client = cloud.client("ce")
    month = {"TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"}}
    assert "EC2 - Other" in [item["Value"] for item in client.get_dimension_values(**month, Dimension="SERVICE")["DimensionValues"]]
    assert "team" in client.get_tags(**month)["Tags"]
    assert client.get_cost_categories(**month)["CostCategoryNames"] == ["Business Unit", "Stage"]
    assert client.list_cost_allocation_tags()["CostAllocationTags"]
    assert client.list_cost_category_definitions()["CostCategoryReferences"]
    assert client.list_cost_allocation_tag_backfill_history()["BackfillRequests"] == []
    assert client.get_anomalies(DateInterval={"StartDate": "2026-08-01"})["Anomalies"]
    assert client.get_anomaly_monitors()["AnomalyMonitors"]
    assert client.get_savings_plans_utilization(**month)["Total"]["Utilization"]["UtilizationPercentage"]
    assert client.get_savings_plans_utilization_details(**month)["SavingsPlansUtilizationDetails"]
    assert client.get_savings_plans_coverage(**month)["SavingsPlansCoverages"]
    assert client.get_approximate_usage_records(Granularity="DAILY", ApproximationDimension="SERVICE")["TotalRecords"] > 0
    with pytest.raises(client.exceptions.DataUnavailableException):
        client.get_reservation_utilization(**month)
    rds = {"Filter": {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Relational Database Service"]}},
           "TimePeriod": {"Start": "2026-05-01", "End": "2026-06-01"}}
    assert client.get_reservation_utilization(**rds)["Total"]["PurchasedHours"] == "744"
    assert client.get_reservation_coverage(**rds)["Total"]["CoverageHours"]["ReservedHours"]
    with pytest.raises(ClientError, match="opt-in only feature"):
        client.get_cost_and_usage_with_resources(**month, Granularity="MONTHLY", Metrics=["UnblendedCost"],
                                                 Filter={"Dimensions": {"Key": "SERVICE", "Values": ["EC2 - Other"]}})
