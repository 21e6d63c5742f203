import "./settings.css";

import {Link, Outlet, useLocation} from "@tanstack/react-router";
import {useEffect, useRef} from "react";

const PARTS = [
  {to: "/settings/accounts", label: "Cloud accounts"},
  {to: "/settings/profiles", label: "Profiles"},
  {to: "/settings/claude", label: "Claude"},
  {to: "/settings/tokens", label: "Tokens"},
  {to: "/settings/about", label: "About"},
] as const;

/** What is connected and how this server is used. */
export function SettingsPage() {
  const parts = useRef<HTMLElement>(null);
  const {pathname} = useLocation();
  // Where there is no room for all of them, the chosen one is in sight.
  useEffect(() => {
    void parts.current?.querySelector("[aria-current=page]")?.scrollIntoView?.({block: "nearest", inline: "nearest"});
  }, [pathname]);
  return (
    <>
      <h1>Settings</h1>
      <nav aria-label="Settings" ref={parts} className="settings-parts">
        {PARTS.map((part) => (
          <Link key={part.to} to={part.to} activeOptions={{includeSearch: false}}>
            {part.label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
