import {useState} from "react";

import {askFile} from "@/api/client";
import {problemOf} from "@/api/problem";
import type {Problem, Provenance} from "@/api/types";
import {saveFile} from "@/design/Copy";
import {Dialog} from "@/design/Dialog";
import {ProblemView} from "@/design/Notice";
import {Popup} from "@/design/Popup";
import {useToast} from "@/design/Toast";

import type {CostsQuery} from "./question";
import {exportPath} from "./question";

const FORMATS = [
  {format: "csv", label: "CSV", detail: "for spreadsheets; no cell is run as a formula"},
  {format: "json", label: "JSON", detail: "with provenance"},
  {format: "parquet", label: "Parquet", detail: "for DuckDB, pandas, Spark; provenance in its footer"},
] as const;

/** The answer as a file, with all of its rows. */
export function Export(props: {query: CostsQuery; provenance: Provenance}) {
  const toast = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (format: (typeof FORMATS)[number]["format"]) => {
    try {
      const file = await askFile(exportPath(props.query, format));
      const name = `sextant-costs-${props.provenance.from}-${props.provenance.to}.${format}`;
      saveFile(file, name);
      toast.say(`Saved ${name}`);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      <Popup label="Export">
        {(close) => (
          <div className="popup-list">
            {FORMATS.map(({format, label, detail}) => (
              <button
                key={format}
                type="button"
                onClick={() => {
                  close();
                  void save(format);
                }}
              >
                <strong>{label}</strong> <span className="muted small">{detail}</span>
              </button>
            ))}
          </div>
        )}
      </Popup>
      {problem ? (
        <Dialog title="The export failed" onClose={() => setProblem(null)}>
          <ProblemView problem={problem} />
        </Dialog>
      ) : null}
    </>
  );
}
