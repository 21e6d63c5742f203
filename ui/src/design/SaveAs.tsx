import {useState} from "react";

import {problemOf} from "@/api/problem";
import type {Problem} from "@/api/types";

import {saveFile} from "./Copy";
import {Dialog} from "./Dialog";
import {ProblemView} from "./Notice";
import {Popup} from "./Popup";
import {useToast} from "./Toast";

export type FileFormat = "csv" | "json" | "parquet";

const LABELS: Record<FileFormat, string> = {csv: "CSV", json: "JSON", parquet: "Parquet"};
const FORMATS: readonly FileFormat[] = ["csv", "json", "parquet"];

/** What is shown, as a file in one of three forms; what keeps it from being one is told. */
export function SaveAs(props: {
  read: (format: FileFormat) => Promise<Blob>;
  /** Of the file, without its ending. */
  name: string;
  /** What each form is for. */
  detail: (format: FileFormat) => string;
}) {
  const toast = useToast();
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (format: FileFormat) => {
    try {
      const name = `${props.name}.${format}`;
      saveFile(await props.read(format), name);
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
            {FORMATS.map((format) => (
              <button
                key={format}
                type="button"
                onClick={() => {
                  close();
                  void save(format);
                }}
              >
                <strong>{LABELS[format]}</strong> <span className="muted small">{props.detail(format)}</span>
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
