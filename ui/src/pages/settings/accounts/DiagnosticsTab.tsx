import {useQuery} from "@tanstack/react-query";

import {problemOf} from "@/api/problem";
import {diagnosticsQuery, statusQuery} from "@/api/queries";
import {CopyButton} from "@/design/Copy";
import {ProblemView} from "@/design/Notice";
import {Light, Skeleton} from "@/design/Status";
import {Age} from "@/design/Time";
import {cellLabel} from "@/tasks/syncProgress";

import type {ServiceTrouble} from "./diagnosticsText";
import {diagnosticsText, errorOfStep, troublesByService} from "./diagnosticsText";

/** The exact errors of the last check and the last syncs, by service. */
export function DiagnosticsTab(props: {name: string}) {
  const diagnostics = useQuery(diagnosticsQuery(props.name));
  const version = useQuery(statusQuery()).data?.version ?? "";
  if (diagnostics.isPending) return <Skeleton height="12rem" label="Reading the errors" />;
  if (diagnostics.isError) return <ProblemView problem={problemOf(diagnostics.error)} />;
  const troubles = troublesByService(diagnostics.data);
  const {check, cells} = diagnostics.data;
  return (
    <div className="stack">
      <div className="spread">
        <p className="muted">
          {check ? (
            <>
              Of the check <Age at={check.started_at} />
            </>
          ) : (
            "Never checked"
          )}
          {cells.length > 0 ? `, and of ${cells.length} queries as they were asked last` : "; nothing was synced yet"}.
        </p>
        <CopyButton label="Copy all" what="the diagnostics" text={diagnosticsText(props.name, version, diagnostics.data)} />
      </div>
      {troubles.length === 0 ? <Light color="green">Nothing went wrong.</Light> : null}
      {troubles.map((trouble) => (
        <Service key={trouble.service} trouble={trouble} />
      ))}
    </div>
  );
}

function Service(props: {trouble: ServiceTrouble}) {
  const {trouble} = props;
  return (
    <section className="stack-tight" aria-label={trouble.service}>
      <h3>{trouble.service}</h3>
      {trouble.steps.map((step) => (
        <ProblemView key={step.id} problem={errorOfStep(step)} tone={step.status === "failed" ? "bad" : "warn"} brief />
      ))}
      {trouble.cells.map((cell) =>
        cell.error ? (
          <div key={`${cell.account_id} ${cell.face} ${cell.grain}`} className="stack-tight">
            <p className="muted small">
              {cellLabel(cell)} of {cell.account_id}, {cell.from} to {cell.to}
              {cell.updated_at ? (
                <>
                  , <Age at={cell.updated_at} />
                </>
              ) : null}
            </p>
            <ProblemView problem={cell.error} tone={cell.status === "throttled" || cell.status === "no_data" ? "warn" : "bad"} brief />
          </div>
        ) : null,
      )}
    </section>
  );
}
