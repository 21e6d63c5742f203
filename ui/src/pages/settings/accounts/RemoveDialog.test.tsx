import {QueryClient, QueryClientProvider} from "@tanstack/react-query";
import {render, screen, waitFor} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {afterEach, expect, it, vi} from "vitest";

import {api} from "@/api/client";

import {RemoveDialog} from "./RemoveDialog";

afterEach(() => vi.restoreAllMocks());

function server(deletes: boolean) {
  const removal = (keep: boolean) => ({
    name: "acme",
    deletes_data: deletes && !keep,
    account_ids: [],
    folders: [],
    cells: 3,
    reached_by: [],
    words: keep ? "The data that it has pulled stay." : "With it go the data.",
  });
  const answer = (init: {params: {query: {keep_data: boolean}}}) => Promise.resolve({data: removal(init.params.query.keep_data), response: new Response()});
  vi.spyOn(api, "GET").mockImplementation(((_path: string, init: never) => answer(init)) as never);
  return vi.spyOn(api, "DELETE").mockImplementation(((_path: string, init: never) => answer(init)) as never);
}

function show() {
  const onClose = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RemoveDialog name="acme" onClose={onClose} />
    </QueryClientProvider>,
  );
  return onClose;
}

it("deletes data only when the name was typed", async () => {
  const remove = server(true);
  const onClose = show();
  const user = userEvent.setup();
  const button = await screen.findByRole<HTMLButtonElement>("button", {name: "Remove it and delete the data"});
  expect(screen.getByText("With it go the data.")).toBeTruthy();
  expect(button.disabled).toBe(true);
  await user.type(screen.getByLabelText(/type the name/), "acm");
  expect(button.disabled).toBe(true);
  await user.type(screen.getByLabelText(/type the name/), "e");
  await user.click(button);
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(remove).toHaveBeenCalledWith("/connections/{name}", {params: {path: {name: "acme"}, query: {keep_data: false}}});
});

it("needs no name where the data are kept", async () => {
  const remove = server(true);
  show();
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Keep the data that it has pulled"));
  expect(await screen.findByText("The data that it has pulled stay.")).toBeTruthy();
  await user.click(screen.getByRole("button", {name: "Remove it"}));
  await waitFor(() => expect(remove).toHaveBeenCalledWith("/connections/{name}", {params: {path: {name: "acme"}, query: {keep_data: true}}}));
});
