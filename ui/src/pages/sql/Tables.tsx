import {useQuery} from "@tanstack/react-query";
import {useState} from "react";

import {problemOf} from "@/api/problem";
import {Field} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Skeleton} from "@/design/Status";

import {tablesOptions} from "./query";
import {quoted} from "./values";

/** The tables that may be asked, with their columns and what they mean; a click puts a name into the editor. */
export function Tables(props: {onInsert: (text: string) => void; onExample: (sql: string) => void}) {
  const tables = useQuery(tablesOptions());
  const [text, setText] = useState("");
  if (tables.isPending) return <Skeleton lines={10} />;
  if (tables.isError) return <ProblemView problem={problemOf(tables.error)} brief />;
  const word = text.trim().toLocaleLowerCase();
  const found = tables.data.filter(
    (table) => word === "" || `${table.name} ${table.meaning} ${table.columns.map((column) => column.name).join(" ")}`.toLocaleLowerCase().includes(word),
  );
  return (
    <div className="stack-tight">
      <Field label="Find a table or column" hideLabel type="search" placeholder="Find a table or column" value={text} onChange={(event) => setText(event.target.value)} />
      {found.length === 0 ? <p className="muted small">Nothing matches.</p> : null}
      <ul className="sql-tables">
        {found.map((table) => (
          <li key={table.name}>
            {/* A new key where the search begins or ends, so that it opens what it finds. */}
            <details key={word === "" ? "all" : "found"} open={word !== ""}>
              <summary>
                <code translate="no">{table.name}</code>
              </summary>
              <p className="muted small">{table.meaning}</p>
              <p className="row">
                <button type="button" className="button button-quiet" onClick={() => props.onInsert(quoted(table.name))}>
                  Insert name
                </button>
                <button type="button" className="button button-quiet" onClick={() => props.onExample(`SELECT *\nFROM ${quoted(table.name)}\nLIMIT 100`)}>
                  Show rows
                </button>
              </p>
              <ul>
                {table.columns.map((column) => (
                  <li key={column.name}>
                    <button type="button" className="sql-column" title={column.meaning} onClick={() => props.onInsert(quoted(column.name))}>
                      <code translate="no">{column.name}</code>
                      <span className="muted small">{column.type.toLowerCase()}</span>
                      {column.meaning ? <span className="sql-meaning muted small">{column.meaning}</span> : null}
                    </button>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}
