import {useQuery} from "@tanstack/react-query";
import {Link} from "@tanstack/react-router";
import type {ReactNode} from "react";

import {problemOf} from "@/api/problem";
import {statusQuery} from "@/api/queries";
import {CopyButton} from "@/design/Copy";
import {ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";
import {dayText, timeText} from "@/design/time";

const SCOPES = {read: "read", operate: "read and operate"};

/** What runs here, where it keeps what it read, and how its figures are made. */
export function AboutPage() {
  const status = useQuery(statusQuery());
  return (
    <>
      <Card title="This server">
        {status.isPending ? (
          <Skeleton lines={5} />
        ) : status.isError ? (
          <ProblemView problem={problemOf(status.error)} />
        ) : (
          <dl className="facts">
            <Fact term="Version">Sextant {status.data.version}</Fact>
            <Fact term="State folder">
              <code translate="no">
                <bdi>{status.data.home}</bdi>
              </code>{" "}
              <CopyButton text={status.data.home} what="the state folder" />
            </Fact>
            <Fact term="Its clock">
              {timeText(status.data.now)}; the billing day is {dayText(status.data.today)}
            </Fact>
            <Fact term="This session">may {SCOPES[status.data.scope]}</Fact>
            <Fact term="Connections">
              {status.data.connections} connected{status.data.pending > 0 ? `, ${status.data.pending} waiting for a role` : ""};{" "}
              <Link to="/settings/accounts">cloud accounts</Link>
            </Fact>
            <Fact term="API">
              <a href="/api/openapi.json">/api/openapi.json</a>, with the <Link to="/settings/tokens">tokens</Link> of programs
            </Fact>
            <Fact term="Licence">Apache License 2.0. Sextant is free software, and comes without any warranty.</Fact>
          </dl>
        )}
      </Card>
      <div className="about-parts">
        <Card title="How the figures are made">
          <ul className="bullets stack-tight">
            <li>Costs come from AWS Cost Explorer, as AWS bills them. Each page of its answers costs $0.01, which is shown before and after.</li>
            <li>Amounts are exact decimals from AWS’s answer to this page; they are rounded only where they are written.</li>
            <li>Days and months are UTC billing days. The end of an interval is not part of it.</li>
            <li>Recent days are estimated: AWS draws its figures up at most three times a day, and may change them until the month is closed.</li>
            <li>A member of an organization that is reached by several connections is counted once, from its payer’s view where that is connected.</li>
            <li>
              Parts are compared with the total. A difference that AWS’s own parts leave is shown as unallocated, and what is missing is said with each figure:
              point at it, or move to it by keyboard.
            </li>
            <li>
              What was read lies as open Parquet files in the state folder, below <code>lake</code>. The SQL page, and any program that reads Parquet, asks the same
              files.
            </li>
          </ul>
        </Card>
        <Card title="What leaves this machine">
          <ul className="bullets stack-tight">
            <li>Requests to the clouds’ own APIs, and to the sign-in pages that you open. Nothing else is sent anywhere.</li>
            <li>Sextant stores no key and no token of a cloud: it reads those of ~/.aws, and assumes roles afresh for each sync.</li>
            <li>It runs a program, writes a file of ~/.aws or calls a host that is not AWS’s only after a person has agreed to exactly that.</li>
          </ul>
        </Card>
      </div>
    </>
  );
}

const Fact = (props: {term: string; children: ReactNode}) => (
  <div>
    <dt>{props.term}</dt>
    <dd>{props.children}</dd>
  </div>
);
