import {Link} from "@tanstack/react-router";
import {useState} from "react";

import type {Accounts} from "@/api/types";
import {Button} from "@/design/Button";
import {Card, Light, Name} from "@/design/Status";
import {Age} from "@/design/Time";
import {useNow} from "@/design/useNow";
import {useMayOperate} from "@/shell/connections";

import {RemoveDialog} from "./RemoveDialog";

/** Set-ups that wait for their role, until when, and the way on. */
export function PendingCard(props: {pending: Accounts["pending"]}) {
  const mayOperate = useMayOperate();
  const now = useNow(true);
  const [removes, setRemoves] = useState<string | null>(null);
  return (
    <Card title="Set-ups that wait for their role">
      <ul className="lines">
        {props.pending.map((setup) => {
          const isExpired = setup.expires_at !== null && Date.parse(setup.expires_at) <= now;
          return (
            <li key={setup.name} className="line">
              <Light color={isExpired ? "red" : "amber"}>
                <Name>{setup.name}</Name>{" "}
                <span className="muted">
                  {isExpired ? (
                    "has expired: continue to make it anew, with another external ID"
                  ) : setup.expires_at ? (
                    <>
                      expires <Age at={setup.expires_at} future />
                    </>
                  ) : null}
                </span>
              </Light>
              <span className="row">
                <Link to="/welcome" search={{step: "method", cloud: "aws", method: "role", setup: setup.name}} className="button">
                  Continue<span className="visually-hidden">: {setup.name}</span>
                </Link>
                <Button look="quiet" disabled={!mayOperate} aria-label={`Remove ${setup.name}`} onClick={() => setRemoves(setup.name)}>
                  Remove
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      {removes !== null ? <RemoveDialog name={removes} onClose={() => setRemoves(null)} /> : null}
    </Card>
  );
}
