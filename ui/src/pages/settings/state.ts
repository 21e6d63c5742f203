import {oneOf} from "@/shell/search";

export const LIGHTS = ["green", "amber", "red", "off"] as const;
export const CONNECTION_TABS = ["connection", "check", "diagnostics"] as const;

/** What the list of cloud accounts shows, as it stands in the address. */
export interface AccountsSearch {
  /** Part of a name, a number or a connection. */
  find?: string;
  status?: (typeof LIGHTS)[number];
  /** The connection that is open beside the list, and which of its parts. */
  open?: string;
  tab?: (typeof CONNECTION_TABS)[number];
}

export interface ProfilesSearch {
  find?: string;
  open?: string;
}

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const kept = <T extends object>(read: {[K in keyof T]: T[K] | undefined}): T =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as T;

export const validateAccounts = (search: Record<string, unknown>) =>
  kept<AccountsSearch>({
    find: textOf(search["find"]),
    status: oneOf(search["status"], LIGHTS),
    open: textOf(search["open"]),
    tab: oneOf(search["tab"], CONNECTION_TABS),
  });

export const validateProfiles = (search: Record<string, unknown>) =>
  kept<ProfilesSearch>({find: textOf(search["find"]), open: textOf(search["open"])});
