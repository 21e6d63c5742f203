import {render, screen, waitFor} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {useRef, useState} from "react";
import {expect, it} from "vitest";

import {useKeptFocus} from "./useKeptFocus";

function Page() {
  const main = useRef<HTMLElement>(null);
  const [runs, setRuns] = useState(false);
  useKeptFocus(main);
  return (
    <>
      <button type="button">first of the page</button>
      <main ref={main}>
        <button type="button">before</button>
        <section aria-label="part">
          {runs ? (
            <p>
              It runs. <button type="button">Stop</button>
            </p>
          ) : (
            <form>
              <button type="button" onClick={() => setRuns(true)}>
                Begin
              </button>
            </form>
          )}
        </section>
      </main>
    </>
  );
}

it("leads on from where a button was that has gone", async () => {
  const user = userEvent.setup();
  render(<Page />);
  await user.click(screen.getByText("Begin"));
  const part = screen.getByRole("region", {name: "part"});
  await waitFor(() => expect(document.activeElement).toBe(part));
  await user.tab();
  expect(document.activeElement).toBe(screen.getByText("Stop"));
});

it("takes the focus from nothing that has it", async () => {
  const user = userEvent.setup();
  render(<Page />);
  const begin = screen.getByText("Begin");
  begin.focus();
  screen.getByText("before").focus();
  begin.click();
  await screen.findByText("Stop");
  await user.keyboard(" ");
  expect(document.activeElement).toBe(screen.getByText("before"));
});
