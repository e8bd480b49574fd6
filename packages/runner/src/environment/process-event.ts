import type { ControlMessage } from "../wire/control-messages.ts";
import type { ControlChannelError } from "../wire/protocol-error.ts";
import type { RuntimeExit } from "./exit-description.ts";

export interface ProcessEnd extends RuntimeExit {
  outOfMemory: boolean;
  /** Present when the environment was ended because of what it wrote on the control channel. */
  controlError?: ControlChannelError;
  /** Present when a part of the host ended it that it can't go on without. */
  hostFault?: string;
}

export type ProcessEvent =
  | { kind: "message"; message: ControlMessage }
  | { kind: "ended"; end: ProcessEnd }
  | { kind: "deadline" };
