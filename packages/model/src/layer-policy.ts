import { z } from "zod";
import { memberText } from "./member-text.ts";
import { MEMBER } from "./validation-message.ts";

/** The one action that a layer's policy can allow: reading the version, which using it in a function needs. */
export const LAYER_PERMISSION_ACTION = "lambda:GetLayerVersion";
/** Bytes of a layer policy's JSON, as of any resource policy. @see spec: lambda §3 */
export const LAYER_POLICY_LIMIT_BYTES = 20_480;

/** One statement of a layer version's policy, as it was asked for. */
export interface LayerVersionPermission {
  statementId: string;
  /** Twelve digits of an account, the ARN of its root, or `*` for everybody. */
  principal: string;
  /** Narrows `*` to the accounts of an organisation. */
  organizationId?: string;
}

/** A statement in AWS's own JSON. */
export interface LayerPolicyStatement {
  Sid: string;
  Effect: "Allow";
  Principal: "*" | { AWS: string };
  Action: typeof LAYER_PERMISSION_ACTION;
  Resource: string;
  Condition?: { StringEquals: { "aws:PrincipalOrgID": string } };
}

/** @see https://docs.aws.amazon.com/cli/latest/reference/lambda/get-layer-version-policy.html */
export function layerPolicyStatement(
  layerVersionArn: string,
  { statementId, principal, organizationId }: LayerVersionPermission,
): LayerPolicyStatement {
  return {
    Sid: statementId,
    Effect: "Allow",
    Principal:
      principal === "*" ? "*" : { AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal },
    Action: LAYER_PERMISSION_ACTION,
    Resource: layerVersionArn,
    ...(organizationId !== undefined && { Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } } }),
  };
}

/** The policy document as JSON text, in the order in which the statements were added. */
export function layerPolicyJson(layerVersionArn: string, permissions: readonly LayerVersionPermission[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "default",
    Statement: permissions.map((permission) => layerPolicyStatement(layerVersionArn, permission)),
  });
}

/**
 * Whether one of the statements lets an account use the layer version. Organisations aren't known here, so a statement for one
 * opens the layer to nobody.
 */
export function sharesLayerWith(accountId: string, permissions: readonly LayerVersionPermission[]): boolean {
  return permissions.some(
    ({ principal, organizationId }) =>
      organizationId === undefined &&
      (principal === "*" ||
        principal === accountId ||
        new RegExp(`^arn:[^:]+:iam::${accountId}:root$`).test(principal)),
  );
}

const pattern = (expression: RegExp, text: string) => (value: string) =>
  expression.test(value) ? null : MEMBER.pattern(text);

const STATEMENT_ID_MAX_LENGTH = 100;
export const LayerStatementIdSchema = memberText("statementId", (id) => {
  if (id.length === 0) return MEMBER.minLength(1);
  if (id.length > STATEMENT_ID_MAX_LENGTH) return MEMBER.maxLength(STATEMENT_ID_MAX_LENGTH);
  return /^[a-zA-Z0-9-_]+$/.test(id) ? null : MEMBER.pattern("([a-zA-Z0-9-_]+)");
});

/** AddLayerVersionPermission's members beside the layer version. @see spec: lambda §11.2 */
export const LayerVersionPermissionSchema = z.object({
  statementId: LayerStatementIdSchema,
  action: memberText("action", pattern(/^lambda:GetLayerVersion$/, LAYER_PERMISSION_ACTION)),
  principal: memberText(
    "principal",
    pattern(/^(?:\d{12}|\*|arn:aws[a-zA-Z-]*:iam::\d{12}:root)$/, "\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root"),
  ),
  organizationId: memberText("organizationId", pattern(/^o-[a-z0-9]{10,32}$/, "o-[a-z0-9]{10,32}")).optional(),
});
