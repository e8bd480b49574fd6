import {
  PublishLayerVersion$,
  type PublishLayerVersionRequest,
  type PublishLayerVersionResponse,
} from "@aws-sdk/client-lambda";
import { type Ports, publishLayerVersion } from "@lambent/lambda";
import {
  CompatibleArchitecturesSchema,
  CompatibleRuntimesSchema,
  DescriptionSchema,
  LicenseInfoSchema,
} from "@lambent/model";
import { operation } from "../../../operation.ts";
import { zipOf } from "../absent-features.ts";
import { CODE_REQUEST_LIMIT_BYTES } from "../body-limits.ts";
import { layerConstraints, layerResource } from "../layer-reference.ts";
import { layerVersionOutput } from "../layer-version-output.ts";
import { constraintsOf } from "../member-constraints.ts";

export default operation<Ports, PublishLayerVersionRequest, PublishLayerVersionResponse>({
  schema: PublishLayerVersion$,
  action: "lambda:PublishLayerVersion",
  resource: layerResource,
  bodyLimitBytes: CODE_REQUEST_LIMIT_BYTES,
  validate: (input) => [
    ...layerConstraints(input),
    ...constraintsOf(DescriptionSchema, input.Description),
    ...constraintsOf(CompatibleArchitecturesSchema, input.CompatibleArchitectures),
    ...constraintsOf(CompatibleRuntimesSchema, input.CompatibleRuntimes),
    ...constraintsOf(LicenseInfoSchema, input.LicenseInfo),
  ],
  run: async (ports, input, call) => {
    const version = await publishLayerVersion(ports, {
      layerName: input.LayerName as string,
      description: input.Description,
      compatibleArchitectures: input.CompatibleArchitectures,
      compatibleRuntimes: input.CompatibleRuntimes,
      licenseInfo: input.LicenseInfo,
      zip: zipOf(input.Content ?? {}),
    });
    return layerVersionOutput(call, version);
  },
});
