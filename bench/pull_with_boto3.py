"""The peer of a sync: what boto3 needs to pull the same from Cost Explorer and Organizations, page by page, and to keep the answers on disk.

usage: pull_with_boto3.py FOLDER    (the endpoint and the profile come from the environment)
"""

import datetime
import json
import pathlib
import sys

import boto3

METRICS = ["UnblendedCost", "BlendedCost", "AmortizedCost", "NetUnblendedCost", "NetAmortizedCost"]
FACES = {"total": [], "account_service": ["LINKED_ACCOUNT", "SERVICE"], "service_region": ["SERVICE", "REGION"],
         "service_charge_type": ["SERVICE", "RECORD_TYPE"]}


def pages(ask, arguments):
    """Answers of one question, each with the token of the one before; the number of requests is theirs."""
    while True:
        page = ask(**arguments)
        yield page
        token = page.get("NextPageToken")
        if not token:
            return
        arguments["NextPageToken"] = token


def windows(today):
    """As a first sync asks: 14 months by month; this month and last, 35 days at least, by day."""
    month = today.year * 12 + today.month - 1 - 13
    tomorrow = today + datetime.timedelta(days=1)
    last_month = (today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    yield "MONTHLY", datetime.date(month // 12, month % 12 + 1, 1), tomorrow, list(FACES)
    yield "DAILY", min(today - datetime.timedelta(days=34), last_month), tomorrow, ["total", "account_service"]


def main():
    folder = pathlib.Path(sys.argv[1])
    costs, organizations = boto3.client("ce", region_name="us-east-1"), boto3.client("organizations", region_name="us-east-1")
    today = datetime.datetime.now(datetime.timezone.utc).date()
    requests = 0
    members = [account for page in organizations.get_paginator("list_accounts").paginate() for account in page["Accounts"]]
    (folder / "accounts.json").write_text(json.dumps(members, default=str))
    for grain, start, end, faces in windows(today):
        for face in faces:
            question = {"TimePeriod": {"Start": str(start), "End": str(end)}, "Granularity": grain, "Metrics": METRICS,
                        "GroupBy": [{"Type": "DIMENSION", "Key": key} for key in FACES[face]]}
            if not FACES[face]:
                del question["GroupBy"]
            with (folder / f"{face}-{grain}.jsonl").open("w") as out:
                for page in pages(costs.get_cost_and_usage, question):
                    requests += 1
                    json.dump(page["ResultsByTime"], out)
                    out.write("\n")
    print(requests)


if __name__ == "__main__":
    main()
