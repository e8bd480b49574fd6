import { ResourceNotFound } from "@lambent/model";

/** @see spec: lambda §1.5 */
export function missingPolicy(): ResourceNotFound {
  return new ResourceNotFound("No policy is associated with the given resource.");
}
