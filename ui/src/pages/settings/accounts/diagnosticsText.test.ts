import {expect, it} from "vitest";

import type {Diagnostics} from "@/api/types";

import {diagnosticsText, troublesByService} from "./diagnosticsText";

const DIAGNOSTICS = {
  check: {
    status: "red",
    started_at: "2026-10-16T00:00:00Z",
    account_id: "111122223333",
    principal_arn: "arn:aws:sts::111122223333:assumed-role/R/me",
    steps: [
      {id: "identity", title: "Identity", status: "fine", said: "", details: [], alarms: [], permissions: []},
      {
        id: "permission.costs",
        title: "Read costs",
        status: "failed",
        said: "No permission",
        code: "check.costs_denied",
        details: ["AWS said: no", "request id r-1"],
        alarms: [],
        permissions: [{service: "ce", operation: "GetCostAndUsage"}],
      },
    ],
  },
  cells: [
    {
      account_id: "111122223333",
      face: "forecast",
      grain: "monthly",
      from: "2026-10-16",
      to: "2027-01-01",
      status: "denied",
      attempts: 1,
      updated_at: "2026-10-16T01:00:00Z",
      error: {code: "sync.denied", title: "No permission for ce:GetCostForecast", detail: "two\nlines", fix: "", aws_code: "AccessDeniedException", request_id: "r-2"},
    },
    {account_id: "111122223333", face: "total", grain: "monthly", status: "done", error: null},
  ],
} as unknown as Diagnostics;

it("brings together by service what went wrong", () => {
  expect(troublesByService(DIAGNOSTICS).map((one) => [one.service, one.steps.length, one.cells.length])).toEqual([["Cost Explorer", 1, 1]]);
});

it("says all of it as plain text, with the ids that AWS's support asks for", () => {
  expect(diagnosticsText("acme", "0.4.0", DIAGNOSTICS)).toBe(`Connection acme, Sextant 0.4.0
Last check: 2026-10-16T00:00:00Z, red, account 111122223333, arn:aws:sts::111122223333:assumed-role/R/me

Cost Explorer
  [check.costs_denied] Read costs: No permission
    AWS said: no
    request id r-1
  [sync.denied] forecast of 111122223333, 2026-10-16 to 2027-01-01: No permission for ce:GetCostForecast
    two
    lines
    AWS: AccessDeniedException, request r-2
    denied, 1 attempt, 2026-10-16T01:00:00Z
`);
});
