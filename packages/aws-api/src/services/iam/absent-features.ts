import { ValidationError } from "@lambent/model";

/** A role that isn't bounded as its maker believes would be a trap. @throws ValidationError */
export function refuseBoundary({ PermissionsBoundary }: { PermissionsBoundary?: string | undefined }): void {
  if (PermissionsBoundary === undefined) return;
  throw new ValidationError("PermissionsBoundary isn't supported by this server yet. Leave it out.");
}
