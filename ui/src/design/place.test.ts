import {expect, it, vi} from "vitest";

import {place} from "./place";

const box = (left: number, top: number, width: number, height: number) => new DOMRect(left, top, width, height);

function placed(anchor: DOMRect, size: {width: number; height: number}) {
  const [panel, button] = [document.createElement("div"), document.createElement("button")];
  vi.spyOn(document.documentElement, "clientWidth", "get").mockReturnValue(1000);
  vi.spyOn(document.documentElement, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(panel, "getBoundingClientRect").mockReturnValue(box(0, 0, size.width, size.height));
  vi.spyOn(button, "getBoundingClientRect").mockReturnValue(anchor);
  place(panel, button);
  return {left: panel.style.left, top: panel.style.top};
}

it("begins where its anchor begins, below it", () => {
  expect(placed(box(100, 40, 80, 32), {width: 300, height: 200})).toEqual({left: "100px", top: "78px"});
});

it("ends where its anchor ends, where it would reach beyond the page", () => {
  expect(placed(box(880, 40, 96, 32), {width: 300, height: 200})).toEqual({left: "676px", top: "78px"});
});

it("stays on a page that is hardly wider than itself", () => {
  expect(placed(box(200, 40, 80, 32), {width: 990, height: 200}).left).toBe("8px");
});

it("stands above where there is more room", () => {
  expect(placed(box(100, 700, 80, 32), {width: 300, height: 200})).toEqual({left: "100px", top: "494px"});
});
