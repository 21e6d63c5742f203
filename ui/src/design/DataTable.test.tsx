import {render, screen, within} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {expect, it} from "vitest";

import type {Column} from "./DataTable";
import {DataTable} from "./DataTable";

interface Row {
  name: string;
  size: number;
}

const COLUMNS: Column<Row>[] = [
  {id: "name", head: "Name", isRowHead: true, cell: (row) => <button type="button">{row.name}</button>},
  {id: "size", head: "Size", align: "end", largestFirst: true, sort: (a, b) => a.size - b.size, cell: (row) => <button type="button">{row.size}</button>},
];
const ROWS = [
  {name: "a", size: 2},
  {name: "rest", size: 9},
  {name: "b", size: 3},
];

const names = () => screen.getAllByRole("rowheader").map((cell) => cell.textContent);

it("sorts by its heads, and keeps the last rows last", async () => {
  const user = userEvent.setup();
  render(<DataTable label="T" rows={ROWS} columns={COLUMNS} rowKey={(row) => row.name} isLast={(row) => row.name === "rest"} />);
  expect(names()).toEqual(["a", "b", "rest"]);
  const head = screen.getByRole("button", {name: "Size"});
  await user.click(head);
  expect(names()).toEqual(["b", "a", "rest"]);
  expect(screen.getByRole("columnheader", {name: "Size"}).getAttribute("aria-sort")).toBe("descending");
  await user.click(head);
  expect(names()).toEqual(["a", "b", "rest"]);
});

it("has its totals at the foot, each in its column, however one sorts", async () => {
  const user = userEvent.setup();
  render(<DataTable label="T" rows={ROWS} columns={COLUMNS} rowKey={(row) => row.name} foot={[{name: "Total", size: "14"}, {size: "15"}]} />);
  await user.click(screen.getByRole("button", {name: "Size"}));
  expect(names()).toEqual(["rest", "b", "a", "Total", ""]);
  const last = screen.getAllByRole("row").slice(-2);
  expect(last.map((row) => within(row).getByRole("cell").textContent)).toEqual(["14", "15"]);
});

it("is one tab stop, with arrow keys between its cells", async () => {
  const user = userEvent.setup();
  render(
    <>
      <DataTable label="T" rows={ROWS} columns={COLUMNS} rowKey={(row) => row.name} isGrid />
      <button type="button">after</button>
    </>,
  );
  const grid = within(screen.getByRole("grid"));
  await user.tab(); // the head that sorts
  await user.tab();
  expect(document.activeElement).toBe(grid.getByText("a"));
  await user.keyboard("{ArrowRight}{ArrowDown}");
  expect(document.activeElement).toBe(grid.getByText("9"));
  await user.keyboard("{Home}{Control>}{End}{/Control}");
  expect(document.activeElement).toBe(grid.getByText("3"));
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(grid.getByText("3"));
  await user.tab();
  expect(document.activeElement).toBe(screen.getByText("after"));
  await user.tab({shift: true});
  expect(document.activeElement).toBe(grid.getByText("3"));
});
