import {askFile} from "@/api/client";
import type {Provenance} from "@/api/types";
import type {FileFormat} from "@/design/SaveAs";
import {SaveAs} from "@/design/SaveAs";

import type {CostsQuery} from "./question";
import {exportPath} from "./question";

const DETAILS: Record<FileFormat, string> = {
  csv: "for spreadsheets; no cell is run as a formula",
  json: "with provenance",
  parquet: "for DuckDB, pandas, Spark; provenance in its footer",
};

/** The answer as a file, with all of its rows. */
export const Export = (props: {query: CostsQuery; provenance: Provenance}) => (
  <SaveAs
    name={`sextant-costs-${props.provenance.from}-${props.provenance.to}`}
    detail={(format) => DETAILS[format]}
    read={(format) => askFile(exportPath(props.query, format))}
  />
);
