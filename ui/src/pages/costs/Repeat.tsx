import {Link} from "@tanstack/react-router";
import {useState} from "react";

import type {Repeat as RepeatTexts} from "@/api/types";
import {CodeBlock} from "@/design/Copy";
import {Card} from "@/design/Status";
import {Tabs} from "@/design/Tabs";

/** The same question elsewhere: in a terminal, in SQL, in a mail. */
export function Repeat(props: {repeat: RepeatTexts}) {
  const [chosen, setChosen] = useState<"command" | "sql" | "address">("command");
  const {repeat} = props;
  return (
    <Card title="The same question elsewhere">
      <Tabs
        label="As"
        chosen={chosen}
        onChoose={setChosen}
        tabs={[
          {
            id: "command",
            label: "As command",
            content: <CodeBlock text={repeat.command} what="Command" />,
          },
          {
            id: "sql",
            label: "As SQL",
            content: repeat.sql ? (
              <div className="stack-tight">
                <CodeBlock text={repeat.sql} what="SQL" />
                <Link to="/sql" search={{q: repeat.sql}}>
                  Open it on the SQL page
                </Link>
              </div>
            ) : <p className="muted">This question has no form in SQL.</p>,
          },
          {id: "address", label: "As address", content: <CodeBlock text={location.href} what="Address of this page" />},
        ]}
      />
    </Card>
  );
}
