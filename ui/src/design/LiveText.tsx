import {useEffect, useRef, useState} from "react";

const QUIET_MS = 3000;

/**
 * Says aloud, politely, how something goes on, and at most every three seconds: of what comes faster only the newest is said. For
 * readers of a screen; the page shows the same.
 */
export function LiveText(props: {text: string}) {
  const [said, setSaid] = useState("");
  const saidAt = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, saidAt.current + QUIET_MS - Date.now());
    const timer = setTimeout(() => {
      saidAt.current = Date.now();
      setSaid(props.text);
    }, wait);
    return () => clearTimeout(timer);
  }, [props.text]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}
