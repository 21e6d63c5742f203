import "./shell.css";

import {useQuery} from "@tanstack/react-query";
import {Link, Outlet, useLocation, useMatches} from "@tanstack/react-router";
import type {RefObject} from "react";
import {useEffect, useRef} from "react";

import {useLiveChanges} from "@/api/live";
import {problemOf} from "@/api/problem";
import {statusQuery} from "@/api/queries";
import {HintProvider} from "@/design/Hint";
import {Notice, ProblemView} from "@/design/Notice";
import {Skeleton} from "@/design/Status";

import {useIsNarrowable} from "./connections";
import {ConnectionSwitcher} from "./ConnectionSwitcher";
import {TaskIndicator} from "./TaskIndicator";
import {ThemeSwitch} from "./ThemeSwitch";
import {useKeptFocus} from "./useKeptFocus";

const PAGES = [
  {to: "/", label: "Overview", exact: true},
  {to: "/costs", label: "Costs", exact: false},
  {to: "/sql", label: "SQL", exact: false},
  {to: "/settings", label: "Settings", exact: false},
] as const;

/** Around every page: where one is, what is shown, what runs; and what stands in the way where the server lets no one in. */
export function Shell() {
  const status = useQuery(statusQuery());
  const problem = status.isError ? problemOf(status.error) : null;
  // A server that is gone for a while takes nothing from the page; one that lets no one in does.
  const isInTheWay = problem !== null && (problem.status !== 0 || status.data === undefined);
  const isConnected = useLiveChanges(status.isSuccess);
  const isNarrowable = useIsNarrowable();
  const main = useRef<HTMLElement>(null);
  usePageChange(main);
  useKeptFocus(main);
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="header">
        <div className="header-inside">
          <Link to="/" className="brand">
            <Mark />
            <span>Sextant</span>
            {status.data?.is_demo ? <em className="brand-demo">demo</em> : null}
          </Link>
          <nav aria-label="Pages" className="pages">
            {PAGES.map((page) => (
              <Link key={page.to} to={page.to} activeOptions={{exact: page.exact, includeSearch: false}} className="page-link">
                {page.label}
              </Link>
            ))}
          </nav>
          <div className="header-tools">
            {status.isSuccess ? (
              <>
                {/* A page that shows all, whatever is chosen, offers no choice; what was chosen holds again on the next that does. */}
                {isNarrowable ? <ConnectionSwitcher /> : null}
                <TaskIndicator />
              </>
            ) : null}
            <ThemeSwitch />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="main" ref={main}>
        {!isInTheWay && (problem || !isConnected) ? (
          <Notice tone="warn" title="The connection to Sextant's server is interrupted">
            The page asks again by itself; what is shown may be out of date.
          </Notice>
        ) : null}
        {isInTheWay ? (
          <>
            <h1>{problem.status === 401 ? "Sign in" : "The console cannot be shown"}</h1>
            <ProblemView problem={problem} tone={problem.status === 401 ? "note" : "bad"} />
          </>
        ) : status.isPending ? (
          <Skeleton height="20rem" label="Asking the server" />
        ) : (
          <HintProvider>
            <Outlet />
          </HintProvider>
        )}
      </main>
      <footer className="footer small muted">
        <span>Days are UTC billing days.{status.data?.is_demo ? " Demo: the cloud behind these figures is simulated." : ""}</span>
        {status.data ? <span>Sextant {status.data.version}</span> : null}
      </footer>
    </>
  );
}

/** Another page: its title stands in the tab, and the focus goes to its content, as with a page that is loaded. */
function usePageChange(main: RefObject<HTMLElement | null>) {
  const path = useLocation({select: (location) => location.pathname});
  const title = useMatches({select: (matches) => matches.findLast((match) => match.staticData.title)?.staticData.title});
  const shown = useRef(path);
  useEffect(() => {
    document.title = title ? `${title} · Sextant` : "Sextant";
  }, [title]);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({preventScroll: true});
  }, [main, path]);
}

const Mark = () => (
  <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
    <path fill="currentColor" d="M16 3a2 2 0 0 1 1.9 1.4l7.3 19.3a1.6 1.6 0 0 1-1.5 2.2H8.3a1.6 1.6 0 0 1-1.5-2.2L14.1 4.4A2 2 0 0 1 16 3zm0 6.2L11.2 22h9.6z" />
    <path fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" d="M5 28.5c7 2 15 2 22 0" />
  </svg>
);
