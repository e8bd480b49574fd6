import { z } from "zod";
import { FUNCTION_URL_AUTH_TYPES, FUNCTION_URL_INVOKE_MODES, type FunctionUrlCors } from "./function-url.ts";
import { memberList, memberText } from "./member-text.ts";
import { constraintMessage, MEMBER } from "./validation-message.ts";
import { wholeNumber } from "./whole-number.ts";

// Bounds of AWS's service model. @see https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html
const CORS_HEADERS_MAX = 100;
const CORS_HEADER_MAX_LENGTH = 1024;
const CORS_METHODS_MAX = 6;
/** As long as DELETE; OPTIONS, which AWS answers by itself, is too long. */
const CORS_METHOD_MAX_LENGTH = 6;
const CORS_ORIGINS_MAX = 100;
const CORS_ORIGIN_MAX_LENGTH = 253;
const CORS_MAX_AGE_SECONDS_MAX = 86_400;
const QUALIFIER_MAX_LENGTH = 128;

/** `.*`, as AWS matches it: no line breaks. What else could split a header is refused with them. */
const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*$/u;

function texts(path: string, maximum: number, minLength: number, maxLength: number) {
  const constraints = [MEMBER.maxLength(maxLength), MEMBER.minLength(minLength), MEMBER.pattern(".*")];
  return memberList(path, maximum, (members) =>
    members.every((text) => text.length >= minLength && text.length <= maxLength && ONE_LINE.test(text))
      ? null
      : constraints,
  );
}

export const FunctionUrlCorsSchema: z.ZodType<FunctionUrlCors> = z.object({
  allowCredentials: z.boolean().optional(),
  allowHeaders: texts("cors.allowHeaders", CORS_HEADERS_MAX, 0, CORS_HEADER_MAX_LENGTH).optional(),
  allowMethods: texts("cors.allowMethods", CORS_METHODS_MAX, 0, CORS_METHOD_MAX_LENGTH).optional(),
  allowOrigins: texts("cors.allowOrigins", CORS_ORIGINS_MAX, 1, CORS_ORIGIN_MAX_LENGTH).optional(),
  exposeHeaders: texts("cors.exposeHeaders", CORS_HEADERS_MAX, 0, CORS_HEADER_MAX_LENGTH).optional(),
  maxAgeSeconds: wholeNumber("cors.maxAge", 0, CORS_MAX_AGE_SECONDS_MAX).optional(),
});

const oneOf = <const Values extends readonly [string, ...string[]]>(path: string, values: Values) =>
  z.enum(values, {
    error: ({ input }) =>
      constraintMessage(input, path, input === undefined || input === null ? MEMBER.notNull : MEMBER.oneOf(values)),
  });

export const FunctionUrlAuthTypeSchema = oneOf("authType", FUNCTION_URL_AUTH_TYPES);
export const FunctionUrlInvokeModeSchema = oneOf("invokeMode", FUNCTION_URL_INVOKE_MODES);

/** An alias: a URL is a function's or an alias's, never a version's, and `$LATEST` is asked for by no qualifier. */
export const FunctionUrlQualifierSchema = memberText("qualifier", (qualifier) => {
  if (qualifier.length === 0) return MEMBER.minLength(1);
  if (qualifier.length > QUALIFIER_MAX_LENGTH) return MEMBER.maxLength(QUALIFIER_MAX_LENGTH);
  // As AWS prints it. @see spec: lambda §2.2
  return /^(?!\d+$)[0-9a-zA-Z-_]+$/.test(qualifier) ? null : MEMBER.pattern("((?!^\\d+$)^[0-9a-zA-Z-_]+$)");
});
