import type {Light, Profile, Profiles} from "@/api/types";
import {timeText} from "@/design/time";

const METHODS: Record<string, string> = {
  sso: "SSO",
  role: "assumed role",
  "web-identity": "web identity",
  keys: "access keys",
  login: "aws login",
  process: "credential_process",
  none: "no credentials",
};

/** How a profile comes to credentials. */
export const methodWords = (profile: Pick<Profile, "method" | "source">) => {
  const words = METHODS[profile.method] ?? profile.method;
  return profile.method === "role" && profile.source ? `${words} of ${profile.source}` : words;
};

type Session = {status: NonNullable<Profile["session"]>["status"]; ends_at: string | null};

/** How far one is signed in, in the words of the terminal. */
export function sessionWords(session: Session): {color: Light; words: string; needsSignIn: boolean} {
  switch (session.status) {
    case "signed_in":
      return {color: "green", words: session.ends_at ? `signed in until ${timeText(session.ends_at)}` : "signed in", needsSignIn: false};
    case "renewable":
      return {color: "green", words: "ended, renews itself", needsSignIn: false};
    case "expired":
      return {color: "amber", words: "expired", needsSignIn: true};
    case "not_signed_in":
      return {color: "amber", words: "not signed in", needsSignIn: true};
  }
}

/** Where to sign in for a profile; null where it has no session of IAM Identity Center. */
export const hasSso = (profile: Profile) => Boolean(profile.session?.sso_start_url);

// Where /profiles names each of the two files among those that the server reads.
const FILES: Record<string, number> = {config: 0, credentials: 1};

/** Where a profile stands: the paths that this server reads, which variables may have moved away from ~/.aws. */
export function placesOf(profile: Pick<Profile, "files">, read: Profiles["files"]): string[] {
  return profile.files.map((word) => read[FILES[word] ?? -1]?.path ?? word);
}
