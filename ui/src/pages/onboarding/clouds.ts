import type {ComponentType} from "react";

import {KeysMethod} from "./aws/KeysMethod";
import {RoleMethod} from "./aws/RoleMethod";
import {SsoMethod} from "./aws/SsoMethod";
import type {CloudId, MethodId} from "./state";

export interface Method {
  id: MethodId;
  name: string;
  /** For whom it is, in the words of `sextant connect`. */
  words: string;
  Panel: ComponentType;
}

export interface Cloud {
  id: CloudId;
  name: string;
  words: string;
  /** Where to begin. */
  advice: string;
  /** The first is the one that is offered. */
  methods: readonly [Method, ...Method[]];
}

/** The clouds that can be connected, each with its methods. Another one is another entry. */
export const CLOUDS: readonly [Cloud, ...Cloud[]] = [
  {
    id: "aws",
    name: "Amazon Web Services",
    words: "Three ways to connect an AWS account, mixed freely: SSO, a role with an external ID, or the profiles that stand in ~/.aws.",
    advice: "Of an organization connect the management (payer) account first: its Cost Explorer covers every member.",
    methods: [
      {id: "sso", name: "SSO (IAM Identity Center)", words: "For a person. Recommended.", Panel: SsoMethod},
      {
        id: "role",
        name: "A role with an external ID",
        words: "For a server or a whole organization. Nothing secret is exchanged.",
        Panel: RoleMethod,
      },
      {
        id: "keys",
        name: "Access keys",
        words: "Long-lived: they work for whoever reads the file. Give them the least policy.",
        Panel: KeysMethod,
      },
    ],
  },
];
