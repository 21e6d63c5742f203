import "./profiles.css";

import type {Profiles} from "@/api/types";
import {CopyButton} from "@/design/Copy";
import {Light} from "@/design/Status";

/** Which HOME, files and variables the server reads: what explains why it finds another thing than a terminal does. */
export function SourcesRead(props: {answer: Profiles}) {
  const {home, files, variables} = props.answer;
  return (
    <dl className="sources">
      <div>
        <dt>HOME</dt>
        <dd>
          <code translate="no">
            <bdi>{home || "not set"}</bdi>
          </code>
        </dd>
      </div>
      <div>
        <dt>Files</dt>
        <dd>
          <ul>
            {files.map((file) => (
              <li key={file.path}>
                <Light color={file.was_read ? "green" : file.exists ? "red" : "off"}>
                  <code translate="no">
                    <bdi>{file.path}</bdi>
                  </code>
                  <span className="muted">
                    {" "}
                    {file.was_read ? "read" : file.exists ? "could not be read" : "does not exist"}
                    {file.variable ? `, from ${file.variable}` : ""}
                  </span>
                </Light>
              </li>
            ))}
          </ul>
        </dd>
      </div>
      <div>
        <dt>Variables set</dt>
        <dd>
          {variables.length === 0 ? (
            <span className="muted">none of AWS’s</span>
          ) : (
            <ul>
              {variables.map((variable) => (
                <li key={variable.name}>
                  <code translate="no">
                    {variable.name}
                    {variable.value ? (
                      <>
                        =<bdi>{variable.value}</bdi>
                      </>
                    ) : null}
                  </code>
                  {variable.value === null ? <span className="muted"> set; its value is not shown</span> : null}
                </li>
              ))}
            </ul>
          )}
        </dd>
      </div>
      <div>
        <dt>Compare</dt>
        <dd>
          <p className="muted">In the terminal where the AWS CLI works:</p>
          <p className="row">
            <code translate="no">{COMPARE}</code> <CopyButton text={COMPARE} what="the command" />
          </p>
        </dd>
      </div>
    </dl>
  );
}

const COMPARE = "whoami; echo $HOME; env | grep ^AWS_ | cut -d= -f1";
