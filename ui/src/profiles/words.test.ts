import {describe, expect, it} from "vitest";

import {placesOf} from "./words";

const file = (path: string, variable: string | null = null) => ({path, variable, exists: true, was_read: true});

describe("placesOf", () => {
  it("says the files that the server reads, and not those that it usually would", () => {
    const read = [file("/etc/sextant/aws.ini", "AWS_CONFIG_FILE"), file("/home/ada/.aws/credentials")];
    expect(placesOf({files: ["config", "credentials"]}, read)).toEqual(["/etc/sextant/aws.ini", "/home/ada/.aws/credentials"]);
    expect(placesOf({files: ["credentials"]}, read)).toEqual(["/home/ada/.aws/credentials"]);
    expect(placesOf({files: []}, read)).toEqual([]);
  });
});
