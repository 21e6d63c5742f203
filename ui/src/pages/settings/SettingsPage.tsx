import {Link, Outlet} from "@tanstack/react-router";

export function SettingsPage() {
  return (
    <>
      <div className="spread">
        <h1>Settings</h1>
        <nav aria-label="Settings" className="row">
          <Link to="/settings/accounts">Cloud accounts</Link>
          <Link to="/settings/profiles">Profiles</Link>
          <Link to="/settings/tokens">Tokens</Link>
        </nav>
      </div>
      <Outlet />
    </>
  );
}
