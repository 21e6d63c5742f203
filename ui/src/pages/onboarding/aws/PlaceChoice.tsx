import {useQuery} from "@tanstack/react-query";
import {useId, useState} from "react";

import {problemOf} from "@/api/problem";
import type {SsoPlace} from "@/api/queries";
import {ssoSessionsQuery} from "@/api/queries";
import type {SsoSession} from "@/api/types";
import {Button} from "@/design/Button";
import {Field} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {RadioCards} from "@/design/RadioCards";
import {Card, Light, Name, Skeleton} from "@/design/Status";
import {sessionWords} from "@/profiles/words";
import {useMayOperate} from "@/shell/connections";

import {isUsualRegion, isUsualStartUrl} from "./startUrl";

const NEW = "new";
// Where an Identity Center mostly is; any other can be typed.
const REGIONS = ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "eu-north-1", "ap-southeast-2", "ap-northeast-1"];

const placeOf = (session: SsoSession): SsoPlace =>
  session.name ? {session: session.name} : {start_url: session.start_url, region: session.region};

/** Where to sign in: one of the places that ~/.aws or the token cache knows, or a start URL and its region. */
export function PlaceChoice(props: {onChoose: (place: SsoPlace) => void}) {
  const sessions = useQuery(ssoSessionsQuery());
  if (sessions.isPending) return <Skeleton height="14rem" label="Reading the known sign-in places" />;
  if (sessions.isError) return <ProblemView problem={problemOf(sessions.error)} />;
  return <Places sessions={sessions.data} onChoose={props.onChoose} />;
}

function Places(props: {sessions: readonly SsoSession[]; onChoose: (place: SsoPlace) => void}) {
  const {sessions} = props;
  const mayOperate = useMayOperate();
  const name = useId();
  const first = sessions.findIndex((session) => session.status === "signed_in" || session.status === "renewable");
  const [chosen, setChosen] = useState<string>(sessions.length === 0 ? NEW : String(Math.max(0, first)));
  const [url, setUrl] = useState("");
  const [region, setRegion] = useState("");
  const isNew = chosen === NEW;
  const startUrl = url.trim();
  const home = region.trim();
  const submit = () => {
    const session = sessions[Number(chosen)];
    if (isNew) props.onChoose({start_url: startUrl, region: home});
    else if (session) props.onChoose(placeOf(session));
  };
  return (
    <Card>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {sessions.length > 0 ? (
          <RadioCards
            legend="Where do you sign in?"
            value={chosen}
            onChange={setChosen}
            options={[
              ...sessions.map((session, at) => ({
                value: String(at),
                title: <Name>{session.name || session.start_url}</Name>,
                detail: <PlaceDetail session={session} />,
              })),
              {value: NEW, title: "Another place", detail: "Its start URL and region stand in your organization’s sign-in instructions."},
            ]}
          />
        ) : (
          <p>The start URL and the region stand in your organization’s sign-in instructions, and in your access portal.</p>
        )}
        {isNew ? (
          <div className="two-fields">
            <Field
              label="Start URL"
              type="url"
              required
              autoComplete="off"
              spellCheck={false}
              placeholder="https://YOUR_ORG.awsapps.com/start"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              hint={
                startUrl !== "" && !isUsualStartUrl(startUrl)
                  ? "Note: it does not have the usual form https://YOUR_ORG.awsapps.com/start. It may work all the same."
                  : "It has the form https://YOUR_ORG.awsapps.com/start or https://d-1234567890.awsapps.com/start."
              }
            />
            <Field
              label="Region of your IAM Identity Center"
              required
              autoComplete="off"
              spellCheck={false}
              placeholder="us-east-1"
              list={`${name}-regions`}
              value={region}
              onChange={(event) => setRegion(event.target.value)}
              hint={
                home !== "" && !isUsualRegion(home)
                  ? "Note: a region’s name has the form us-east-1."
                  : "It has one home region, whatever the regions you use."
              }
            />
            <datalist id={`${name}-regions`}>
              {REGIONS.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          </div>
        ) : null}
        <div className="row">
          <Button look="primary" type="submit" disabled={!mayOperate || (isNew && (startUrl === "" || home === ""))}>
            Go on
          </Button>
        </div>
      </form>
    </Card>
  );
}

function PlaceDetail(props: {session: SsoSession}) {
  const {session} = props;
  const state = sessionWords(session);
  return (
    <>
      <span>
        {session.name ? (
          <>
            <Name>{session.start_url}</Name>,{" "}
          </>
        ) : null}
        {session.region}
        {session.is_configured ? "" : ", not in ~/.aws/config"}
      </span>
      <Light color={state.color}>{state.words}</Light>
    </>
  );
}
