import "./consent.css";

import type {ReactNode} from "react";
import {useCallback, useRef, useState} from "react";

import {problemOf, ProblemError} from "@/api/problem";
import type {Consent} from "@/api/types";
import {Button} from "@/design/Button";
import {Dialog} from "@/design/Dialog";

// Each answer may need what the one before did not know of: the program of a profile, then its host.
const ROUNDS_MAX = 5;

const KINDS: Record<Consent["kind"], string> = {
  run_program: "Run this program on the machine that serves",
  write_file: "Write this file on the machine that serves",
  foreign_host: "Send signed requests and tokens to this host, which is not AWS’s",
};

/** A person did not agree; the words are those of the terminal. */
export class NotAgreed extends ProblemError {
  constructor() {
    super({
      type: "about:blank",
      title: "Nothing was done, since nobody said yes",
      status: 0,
      code: "connection.not_agreed",
      causes: [],
      fix: "",
    });
  }
}

/** What a request needs agreed to, where that is why it was refused. */
export function consentsOf(error: unknown): Consent[] {
  const problem = error instanceof ProblemError ? error.problem : null;
  return problem?.code === "web.consent_needed" ? (problem.consents ?? []) : [];
}

interface Asked {
  consents: Consent[];
  answer: (agreed: boolean) => void;
}

export interface Consents {
  /**
   * Sends a request; where the server answers that it needs consent, shows exactly what is asked and, after a yes, sends it again
   * with the ids. A no throws NotAgreed. `send` is given the ids of what was agreed to.
   */
  ask: <T>(send: (consents: string[]) => Promise<T>) => Promise<T>;
  /** To be rendered: the question, while there is one. */
  dialog: ReactNode;
}

export function useConsents(): Consents {
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const waiting = useRef(new Set<Asked>());

  const question = useCallback(
    (consents: Consent[]) =>
      new Promise<boolean>((resolve) => {
        const one: Asked = {
          consents,
          answer: (agreed) => {
            waiting.current.delete(one);
            setAsked((before) => before.filter((other) => other !== one));
            resolve(agreed);
          },
        };
        waiting.current.add(one);
        setAsked((before) => [...before, one]);
      }),
    [],
  );

  const ask = useCallback(
    async <T,>(send: (consents: string[]) => Promise<T>): Promise<T> => {
      const agreed = new Set<string>();
      for (let round = 1; ; ++round) {
        try {
          return await send([...agreed]);
        } catch (error) {
          const needed = consentsOf(error).filter((consent) => !agreed.has(consent.id));
          if (needed.length === 0 || round === ROUNDS_MAX) throw error;
          if (!(await question(needed))) throw new NotAgreed();
          for (const consent of needed) agreed.add(consent.id);
        }
      }
    },
    [question],
  );

  const first = asked[0];
  return {ask, dialog: first ? <ConsentDialog key={first.consents.map((one) => one.id).join()} {...first} /> : null};
}

function ConsentDialog(props: Asked) {
  return (
    <Dialog
      title="This needs your consent"
      onClose={() => props.answer(false)}
      actions={
        <>
          <Button onClick={() => props.answer(false)}>No, do nothing</Button>
          <Button look="primary" onClick={() => props.answer(true)}>
            Yes, I agree
          </Button>
        </>
      }
    >
      <p>Sextant runs a program, writes a file or calls a host that is not AWS’s only when a person has agreed to exactly that:</p>
      <ul className="stack">
        {props.consents.map((consent) => (
          <li key={consent.id} className={consent.kind === "foreign_host" ? "consent consent-foreign" : "consent"}>
            <p className="consent-kind">{KINDS[consent.kind]}</p>
            <p>
              <code translate="no">
                <bdi>{consent.what}</bdi>
              </code>
            </p>
            {consent.why ? <p className="muted">{consent.why}</p> : null}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Whether an error is only that somebody said no, which needs no red. */
export const isNotAgreed = (error: unknown) => error instanceof NotAgreed || problemOf(error).code === "connection.not_agreed";
