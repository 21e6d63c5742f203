import "./shell.css";

import {useQuery} from "@tanstack/react-query";
import {Link, Outlet} from "@tanstack/react-router";

import {useLiveChanges} from "@/api/live";
import {problemOf} from "@/api/problem";
import {statusQuery} from "@/api/queries";
import {CodeBlock} from "@/design/Copy";
import {HintProvider} from "@/design/Hint";
import {Notice, ProblemView} from "@/design/Notice";
import {EmptyState, Skeleton} from "@/design/Status";

import {ConnectionSwitcher} from "./ConnectionSwitcher";
import {TaskIndicator} from "./TaskIndicator";
import {ThemeSwitch} from "./ThemeSwitch";

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
  const isSignedOut = problem?.status === 401 || problem?.status === 403;
  const isConnected = useLiveChanges(status.isSuccess);
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="header">
        <div className="header-inside">
          <Link to="/" className="brand" aria-label="Sextant, overview">
            <Mark />
            <span>Sextant</span>
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
                <ConnectionSwitcher />
                <TaskIndicator />
              </>
            ) : null}
            <ThemeSwitch />
          </div>
        </div>
        {status.data?.is_demo ? <p className="demo-line">Demo: the cloud behind these figures is simulated.</p> : null}
      </header>
      <main id="main" tabIndex={-1} className="main">
        {!isConnected && !problem ? (
          <Notice tone="warn" title="The connection to Sextant's server is interrupted">
            The page asks again by itself; what is shown may be out of date.
          </Notice>
        ) : null}
        {isSignedOut ? (
          <SignedOut />
        ) : problem ? (
          <ProblemView problem={problem} />
        ) : status.isPending ? (
          <Skeleton height="20rem" label="Asking the server" />
        ) : (
          <HintProvider>
            <Outlet />
          </HintProvider>
        )}
      </main>
      <footer className="footer small muted">
        <span>Days are UTC billing days.</span>
        {status.data ? <span>Sextant {status.data.version}</span> : null}
      </footer>
    </>
  );
}

/** Cookies come from the one-time link alone; the page knows no password. */
function SignedOut() {
  return (
    <EmptyState title="This browser is not signed in">
      <div className="stack-tight">
        <p>
          Open the one-time link that <code>sextant serve</code> printed when it started. A link works once and for some minutes; for another
          one, run this on the machine that serves:
        </p>
        <CodeBlock text="sextant serve --link" what="Command" />
      </div>
    </EmptyState>
  );
}

const Mark = () => (
  <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
    <path fill="currentColor" d="M16 3a2 2 0 0 1 1.9 1.4l7.3 19.3a1.6 1.6 0 0 1-1.5 2.2H8.3a1.6 1.6 0 0 1-1.5-2.2L14.1 4.4A2 2 0 0 1 16 3zm0 6.2L11.2 22h9.6z" />
    <path fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" d="M5 28.5c7 2 15 2 22 0" />
  </svg>
);
