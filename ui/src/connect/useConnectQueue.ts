import {useEffect, useReducer, useRef} from "react";

import {api, ask} from "@/api/client";
import {problemOf} from "@/api/problem";
import type {Task} from "@/api/types";
import type {Consents} from "@/tasks/consent";

import type {Item, Queue} from "./queue";
import {nextOf, reduceQueue} from "./queue";

/** Checks and connects what stands in a queue, one after another; a person is asked for what needs consent. */
export function useConnectQueue(initial: Queue, mayPay: boolean, consents: Consents, onTask: (id: string) => void) {
  const [queue, dispatch] = useReducer(reduceQueue, initial);
  const begun = useRef(new Set<Item>());
  const next = nextOf(queue);
  const {ask: agree} = consents;

  useEffect(() => {
    if (!next || begun.current.has(next)) return;
    begun.current.add(next);
    dispatch({type: "asked", key: next.key});
    start(next, mayPay, agree).then(
      (task) => {
        dispatch({type: "started", key: next.key, taskId: task.id});
        onTask(task.id);
      },
      (error: unknown) => dispatch({type: "refused", key: next.key, problem: problemOf(error)}),
    );
  }, [next, mayPay, agree, onTask]);

  return {queue, dispatch};
}

function start(item: Item, mayPay: boolean, agree: Consents["ask"]): Promise<Task> {
  const {target, acceptRed, name} = item;
  return agree((consents) => {
    const common = {may_pay: mayPay, accept_red: acceptRed, consents};
    return target.kind === "profile"
      ? ask(api.POST("/connect/profile", {body: {...common, profile: target.profile, ...(name ? {name} : {})}}))
      : ask(api.POST("/connect/role", {body: {...common, name: target.name, role_arn: target.roleArn, base_profile: ""}}));
  });
}
