import {useState} from "react";

import type {RoleSetup} from "@/api/types";
import {Button} from "@/design/Button";
import {CodeBlock, CopyButton} from "@/design/Copy";
import {Card} from "@/design/Status";
import {Tabs} from "@/design/Tabs";
import {Age} from "@/design/Time";

import {CheckPrice} from "@/connect/CheckPrice";
import {useWelcome, useWizard} from "../wizard";
import {StatementReasons} from "./PolicyForms";
import {RoleArnField} from "./RoleArnField";

type Form = keyof RoleSetup["forms"];

const FORMS: readonly {id: Form; label: string; what: string; ending: string}[] = [
  {id: "console", label: "Console steps", what: "By hand in the console", ending: "txt"},
  {id: "cloudformation", label: "CloudFormation", what: "One role, as a template", ending: "yaml"},
  {id: "stackset", label: "StackSet", what: "Every member and the payer, as a script", ending: "sh"},
  {id: "terraform", label: "Terraform", what: "Configuration", ending: "tf"},
  {id: "cli", label: "CLI", what: "Commands of the AWS CLI", ending: "sh"},
  {id: "json", label: "JSON", what: "For programs: policies and all else", ending: "json"},
];

/** What to create in the account, in each form; and the way back: the role's ARN. */
export function RoleSetupView(props: {setup: RoleSetup; onLeave: () => void}) {
  const {setup} = props;
  const {search, go} = useWelcome();
  const {setBegin} = useWizard();
  const [form, setForm] = useState<Form>(setup.organization ? "stackset" : "console");
  const [arn, setArn] = useState(search.role_arn ?? "");
  const [isValid, setValid] = useState(false);
  const begin = (mayPay: boolean) => {
    const roleArn = arn.trim();
    setBegin({targets: [{kind: "role", name: setup.name, roleArn}], mayPay});
    go({step: "check", role_arn: roleArn, profile: undefined, task: undefined});
  };
  return (
    <div className="stack">
      <Card
        title={
          <>
            Set-up <bdi>{setup.name}</bdi>
            {setup.organization ? ", of an organization" : ""}
          </>
        }
        tools={
          <Button look="quiet" onClick={props.onLeave}>
            Make another set-up
          </Button>
        }
      >
        <dl className="facts">
          <Fact term="Our account" text={setup.our_account_id} />
          <Fact term="Our identity" text={setup.our_principal_arn} />
          <Fact term="External ID" text={setup.external_id} />
          <Fact term="Role name" text={setup.role_name} />
          <div>
            <dt>Waits</dt>
            <dd>
              {setup.expires_at ? (
                <>
                  for the role’s ARN; the set-up expires <Age at={setup.expires_at} future />
                </>
              ) : (
                "no more: this connection has its role already, and the set-up is shown again"
              )}
            </dd>
          </div>
        </dl>
      </Card>
      <Card title="Create the role">
        <p>
          {setup.organization
            ? "Create the role in the payer (management) account first, then under the same name in every member."
            : "Create the role in the account that is to be read."}{" "}
          Each form below is whole in itself and makes the same role.
        </p>
        <Tabs
          label="Forms of the set-up"
          chosen={form}
          onChoose={setForm}
          tabs={FORMS.map((one) => ({
            id: one.id,
            label: one.label,
            content: <CodeBlock text={setup.forms[one.id]} what={one.what} download={`sextant-${setup.name}-${one.id}.${one.ending}`} />,
          }))}
        />
        <StatementReasons statements={setup.statements} />
      </Card>
      <Card title="Connect the role">
        <CheckPrice count={1} label="Connect" disabled={!isValid} onBegin={begin}>
          <RoleArnField name={setup.name} pattern={setup.role_arn_pattern} value={arn} onChange={setArn} onValidity={setValid} />
        </CheckPrice>
      </Card>
    </div>
  );
}

function Fact(props: {term: string; text: string}) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd className="fact-copy">
        <code translate="no">
          <bdi>{props.text}</bdi>
        </code>
        <CopyButton text={props.text} what={props.term.toLowerCase()} />
      </dd>
    </div>
  );
}
