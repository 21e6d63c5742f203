import {QueryClient, QueryClientProvider} from "@tanstack/react-query";
import {render, screen, waitFor} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {useState} from "react";
import {afterEach, beforeEach, expect, it, vi} from "vitest";

import {api} from "@/api/client";

import {RoleArnField} from "./RoleArnField";

const ARN = "arn:aws:iam::111122223333:role/SextantReadOnly";
const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.spyOn(api, "POST").mockImplementation(((_path: string, init: {body: {role_arn: string}}) => {
    const arn = init.body.role_arn;
    asked.push(arn);
    const data =
      arn === ARN
        ? {valid: true, account_id: "111122223333", role_name: "SextantReadOnly", connection: "acme"}
        : {valid: false, problem: {code: "connection.bad_role_arn", title: "This is not the ARN of a role", detail: "it is that of a user", causes: [], fix: ""}};
    return Promise.resolve({data, response: new Response()});
  }) as never);
});
afterEach(() => vi.restoreAllMocks());

function Form(props: {onValidity: (isValid: boolean) => void}) {
  const [arn, setArn] = useState("");
  return (
    <QueryClientProvider client={new QueryClient()}>
      <RoleArnField name="acme" pattern="arn:aws:iam::ACCOUNT_ID:role/SextantReadOnly" value={arn} onChange={setArn} onValidity={props.onValidity} />
    </QueryClientProvider>
  );
}

it("asks once after a pause, and only of what may be whole", async () => {
  const onValidity = vi.fn();
  const user = userEvent.setup();
  render(<Form onValidity={onValidity} />);
  await user.type(screen.getByLabelText("ARN of the role"), ARN);
  await screen.findByText("SextantReadOnly");
  expect(asked).toEqual([ARN]);
  expect(onValidity).toHaveBeenLastCalledWith(true);
});

it("calls nothing wrong while it can still become an ARN", async () => {
  const user = userEvent.setup();
  render(<Form onValidity={vi.fn()} />);
  await user.type(screen.getByLabelText("ARN of the role"), "arn:aws:iam::1111");
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(asked).toEqual([]);
  expect(screen.getByText("Not whole yet")).toBeTruthy();
});

it("says what is wrong, and takes its word back at the next letter", async () => {
  const onValidity = vi.fn();
  const user = userEvent.setup();
  render(<Form onValidity={onValidity} />);
  const field = screen.getByLabelText("ARN of the role");
  await user.type(field, "arn:aws:iam::111122223333:user/me");
  expect(await screen.findByText("This is not the ARN of a role: it is that of a user")).toBeTruthy();
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(onValidity).not.toHaveBeenCalledWith(true);
  await user.clear(field);
  await waitFor(() => expect(field.getAttribute("aria-invalid")).toBeNull());
});
