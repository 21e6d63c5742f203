import "./settings.css";

import {Link, Outlet} from "@tanstack/react-router";

const PARTS = [
  {to: "/settings/accounts", label: "Cloud accounts"},
  {to: "/settings/profiles", label: "Profiles"},
  {to: "/settings/tokens", label: "Tokens"},
  {to: "/settings/about", label: "About"},
] as const;

/** What is connected and how this server is used. */
export function SettingsPage() {
  return (
    <>
      <h1>Settings</h1>
      <nav aria-label="Settings" className="settings-parts">
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
