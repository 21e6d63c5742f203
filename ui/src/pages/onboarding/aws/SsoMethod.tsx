import {Tabs} from "@/design/Tabs";

import {useWelcome} from "../wizard";
import {SsoCommands} from "./SsoCommands";
import {SsoHere} from "./SsoHere";

/** IAM Identity Center: by signing in on this page, or by the commands of the AWS CLI; both leave the same profiles and sessions. */
export function SsoMethod() {
  const {search, go} = useWelcome();
  return (
    <Tabs
      label="How to sign in"
      chosen={search.way ?? "here"}
      onChoose={(way) => go({way, task: undefined}, {replace: true})}
      tabs={[
        {id: "here", label: "Sign in here", content: <SsoHere />},
        {id: "commands", label: "With the AWS CLI", content: <SsoCommands />},
      ]}
    />
  );
}
