import type { ManagedPolicy } from "@lambent/model";

export interface PolicyDetails extends ManagedPolicy {
  /** Roles that have it. */
  attachmentCount: number;
}
