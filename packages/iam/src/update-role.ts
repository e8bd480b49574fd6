import type { Role } from "@lambent/model";
import { requireDescription } from "./constraints.ts";
import type { IamPorts } from "./ports.ts";
import { requireSessionDuration } from "./session-duration.ts";

/** What is absent stays as it is. */
export interface UpdateRole {
  roleName: string;
  description?: string;
  maxSessionDurationSeconds?: number;
}

/** UpdateRole, and UpdateRoleDescription, which gives the role back. @throws NoSuchEntity, ValidationError */
export async function updateRole({ store, scope }: IamPorts, input: UpdateRole): Promise<Role> {
  const { roleName, description, maxSessionDurationSeconds } = input;
  if (description !== undefined) requireDescription(description);
  if (maxSessionDurationSeconds !== undefined) requireSessionDuration(maxSessionDurationSeconds);
  return store.roles.change(scope, roleName, (role) => ({
    ...role,
    ...(description !== undefined && { description }),
    ...(maxSessionDurationSeconds !== undefined && { maxSessionDurationSeconds }),
  }));
}
