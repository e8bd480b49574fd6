import type { PolicyStatement, Scope } from "@lambent/model";

/** Who asks, and what they may do. */
export interface Caller {
  principalArn: string;
  /** As people see it. */
  name: string;
  /** Identity-based statements; what none of them allows is denied. */
  policy: readonly PolicyStatement[];
}

/** The one person of a server that listens on loopback alone: whoever can reach it owns the machine's account anyway. */
export function LOCAL_ADMINISTRATOR(scope: Scope): Caller {
  return {
    principalArn: `arn:aws:iam::${scope.accountId}:user/local-administrator`,
    name: "Local administrator",
    policy: [{ Sid: "Administrator", Effect: "Allow", Action: "*", Resource: "*" }],
  };
}
