import {
  type DestinationConfig,
  FunctionNotFound,
  InvalidParameterValue,
  parseFunctionReference,
} from "@lambent/model";
import { definitionOf } from "./definition-of.ts";
import type { Ports } from "./ports.ts";

/** Services to which AWS sends the results of asynchronous invocations, and which don't exist here. */
const SERVICES_NOT_OFFERED = ["sqs", "sns", "events", "s3"];

/**
 * Checks that results can be sent where a configuration wants them.
 * @throws InvalidParameterValue in AWS's words; a service that AWS offers and this server doesn't is named
 */
export async function requireDestinations(ports: Ports, functionName: string, config: DestinationConfig) {
  const onSuccess = config.onSuccess?.destination || undefined;
  const onFailure = config.onFailure?.destination || undefined;
  for (const arn of [onFailure, onSuccess]) {
    if (arn === undefined) continue;
    const service = arn.split(":")[2] ?? "";
    if (SERVICES_NOT_OFFERED.includes(service)) {
      throw new InvalidParameterValue(
        `The destination ARN ${arn} is invalid. Destinations of the service '${service}' are not offered by this server yet; name another Lambda function.`,
      );
    }
    if (service !== "lambda") {
      const part = (name: string, destination?: string) =>
        destination === undefined ? "null" : `${name}(destination=${destination})`;
      throw new InvalidParameterValue(
        `The provided destination config DestinationConfig(onSuccess=${part("OnSuccess", onSuccess)}, onFailure=${part("OnFailure", onFailure)}) is invalid.`,
      );
    }
    await requireFunction(ports, functionName, arn);
  }
}

async function requireFunction(ports: Ports, functionName: string, arn: string): Promise<void> {
  const target = parseFunctionReference(arn);
  const { accountId, region } = ports.scope;
  if (target === null || target.accountId !== accountId || target.region !== region) throw invalid(arn);
  try {
    await definitionOf(ports, target.functionName, target.qualifier);
  } catch (error) {
    throw error instanceof FunctionNotFound ? invalid(arn) : error;
  }
  if (target.functionName === functionName) {
    throw new InvalidParameterValue("You can't specify the function as a destination for itself.");
  }
}

const invalid = (arn: string) => new InvalidParameterValue(`The destination ARN ${arn} is invalid.`);
