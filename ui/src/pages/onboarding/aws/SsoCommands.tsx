import {useState} from "react";

import {CommandLine} from "@/design/Copy";
import {Field} from "@/design/Field";
import {Card} from "@/design/Status";

import {ProfilesFound} from "./ProfilesFound";
import {shellQuote} from "./shell";

/** The three commands for a terminal on the machine that serves, and what they left in ~/.aws. */
export function SsoCommands() {
  const [name, setName] = useState("corp");
  const profile = shellQuote(name.trim() || "NAME");
  return (
    <div className="stack">
      <Card>
        <p>Run these on the machine that serves, as the user that Sextant runs as:</p>
        <div className="short-field">
          <Field label="Name of the profile" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" spellCheck={false} />
        </div>
        <ol className="commands">
          <li>
            <p>Say where to sign in, and choose an account and a role. As the profile’s name give the one above.</p>
            <CommandLine command="aws configure sso" />
          </li>
          <li>
            <p>Sign in. Sextant and the AWS CLI share the session.</p>
            <CommandLine command={`aws sso login --profile ${profile}`} />
          </li>
          <li>
            <p>See who you are.</p>
            <CommandLine command={`aws sts get-caller-identity --profile ${profile}`} />
          </li>
        </ol>
      </Card>
      <ProfilesFound prefer="sso" wanted={name.trim()} />
    </div>
  );
}
