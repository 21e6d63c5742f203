import {render, screen, waitFor} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {expect, it, vi} from "vitest";

import {HintProvider, useHint} from "./Hint";

function Explained(props: {name: string}) {
  return (
    <button type="button" {...useHint(() => <p>About {props.name}</p>)}>
      {props.name}
    </button>
  );
}

it("explains what has the focus, to readers of a screen too, until Escape or until the focus is elsewhere", async () => {
  const user = userEvent.setup();
  const closeOfOther = vi.fn();
  render(
    // The key must not reach what stands around, such as a dialog.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={closeOfOther}>
      <HintProvider>
        <Explained name="one" />
        <Explained name="two" />
      </HintProvider>
    </div>,
  );
  const one = screen.getByText("one");
  await user.tab();
  expect(screen.getByText("About one")).toBeDefined();
  expect(document.getElementById(one.getAttribute("aria-describedby") ?? "")?.textContent).toBe("About one");

  closeOfOther.mockClear();
  await user.keyboard("{Escape}");
  expect(screen.queryByText("About one")).toBeNull();
  expect(document.activeElement).toBe(one);
  expect(one.hasAttribute("aria-describedby")).toBe(false);
  expect(closeOfOther).not.toHaveBeenCalled();

  await user.tab();
  expect(screen.getByText("About two")).toBeDefined();
  await user.tab();
  await waitFor(() => expect(screen.queryByText("About two")).toBeNull());
});

it("stays while one points at it", async () => {
  const user = userEvent.setup();
  render(
    <HintProvider>
      <Explained name="one" />
    </HintProvider>,
  );
  await user.hover(screen.getByText("one"));
  await user.hover(screen.getByText("About one"));
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(screen.getByText("About one")).toBeDefined();
  await user.unhover(screen.getByText("About one"));
  await waitFor(() => expect(screen.queryByText("About one")).toBeNull());
});
