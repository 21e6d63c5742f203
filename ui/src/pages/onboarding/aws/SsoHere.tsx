import {useQuery, useQueryClient} from "@tanstack/react-query";
import {useRef} from "react";

import {problemOf} from "@/api/problem";
import type {SsoPlace} from "@/api/queries";
import {readAssignments} from "@/api/queries";
import type {Assignments} from "@/api/types";
import {Button} from "@/design/Button";
import {Notice, ProblemView} from "@/design/Notice";
import {Card, Skeleton} from "@/design/Status";
import {useConsents} from "@/tasks/consent";
import {SignIn} from "@/tasks/SignIn";

import {useWelcome} from "../wizard";
import {AssignmentChoice} from "./AssignmentChoice";
import {PlaceChoice} from "./PlaceChoice";

// The portal's answer holds for a while, and a person may have to agree to its being asked.
const FRESH_MS = 5 * 60_000;

/** What is yours at a place, as its portal says it. What was agreed to once holds while this is shown. */
function useAssignments(place: SsoPlace) {
  const {ask, dialog} = useConsents();
  const agreed = useRef<string[]>([]);
  const assignments = useQuery({
    queryKey: ["profiles", "assignments", place],
    queryFn: (): Promise<Assignments> =>
      ask(async (more) => {
        const ids = [...agreed.current, ...more];
        const answer = await readAssignments(place, ids);
        agreed.current = ids;
        return answer;
      }),
    staleTime: FRESH_MS,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return {assignments, dialog};
}

/** What says that signing in is what comes next. */
const SIGN_IN_CODES = new Set(["sso.not_signed_in", "sso.expired", "sso.token_malformed"]);

/**
 * Signs in on this page, in place of a terminal: where, then the sign-in page in a tab of its own, then the accounts and roles of the
 * portal, then the lines for ~/.aws/config. Which of them is shown follows from the address and from what the server answers.
 */
export function SsoHere() {
  const {search, go} = useWelcome();
  const place: SsoPlace | null = search.session
    ? {session: search.session}
    : search.start_url
      ? {start_url: search.start_url, ...(search.region ? {region: search.region} : {})}
      : null;
  if (!place) return <PlaceChoice onChoose={(chosen) => go({session: chosen.session, start_url: chosen.start_url, region: chosen.region, task: undefined})} />;
  return (
    <AtPlace
      key={JSON.stringify(place)}
      place={place}
      onLeave={() => go({session: undefined, start_url: undefined, region: undefined, task: undefined})}
    />
  );
}

function AtPlace(props: {place: SsoPlace; onLeave: () => void}) {
  const {place} = props;
  const {search, go} = useWelcome();
  const client = useQueryClient();
  const {assignments, dialog} = useAssignments(place);
  const name = place.session ?? place.start_url ?? "";
  const problem = assignments.isError ? problemOf(assignments.error) : null;
  const mustSignIn = problem !== null && SIGN_IN_CODES.has(problem.code);
  const again = () => void client.invalidateQueries({queryKey: ["profiles"]});

  return (
    <Card
      title={
        <>
          IAM Identity Center: <bdi>{name}</bdi>
        </>
      }
      tools={
        <Button look="quiet" onClick={props.onLeave}>
          Choose another
        </Button>
      }
    >
      {dialog}
      {search.task || (mustSignIn && !assignments.isFetching) ? (
        <>
          {search.task ? null : (
            <p className="muted">
              {problem?.code === "sso.expired" ? "The session has expired. " : ""}Sign in, and the accounts and roles that are yours appear here.
            </p>
          )}
          <SignIn place={place} name={name} taskId={search.task ?? null} onTask={(id) => go({task: id ?? undefined}, {replace: true})} onSignedIn={again} />
        </>
      ) : assignments.isPending || mustSignIn ? (
        <Skeleton height="14rem" label="Asking the portal for your accounts and roles" />
      ) : problem ? (
        <ProblemView
          problem={problem}
          actions={
            <>
              <Button onClick={() => void assignments.refetch()}>Try again</Button>
              <Button onClick={props.onLeave}>Choose another place</Button>
            </>
          }
        />
      ) : assignments.data && assignments.data.accounts.length > 0 ? (
        <AssignmentChoice place={place} assignments={assignments.data} />
      ) : (
        <Notice tone="warn" title="You are signed in, but no account is assigned to you">
          <p>
            You have no assignment in IAM Identity Center. Ask an administrator to assign you (or a group of yours) to an account with a permission set.
          </p>
        </Notice>
      )}
    </Card>
  );
}
