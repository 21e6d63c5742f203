import {render, screen} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {useState} from "react";
import {expect, it} from "vitest";

import {Combobox} from "./Combobox";

const OPTIONS = ["Amazon EC2", "Amazon S3", "AWS Lambda", "<b>Tax</b>"].map((value) => ({value}));

function Choice() {
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  return (
    <>
      <Combobox label="Service" options={OPTIONS} chosen={chosen} onChange={setChosen} canChooseAll />
      <output>{[...chosen].join(", ")}</output>
    </>
  );
}

it("finds by words in any order and ticks by keyboard", async () => {
  const user = userEvent.setup();
  render(<Choice />);
  await user.type(screen.getByRole("combobox", {name: "Service"}), "zon s");
  expect(screen.getAllByRole("option").map((option) => option.textContent.trim())).toEqual(["Amazon S3"]);
  await user.keyboard("{Enter}");
  expect(screen.getByRole("status").textContent).toBe("Amazon S3");
  await user.clear(screen.getByRole("combobox"));
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(screen.getByRole("status").textContent).toBe("Amazon S3, AWS Lambda");
  const field = screen.getByRole("combobox");
  expect(document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.textContent.trim()).toBe("AWS Lambda");
});

it("ticks all that is visible, and shows markup as text", async () => {
  const user = userEvent.setup();
  render(<Choice />);
  expect(screen.getByText("<b>Tax</b>")).toBeDefined();
  await user.type(screen.getByRole("combobox"), "amazon");
  await user.click(screen.getByRole("button", {name: "Tick all visible"}));
  expect(screen.getByRole("status").textContent).toBe("Amazon EC2, Amazon S3");
  await user.click(screen.getByRole("button", {name: "Untick all visible"}));
  expect(screen.getByRole("status").textContent).toBe("");
});
