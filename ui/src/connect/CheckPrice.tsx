import "./connect.css";

import type {ReactNode} from "react";
import {useState} from "react";

import {Button} from "@/design/Button";
import {Check} from "@/design/Field";
import {moneyText} from "@/money/format";
import {useMayOperate} from "@/shell/connections";

/**
 * What checking costs, said before, with the choice to leave that out; and the button that begins. Fields may stand before it: Enter
 * in one of them begins too.
 */
export function CheckPrice(props: {
  count: number;
  onBegin: (mayPay: boolean) => void;
  disabled?: boolean;
  label?: string;
  children?: ReactNode;
}) {
  const {count} = props;
  const [mayPay, setMayPay] = useState(true);
  const mayOperate = useMayOperate();
  const price = moneyText({units: BigInt(count), scale: 2}, "USD");
  const isReady = !props.disabled && count > 0 && mayOperate;
  return (
    <form
      className="check-price"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) props.onBegin(mayPay);
      }}
    >
      {props.children}
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
        <Button look="primary" type="submit" disabled={!isReady}>
          {props.label ?? (count > 1 ? `Check and connect ${count} profiles` : "Check and connect")}
        </Button>
      </div>
    </form>
  );
}
