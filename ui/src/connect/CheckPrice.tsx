import "./connect.css";

import {useState} from "react";

import {Button} from "@/design/Button";
import {Check} from "@/design/Field";
import {moneyText} from "@/money/format";
import {useMayOperate} from "@/shell/connections";

/** What checking costs, said before, with the choice to leave that out; and the button that begins. */
export function CheckPrice(props: {count: number; onBegin: (mayPay: boolean) => void; disabled?: boolean; label?: string}) {
  const {count} = props;
  const [mayPay, setMayPay] = useState(true);
  const mayOperate = useMayOperate();
  const price = moneyText({units: BigInt(count), scale: 2}, "USD");
  return (
    <div className="check-price">
      <Check
        label={
          count > 1
            ? `Make the one paid call of each check, Cost Explorer’s: at most ${price} in all`
            : "Make the one paid call of the check, Cost Explorer’s, at $0.01"
        }
        hint="It shows whether costs may be read and how fresh they are. Without it, both stay not tested."
        checked={mayPay}
        onChange={(event) => setMayPay(event.target.checked)}
      />
      <div className="row">
        <Button look="primary" disabled={props.disabled || count === 0 || !mayOperate} onClick={() => props.onBegin(mayPay)}>
          {props.label ?? (count > 1 ? `Check and connect ${count} profiles` : "Check and connect")}
        </Button>
      </div>
    </div>
  );
}
