import {render, screen, waitFor} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {expect, it, vi} from "vitest";

import {ProblemError} from "@/api/problem";
import type {Consent, Problem} from "@/api/types";

import {isNotAgreed, useConsents} from "./consent";

const needed = (...consents: Consent[]) =>
  new ProblemError({type: "", title: "This needs your consent", status: 409, code: "web.consent_needed", causes: [], fix: "", consents} satisfies Problem);
const PROGRAM: Consent = {id: "1", kind: "run_program", what: "/usr/bin/tool --json", why: "The profile tool runs it."};
const HOST: Consent = {id: "2", kind: "foreign_host", what: "10.0.0.9:9000"};

function Asker(props: {send: (consents: string[]) => Promise<string>; onEnd: (end: unknown) => void}) {
  const consents = useConsents();
  return (
    <>
      {consents.dialog}
      <button type="button" onClick={() => void consents.ask(props.send).then(props.onEnd, props.onEnd)}>
        begin
      </button>
    </>
  );
}

it("shows exactly what is asked, and sends again with the ids of what was agreed to", async () => {
  const user = userEvent.setup();
  const onEnd = vi.fn();
  const send = vi
    .fn<(consents: string[]) => Promise<string>>()
    .mockRejectedValueOnce(needed(PROGRAM))
    // What the program's profile needs is known only then.
    .mockRejectedValueOnce(needed(PROGRAM, HOST))
    .mockResolvedValueOnce("done");
  render(<Asker send={send} onEnd={onEnd} />);
  await user.click(screen.getByText("begin"));
  expect(await screen.findByText("/usr/bin/tool --json")).toBeTruthy();
  expect(screen.getByText("The profile tool runs it.")).toBeTruthy();
  await user.click(screen.getByText("Yes, I agree"));
  expect(await screen.findByText("10.0.0.9:9000")).toBeTruthy();
  // Only what is new is asked.
  expect(screen.queryByText("/usr/bin/tool --json")).toBeNull();
  await user.click(screen.getByText("Yes, I agree"));
  await waitFor(() => expect(onEnd).toHaveBeenCalledWith("done"));
  expect(send.mock.calls).toEqual([[[]], [["1"]], [["1", "2"]]]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("does nothing on a no", async () => {
  const user = userEvent.setup();
  const onEnd = vi.fn();
  const send = vi.fn().mockRejectedValue(needed(PROGRAM));
  render(<Asker send={send} onEnd={onEnd} />);
  await user.click(screen.getByText("begin"));
  await user.click(await screen.findByText("No, do nothing"));
  await waitFor(() => expect(onEnd).toHaveBeenCalled());
  expect(isNotAgreed(onEnd.mock.calls[0]?.[0])).toBe(true);
  expect(send).toHaveBeenCalledTimes(1);
});

it("hands other problems on, and does not ask without end", async () => {
  const user = userEvent.setup();
  const onEnd = vi.fn();
  const refusal = new ProblemError({type: "", title: "No", status: 400, code: "web.invalid", causes: [], fix: ""});
  const {unmount} = render(<Asker send={() => Promise.reject(refusal)} onEnd={onEnd} />);
  await user.click(screen.getByText("begin"));
  await waitFor(() => expect(onEnd).toHaveBeenCalledWith(refusal));
  unmount();
  // A server that does not take the ids that it gave.
  const deaf = vi.fn().mockRejectedValue(needed(PROGRAM));
  render(<Asker send={deaf} onEnd={onEnd} />);
  await user.click(screen.getByText("begin"));
  await user.click(await screen.findByText("Yes, I agree"));
  await waitFor(() => expect(onEnd).toHaveBeenCalledTimes(2));
  expect(deaf).toHaveBeenCalledTimes(2);
});
