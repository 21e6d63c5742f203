import {useState} from "react";

import {Button} from "@/design/Button";
import {RadioCards} from "@/design/RadioCards";
import {Card} from "@/design/Status";

import {CLOUDS} from "./clouds";
import {StepTitle} from "./Stepper";
import {useWelcome} from "./wizard";

/** How the cloud is reached: SSO is offered, and the others stand behind "Change method". */
export function MethodStep() {
  const {search, go} = useWelcome();
  const cloud = CLOUDS.find((one) => one.id === search.cloud) ?? CLOUDS[0];
  const method = cloud.methods.find((one) => one.id === search.method) ?? cloud.methods[0];
  const [isChanging, setChanging] = useState(false);
  return (
    <>
      <div className="method-bar">
        <div>
          <StepTitle>
            Connect {cloud.name}: {method.name}
          </StepTitle>
          <p className="muted">{method.words}</p>
        </div>
        <Button aria-expanded={isChanging} aria-controls="methods" onClick={() => setChanging(!isChanging)}>
          Change method
        </Button>
      </div>
      <div id="methods" hidden={!isChanging}>
        <Card>
          <RadioCards
            legend="Method"
            hideLegend
            value={method.id}
            options={cloud.methods.map((one) => ({value: one.id, title: one.name, detail: one.words}))}
            onChange={(id) => go({method: id, profile: undefined, role_arn: undefined, task: undefined}, {replace: true})}
          />
        </Card>
      </div>
      <method.Panel key={method.id} />
    </>
  );
}
