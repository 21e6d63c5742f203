import {useState} from "react";

import {CommandLine} from "@/design/Copy";
import {Field} from "@/design/Field";
import {Notice} from "@/design/Notice";
import {Card} from "@/design/Status";

import {PolicyForms} from "./PolicyForms";
import {ProfilesFound} from "./ProfilesFound";
import {shellQuote} from "./shell";

/** Access keys stay in ~/.aws/credentials: the page shows the commands, and has no field for a key. */
export function KeysMethod() {
  const [name, setName] = useState("dev");
  const profile = shellQuote(name.trim() || "NAME");
  return (
    <div className="stack">
      <Notice tone="warn" title="These are long-lived access keys">
        <p>
          A key in a file works for whoever reads the file, until somebody deletes it. Prefer a session of IAM Identity Center, which ends by itself; else give the
          keys the least policy only.
        </p>
      </Notice>
      <Card title="The least policy">
        <details>
          <summary>What the keys have to be allowed, and nothing more</summary>
          <div className="details-more">
            <PolicyForms />
          </div>
        </details>
      </Card>
      <Card>
        <p>
          Run these on the machine that serves, as the user that Sextant runs as. The keys stay in <code>~/.aws/credentials</code>; Sextant never asks for them.
        </p>
        <div className="short-field">
          <Field label="Name of the profile" value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" spellCheck={false} />
        </div>
        <ol className="commands">
          <li>
            <p>Enter the key.</p>
            <CommandLine command={`aws configure --profile ${profile}`} />
          </li>
          <li>
            <p>See whether AWS accepts it.</p>
            <CommandLine command={`aws s3 ls --profile ${profile}`} />
          </li>
        </ol>
      </Card>
      <ProfilesFound prefer="keys" wanted={name.trim()} />
    </div>
  );
}
