import {useEffect, useRef} from "react";

import type {ConfigLines} from "@/api/types";
import {Button} from "@/design/Button";
import {CodeBlock} from "@/design/Copy";

/** Exactly what would be added to ~/.aws/config, before anything is. */
export function LinesPreview(props: {lines: ConfigLines; isWriting: boolean; onWrite: (digest: string) => void; onBack: () => void}) {
  const {lines} = props;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <>
      <h3 ref={title} tabIndex={-1} className="step-title">
        {lines.profiles.length === 1 ? "This profile is added" : `These ${lines.profiles.length} profiles are added`} to{" "}
        <code translate="no">
          <bdi>{lines.path}</bdi>
        </code>
      </h3>
      <CodeBlock text={lines.lines} what="Exactly these lines, after what stands there" />
      <div className="row">
        <Button look="primary" busy={props.isWriting} onClick={() => props.onWrite(lines.digest)}>
          Yes, write these lines
        </Button>
        <Button onClick={props.onBack}>Back to the accounts</Button>
      </div>
    </>
  );
}
