import {Button} from "@/design/Button";
import {Card} from "@/design/Status";

import {CLOUDS} from "./clouds";
import {StepTitle} from "./Stepper";
import {Unfinished} from "./Unfinished";
import {useWelcome} from "./wizard";

/** What Sextant does and does not, and the cloud to begin with. */
export function CloudStep() {
  const {go} = useWelcome();
  return (
    <>
      <StepTitle>See what your clouds cost, on this machine</StepTitle>
      <ul className="promises">
        <li>Sextant reads only. It changes nothing in your accounts.</li>
        <li>It stores no key and no token of its own: those of ~/.aws stay where they are.</li>
        <li>What it reads stays on this machine. Nothing is sent anywhere but to the clouds’ own APIs.</li>
      </ul>
      {CLOUDS.map((cloud) => (
        <Card key={cloud.id} title={cloud.name}>
          <p>{cloud.words}</p>
          <p className="muted">{cloud.advice}</p>
          <div className="row">
            <Button look="primary" onClick={() => go({step: "method", cloud: cloud.id, method: cloud.methods[0].id})}>
              Connect {cloud.name}
            </Button>
          </div>
        </Card>
      ))}
      <Unfinished />
    </>
  );
}
