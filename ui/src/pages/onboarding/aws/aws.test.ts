import {expect, it} from "vitest";

import {findAccounts, offeredRole, pick} from "./picks";
import {isBeginning, mayBeWhole} from "./roleArn";
import {nearestNames, shellQuote} from "./shell";
import {isUsualRegion, isUsualStartUrl} from "./startUrl";

it("calls nothing wrong that can still become the ARN of a role", () => {
  const whole = "arn:aws-us-gov:iam::111122223333:role/path/Sextant.Read_Only";
  for (let length = 0; length <= whole.length; ++length) expect(isBeginning(whole.slice(0, length))).toBe(true);
  for (const bad of ["x", "arn:aws:sts:", "arn:aws:iam::1111222233334", "arn:aws:iam::111122223333:user", "arn:aws:iam::1:role/x", "arn:aws:iam::111122223333:role/a:b"]) {
    expect(isBeginning(bad)).toBe(false);
  }
  expect(mayBeWhole("arn:aws:iam::111122223333:role/")).toBe(false);
  expect(mayBeWhole("arn:aws:iam::111122223333:role/R")).toBe(true);
});

it("quotes for a shell", () => {
  expect(shellQuote("dev-1")).toBe("dev-1");
  expect(shellQuote("my profile; rm -rf '/'")).toBe(`'my profile; rm -rf '\\''/'\\'''`);
});

it("knows the names that were meant", () => {
  const names = ["corp-payer", "dev", "Prod", "sandbox"];
  expect(nearestNames("corp", names)).toEqual(["corp-payer"]);
  expect(nearestNames("sandbx", names)).toEqual(["sandbox"]);
  expect(nearestNames("prod", names)).toEqual(["Prod"]);
  expect(nearestNames("zzz", names)).toEqual([]);
  expect(nearestNames("", names)).toEqual([]);
});

it("knows the usual start URLs, as the terminal does", () => {
  for (const usual of [
    "https://corp.awsapps.com/start",
    "https://d-1234567890.awsapps.com/start/#/",
    "https://identitycenter.amazonaws.com/ssoins-722367b7f0e38ea7",
    "https://start.us-gov-home.awsapps.com/directory/d-1",
  ]) {
    expect(isUsualStartUrl(usual)).toBe(true);
  }
  for (const unusual of ["https://corp.awsapps.com/", "https://console.aws.amazon.com/", "http://corp.awsapps.com/start", "corp"]) {
    expect(isUsualStartUrl(unusual)).toBe(false);
  }
  expect(isUsualRegion("us-gov-west-1")).toBe(true);
  expect(isUsualRegion("Ireland")).toBe(false);
});

it("offers the role that reads only", () => {
  expect(offeredRole(["AdministratorAccess", "ReadOnlyAccess", "BillingReader"])).toBe("BillingReader");
  expect(offeredRole(["PowerUserAccess", "ViewOnly"])).toBe("ViewOnly");
  expect(offeredRole(["AdministratorAccess", "ReadOnlyAccess"])).toBe("ReadOnlyAccess");
  expect(offeredRole(["AdministratorAccess"])).toBe("AdministratorAccess");
  expect(offeredRole([])).toBe("");
});

it("ticks what a search leaves visible, and keeps the roles that were chosen", () => {
  const account = (id: string, name: string, roles: string[]) => ({account_id: id, name, email: null, roles});
  const accounts = [account("1", "Web prod", ["Admin", "ViewOnly"]), account("2", "Web dev", ["Admin"]), account("3", "Data prod", [])];
  const found = findAccounts(accounts, "PROD");
  expect(found.map((one) => one.account_id)).toEqual(["1", "3"]);
  const picked = pick(new Map([["2", "Admin"]]), found, true, new Map([["1", "Admin"]]));
  expect([...picked]).toEqual([
    ["2", "Admin"],
    ["1", "Admin"],
  ]);
  expect([...pick(picked, found, false, new Map())]).toEqual([["2", "Admin"]]);
});
