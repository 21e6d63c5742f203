import "./toast.css";

import type {ReactNode} from "react";
import {createContext, use, useCallback, useMemo, useRef, useState} from "react";

interface Said {
  id: number;
  text: string;
}

interface Toasts {
  /** Says in a corner, and aloud, what has just happened. For what the page shows anyway: nothing may be said here alone. */
  say: (text: string) => void;
}

const ToastContext = createContext<Toasts>({say: () => undefined});
const SHOWN_MS = 5000;

export const useToast = () => use(ToastContext);

/** Stands once around the page. */
export function ToastProvider(props: {children: ReactNode}) {
  const [said, setSaid] = useState<Said[]>([]);
  const last = useRef(0);
  const say = useCallback((text: string) => {
    const id = ++last.current;
    setSaid((before) => [...before.slice(-2), {id, text}]);
    setTimeout(() => setSaid((before) => before.filter((one) => one.id !== id)), SHOWN_MS);
  }, []);
  const value = useMemo(() => ({say}), [say]);
  return (
    <ToastContext value={value}>
      {props.children}
      <div className="toasts" role="status" aria-live="polite">
        {said.map((one) => (
          <div key={one.id} className="toast">
            {one.text}
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
