import {useQuery} from "@tanstack/react-query";
import {useState} from "react";

import {problemOf} from "@/api/problem";
import {policyQuery} from "@/api/queries";
import type {PolicyStatement} from "@/api/types";
import {CodeBlock} from "@/design/Copy";
import {ProblemView} from "@/design/Notice";
import {Skeleton} from "@/design/Status";
import {Tabs} from "@/design/Tabs";

type Form = "json" | "cloudformation" | "terraform" | "text";

/** The least policy in each of its forms, to copy and to download, and why each statement is there. */
export function PolicyForms() {
  const policy = useQuery(policyQuery());
  const [form, setForm] = useState<Form>("json");
  if (policy.isPending) return <Skeleton height="16rem" label="Drawing up the least policy" />;
  if (policy.isError) return <ProblemView problem={problemOf(policy.error)} />;
  const {forms, statements} = policy.data;
  return (
    <div className="stack">
      <Tabs
        label="Forms of the policy"
        chosen={form}
        onChoose={setForm}
        tabs={[
          {id: "json", label: "JSON", content: <CodeBlock text={forms.json} what="Policy" download="sextant-policy.json" />},
          {
            id: "cloudformation",
            label: "CloudFormation",
            content: <CodeBlock text={forms.cloudformation} what="Template" download="sextant-policy.yaml" />,
          },
          {id: "terraform", label: "Terraform", content: <CodeBlock text={forms.terraform} what="Configuration" download="sextant-policy.tf" />},
          {id: "text", label: "Explained", content: <CodeBlock text={forms.text} what="What is allowed, and why" download="sextant-policy.txt" />},
        ]}
      />
      <StatementReasons statements={statements} />
    </div>
  );
}

/** Why each statement of a policy is there. */
export function StatementReasons(props: {statements: readonly PolicyStatement[]}) {
  return (
    <details>
      <summary>Why each statement is there</summary>
      <dl className="reasons">
        {props.statements.map((statement) => (
          <div key={statement.sid}>
            <dt>
              <code translate="no">{statement.sid}</code>
              {statement.optional ? <span className="muted"> (optional)</span> : null}
            </dt>
            <dd>{statement.reason}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
