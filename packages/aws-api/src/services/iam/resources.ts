import { type IamPorts, roleArnOf } from "@lambent/iam";
import type { Scope } from "@lambent/model";

/** A role that an operation names; its path is part of the ARN and is looked up. */
export const roleResource = (
  { RoleName = "" }: { RoleName: string | undefined },
  scope: Scope,
  ports: IamPorts,
): Promise<string> => roleArnOf({ ...ports, scope }, RoleName);

/** A managed policy, which operations name by its ARN. */
export const policyResource = ({ PolicyArn = "" }: { PolicyArn: string | undefined }): string => PolicyArn;
