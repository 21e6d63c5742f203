import {useState} from "react";

import type {Profile} from "@/api/types";
import {Button} from "@/design/Button";
import {Check, Field} from "@/design/Field";
import {Light, Name} from "@/design/Status";
import {ProblemsOfProfile} from "@/profiles/ProblemsOfProfile";
import {SignInDialog} from "@/profiles/SignInDialog";
import {hasSso, methodWords, sessionWords} from "@/profiles/words";

// From so many on they are searched.
const SEARCH_FROM = 9;

/** Profiles to tick, each with its method, session and problems; those that are connected already say so. */
export function ProfileChoice(props: {
  profiles: readonly Profile[];
  prefer: string;
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const {chosen, onChange} = props;
  const [find, setFind] = useState("");
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const sorted = [...props.profiles].sort(
    (a, b) => Number(b.method === props.prefer) - Number(a.method === props.prefer) || a.name.localeCompare(b.name),
  );
  const shown = sorted.filter((profile) => {
    const text = `${profile.name} ${profile.account_id ?? ""} ${profile.method}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const free = shown.filter((profile) => !profile.connection);
  const isAll = free.length > 0 && free.every((profile) => chosen.has(profile.name));
  const set = (names: readonly string[], isOn: boolean) => {
    const next = new Set(chosen);
    for (const name of names) {
      if (isOn) next.add(name);
      else next.delete(name);
    }
    onChange(next);
  };
  return (
    <div className="stack-tight">
      <div className="choice-tools">
        {props.profiles.length >= SEARCH_FROM ? (
          <Field label="Search the profiles" hideLabel placeholder="Search" type="search" value={find} onChange={(event) => setFind(event.target.value)} />
        ) : null}
        {free.length > 1 ? (
          <Button look="quiet" onClick={() => set(free.map((profile) => profile.name), !isAll)}>
            {isAll ? "Select none" : "Select all visible"}
          </Button>
        ) : null}
        <span className="muted small" aria-live="polite">
          {words.length > 0 ? `${shown.length} of ${props.profiles.length} shown, ` : ""}
          {chosen.size} selected
        </span>
      </div>
      <ul className="choices">
        {shown.map((profile) => (
          <li key={profile.name}>
            <Choice profile={profile} isChosen={chosen.has(profile.name)} onChange={(isOn) => set([profile.name], isOn)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Choice(props: {profile: Profile; isChosen: boolean; onChange: (isOn: boolean) => void}) {
  const {profile} = props;
  const [signsIn, setSignsIn] = useState(false);
  const session = profile.session ? sessionWords(profile.session) : null;
  const worst = profile.problems.some((problem) => problem.severity === "error") ? "red" : "amber";
  const problems = profile.problems.filter((problem) => problem.severity !== "note");
  return (
    <div className="choice">
      <div className="choice-line">
        <Check
          label={<Name>{profile.name}</Name>}
          hint={
            <>
              {methodWords(profile)}
              {profile.account_id ? <> · {profile.account_id}</> : null}
              {profile.region ? <> · {profile.region}</> : null}
            </>
          }
          checked={props.isChosen}
          disabled={profile.connection !== null}
          onChange={(event) => props.onChange(event.target.checked)}
        />
        <div className="choice-state">
          {profile.connection !== null ? (
            <Light color="green">
              connected as <Name>{profile.connection}</Name>
            </Light>
          ) : session ? (
            <Light color={session.color}>{session.words}</Light>
          ) : null}
          {session?.needsSignIn && hasSso(profile) ? (
            <Button look="quiet" aria-label={`Sign in: ${profile.name}`} onClick={() => setSignsIn(true)}>
              Sign in
            </Button>
          ) : null}
        </div>
      </div>
      {problems.length > 0 ? (
        <details className="choice-problems">
          <summary>
            <Light color={worst}>
              {problems.length} {problems.length === 1 ? "problem" : "problems"}
            </Light>
          </summary>
          <ProblemsOfProfile problems={problems} />
        </details>
      ) : null}
      {signsIn ? <SignInDialog place={{profile: profile.name}} name={profile.name} onClose={() => setSignsIn(false)} /> : null}
    </div>
  );
}
