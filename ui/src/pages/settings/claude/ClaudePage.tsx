import {useQuery} from "@tanstack/react-query";
import {Link} from "@tanstack/react-router";
import {useState} from "react";

import {problemOf} from "@/api/problem";
import {tokensQuery} from "@/api/queries";
import type {McpSetup, Token} from "@/api/types";
import {CodeBlock, CommandLine} from "@/design/Copy";
import {ProblemView} from "@/design/Notice";
import {Segments} from "@/design/Segments";
import {Card, Name, Skeleton} from "@/design/Status";
import {useNow} from "@/design/useNow";

import {mcpSetupQuery} from "./query";

const QUESTIONS = ["List my connected cloud accounts.", "What did we spend last month, by service?", "Why is September higher than August?", "What will this month cost?"];

/** How Claude, or another client of the Model Context Protocol, comes to know this program. */
export function ClaudePage() {
  const setup = useQuery(mcpSetupQuery());
  return (
    <>
      <Card title="On this machine">
        <p className="muted">
          A client starts Sextant itself and asks it: no server has to run, and no token is needed. It only reads; a sync is asked of you in the client, with its price.
        </p>
        {setup.isPending ? <Skeleton lines={6} /> : setup.isError ? <ProblemView problem={problemOf(setup.error)} /> : <Clients setup={setup.data} />}
      </Card>
      <Card title="Over HTTP">
        <p className="muted">For a client that cannot start a program. It shows a token: one that may read is enough to ask; one that may operate can check and sync.</p>
        <CommandLine command={httpCommand()} about="the command for Claude Code" />
        <Tokens />
      </Card>
      <Card title="Then ask">
        <ul className="bullets stack-tight">
          {QUESTIONS.map((question) => (
            <li key={question}>“{question}”</li>
          ))}
        </ul>
        <p className="muted">
          Every answer says how fresh and how complete it is. What clients have asked for stands in the audit log: <code>sextant mcp log</code>
        </p>
      </Card>
    </>
  );
}

const httpCommand = () => `claude mcp add --transport http sextant ${window.location.origin}/mcp --header "Authorization: Bearer $TOKEN"`;

function Clients(props: {setup: McpSetup}) {
  const {clients} = props.setup;
  const [chosen, choose] = useState(clients[0]?.id ?? "");
  const client = clients.find((one) => one.id === chosen) ?? clients[0];
  if (!client) return null;
  return (
    <div className="stack">
      <Segments label="Client" value={client.id} options={clients.map((one) => ({value: one.id, label: one.name}))} onChange={choose} />
      <p>In a terminal; it shows what it adds to the client’s file, asks, and keeps all else:</p>
      <CommandLine command={client.command} about={`the command for ${client.name}`} />
      <p>
        Or by hand, in{" "}
        <code translate="no">
          <bdi>{client.path}</bdi>
        </code>
        :
      </p>
      <CodeBlock text={client.text.trimEnd()} what={`Configuration of ${client.name}`} />
    </div>
  );
}

const isOver = (token: Token, now: number) => token.expires_at !== null && Date.parse(token.expires_at) <= now;

/** The tokens that a client over HTTP may show; made and revoked on the page of tokens. */
function Tokens() {
  const tokens = useQuery(tokensQuery());
  const now = useNow(false);
  if (tokens.isPending) return <Skeleton lines={2} />;
  // A session that may only read is not told of tokens.
  if (tokens.isError) return <ProblemView problem={problemOf(tokens.error)} />;
  const usable = tokens.data.filter((token) => !isOver(token, now));
  return (
    <p>
      {usable.length === 0 ? (
        "There is no token yet. "
      ) : (
        <>
          {usable.length === 1 ? "There is one token: " : `There are ${usable.length} tokens: `}
          {usable.map((token, index) => (
            <span key={token.id}>
              {index > 0 ? ", " : ""}
              <Name>{token.name}</Name> ({token.scope})
            </span>
          ))}
          .{" "}
        </>
      )}
      <Link to="/settings/tokens">Make and revoke tokens</Link>
    </p>
  );
}
