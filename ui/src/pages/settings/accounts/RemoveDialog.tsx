import {useMutation, useQuery, useQueryClient} from "@tanstack/react-query";
import {useState} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import {removalQuery} from "@/api/queries";
import {Button} from "@/design/Button";
import {Dialog} from "@/design/Dialog";
import {Check, Field} from "@/design/Field";
import {ProblemView} from "@/design/Notice";
import {Skeleton} from "@/design/Status";
import {useToast} from "@/design/Toast";

/** Says exactly what removing a connection deletes, and does so once it was agreed to: by its name, where data go. */
export function RemoveDialog(props: {name: string; onClose: () => void; onRemoved?: () => void}) {
  const {name} = props;
  const client = useQueryClient();
  const toast = useToast();
  const [keepData, setKeepData] = useState(false);
  const [typed, setTyped] = useState("");
  // Offered where there is something to keep, also once it is to be kept.
  const whole = useQuery(removalQuery(name, false));
  const removal = useQuery(removalQuery(name, keepData));
  const remove = useMutation({
    mutationFn: () => ask(api.DELETE("/connections/{name}", {params: {path: {name}, query: {keep_data: keepData}}})),
    onSuccess: () => {
      for (const key of ["accounts", "profiles", "costs", "status", "schedule"]) void client.invalidateQueries({queryKey: [key]});
      toast.say(`Removed ${name}`);
      props.onRemoved?.();
      props.onClose();
    },
  });
  const mustType = removal.data?.deletes_data ?? false;
  const isAgreed = !mustType || typed === name;
  return (
    <Dialog
      wide
      title={
        <>
          Remove <bdi>{name}</bdi>
        </>
      }
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>Keep it</Button>
          <Button look="danger" disabled={!removal.isSuccess || removal.isFetching || !isAgreed} busy={remove.isPending} onClick={() => remove.mutate()}>
            {mustType ? "Remove it and delete the data" : "Remove it"}
          </Button>
        </>
      }
    >
      {removal.isPending ? (
        <Skeleton lines={6} />
      ) : removal.isError ? (
        <ProblemView problem={problemOf(removal.error)} />
      ) : (
        <p className="removal-words" aria-live="polite">
          <bdi>{removal.data.words}</bdi>
        </p>
      )}
      {whole.data?.deletes_data ? (
        <Check label="Keep the data that it has pulled" checked={keepData} onChange={(event) => setKeepData(event.target.checked)} />
      ) : null}
      {mustType ? (
        <Field
          label={`To delete the data, type the name of the connection: ${name}`}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
      ) : null}
      {remove.isError ? <ProblemView problem={problemOf(remove.error)} /> : null}
    </Dialog>
  );
}
