import {useEffect, useState} from "react";

import {ageText, dayText, timeText, untilText} from "./time";

/** How long ago something was, kept current; the exact time in UTC on hover and for readers of a screen. */
export function Age(props: {at: string | null | undefined; never?: string; future?: boolean}) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (!props.at) return <span className="muted">{props.never ?? "never"}</span>;
  const seconds = (now - Date.parse(props.at)) / 1000;
  return (
    <time dateTime={props.at} title={timeText(props.at)}>
      {props.future ? untilText(-seconds) : `${ageText(seconds)} ago`}
    </time>
  );
}

/** A UTC billing day: "16 Oct 2026". */
export const Day = (props: {day: string}) => <time dateTime={props.day}>{dayText(props.day)}</time>;
