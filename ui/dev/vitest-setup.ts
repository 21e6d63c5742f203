// What the page uses of a browser and jsdom lacks.
import {cleanup} from "@testing-library/react";
import {afterEach} from "vitest";

afterEach(() => cleanup());

Object.assign(HTMLDialogElement.prototype, {
  showModal(this: HTMLDialogElement) {
    this.open = true;
  },
  close(this: HTMLDialogElement) {
    this.open = false;
  },
});

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
