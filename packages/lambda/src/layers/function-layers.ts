import {
  FUNCTION_LAYERS_MAX,
  InvalidParameterValue,
  parseLayerVersionArn,
  UNZIPPED_CODE_LIMIT_BYTES,
} from "@lambent/model";
import type { FunctionLayerRecord } from "@lambent/store";
import type { Ports } from "../ports.ts";
import { requireReadable } from "./require-readable.ts";

/**
 * The layers that a function is to have. Whether they suit its runtime AWS leaves to the function's owner, and so do we.
 * @throws InvalidParameterValue, AccessDenied @see spec: lambda §1.5
 */
export async function functionLayers(
  ports: Pick<Ports, "scope" | "store">,
  layerVersionArns: readonly string[],
): Promise<FunctionLayerRecord[]> {
  if (layerVersionArns.length > FUNCTION_LAYERS_MAX) {
    throw new InvalidParameterValue(`Cannot reference more than ${FUNCTION_LAYERS_MAX} layers.`);
  }
  const layers: FunctionLayerRecord[] = [];
  const seen = new Map<string, string>();
  for (const arn of layerVersionArns) {
    const { layerArn, layer } = await findLayer(ports, arn);
    const other = seen.get(layerArn);
    if (other !== undefined) {
      throw new InvalidParameterValue(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
    }
    seen.set(layerArn, arn);
    layers.push(layer);
  }
  return layers;
}

async function findLayer({ scope, store }: Pick<Ports, "scope" | "store">, arn: string) {
  const reference = parseLayerVersionArn(arn);
  const missing = () => new InvalidParameterValue(`Layer version ${arn} does not exist.`);
  if (reference === null) throw missing();
  const isOurs = reference.scope.accountId === scope.accountId;
  const isHere = reference.scope.region === scope.region;
  if (isOurs && !isHere) {
    throw new InvalidParameterValue(
      `Layers are not in the same region as the function. Layers are expected to be in region ${scope.region}.`,
    );
  }
  const found = isHere ? await store.layers.getVersion(reference.scope, reference.layerName, reference.version) : null;
  if (isOurs && found === null) throw missing();
  const { layerArn, layerVersionArn, content, unzippedBytes } = requireReadable(scope, arn, found);
  return { layerArn, layer: { arn: layerVersionArn, ...content, unzippedBytes } };
}

/** @throws CodePackageNotFound */
export async function unzippedBytes({ store }: Pick<Ports, "store">, codeSha256: string): Promise<number> {
  const files = await store.codePackages.files(codeSha256);
  return files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}

/**
 * Holds a function's code and its layers together to the limit of the code alone.
 * @throws InvalidParameterValue @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export function requireCombinedSize(codeBytes: number, layers: readonly Pick<FunctionLayerRecord, "unzippedBytes">[]) {
  const bytes = layers.reduce((sum, layer) => sum + layer.unzippedBytes, codeBytes);
  if (bytes <= UNZIPPED_CODE_LIMIT_BYTES) return;
  throw new InvalidParameterValue(
    `Function code combined with layers exceeds the maximum allowed size of ${UNZIPPED_CODE_LIMIT_BYTES} bytes. The actual size is ${bytes} bytes.`,
  );
}
