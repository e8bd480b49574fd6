import { expect, test } from "vitest";
import * as model from "./index.ts";
import { DOMAIN_ERROR_CODES, DomainError } from "./index.ts";

const ONE_OF_EACH: DomainError[] = [
  new model.FunctionNotFound("arn:aws:lambda:us-east-1:123456789012:function:fn"),
  new model.FunctionAlreadyExists("fn"),
  new model.RevisionMismatch(),
  new model.InvalidParameterValue("Wrong."),
  new model.InvalidZipFile("The file is cut off."),
  new model.UnzippedCodeTooLarge(),
  new model.ZippedCodeTooLarge(),
  new model.CodePackageNotFound("x"),
  new model.CodeFileNotFound("a.js"),
  new model.PayloadTooLarge(),
  new model.FunctionDoesNotExist(),
  new model.EventInvokeConfigNotFound("arn:fn:$LATEST"),
  new model.InvalidRequestContent("Unexpected character"),
  new model.TooManyRequests("ConcurrentInvocationLimitExceeded"),
  model.ResourceConflict.inState("Pending"),
  new model.ResourceNotFound(),
  new model.PolicyLengthExceeded(20_481, 20_480),
  model.NoSuchEntity.role("role"),
  model.EntityAlreadyExists.role("role"),
  new model.DeleteConflict("Cannot delete entity, must detach all policies first."),
  new model.MalformedPolicyDocument("Syntax errors in policy."),
  new model.LimitExceeded("Cannot exceed quota for PolicySize: 6144"),
  new model.InvalidInput("Wrong."),
  new model.ValidationError("Wrong."),
  new model.PackedPolicyTooLarge("Wrong."),
  new model.TestEventNotFound("fn", "event"),
  new model.TestEventLimitExceeded("fn"),
  new model.AccessDenied("arn:user", "lambda:InvokeFunction", "arn:fn"),
  new model.RuntimeUnavailable("python3.12", "x86_64", "No CPython 3.12 was found.", "Install it."),
  new model.InternetAccessUnavailable("slirp4netns was not found.", "Install it."),
  new model.SandboxFailure("bwrap did not start."),
  new model.ValidationFailed([model.constraintMessage(null, "qualifier", model.MEMBER.notNull)]),
  model.AliasNotFound.cannotFind("arn:fn:live"),
  new model.AliasAlreadyExists("arn:fn:live"),
  new model.ProvisionedConcurrencyConfigNotFound(),
  new model.RecursiveInvocation(),
];

test("every exported error class has a code of its own, and every code a class", () => {
  const classes = Object.values(model).filter(
    (value) => typeof value === "function" && value.prototype instanceof DomainError,
  );
  expect(ONE_OF_EACH.map((error) => error.constructor)).toEqual(expect.arrayContaining(classes));
  expect(ONE_OF_EACH.map((error) => error.code).sort()).toEqual([...DOMAIN_ERROR_CODES].sort());
});

test("errors speak AWS's words, so that callers' matches keep working", () => {
  const messages = Object.fromEntries(ONE_OF_EACH.map((error) => [error.code, error.message]));
  expect(messages).toMatchObject({
    FunctionNotFound: "Function not found: arn:aws:lambda:us-east-1:123456789012:function:fn",
    FunctionAlreadyExists: "Function already exist: fn",
    RevisionMismatch:
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    UnzippedCodeTooLarge: "Unzipped size must be smaller than 262144000 bytes",
    ZippedCodeTooLarge: "Zipped size must be smaller than 52428800 bytes",
    PayloadTooLarge: "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
    FunctionDoesNotExist: "The function doesn't exist.",
    EventInvokeConfigNotFound: "The function arn:fn:$LATEST doesn't have an EventInvokeConfig",
    TooManyRequests: "Rate Exceeded.",
    ResourceConflict:
      "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    ResourceNotFound: "The resource you requested does not exist.",
    PolicyLengthExceeded: "The final policy size (20481) is bigger than the limit (20480).",
    AccessDenied:
      "User: arn:user is not authorized to perform: lambda:InvokeFunction on resource: arn:fn because no identity-based policy allows the lambda:InvokeFunction action",
    ValidationFailed:
      "1 validation error detected: Value null at 'qualifier' failed to satisfy constraint: Member must not be null",
    AliasNotFound: "Cannot find alias arn: arn:fn:live",
    AliasAlreadyExists: "Alias already exists: arn:fn:live",
    ProvisionedConcurrencyConfigNotFound: "No Provisioned Concurrency Config found for this function",
  });
  expect(model.PayloadTooLarge.ofEvent(1_048_577).message).toBe(
    "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
  );
  expect(messages.InvalidZipFile).toMatch(
    /^Could not unzip uploaded file\. Please check your file, then try to upload again\./,
  );
  expect(new model.InvalidZipFile("empty").message).toBe("Uploaded file must be a non-empty zip");
});

test("a denial says which policies didn't allow it, or which one forbade it", () => {
  const denied = (reason: model.DenialReason) =>
    new model.AccessDenied("arn:u", "iam:GetRole", "arn:r", reason).message;
  expect(denied({ because: "noAllow", policyType: "session" })).toBe(
    "User: arn:u is not authorized to perform: iam:GetRole on resource: arn:r because no session policy allows the iam:GetRole action",
  );
  const statement = { policyName: "p", index: 0 };
  expect(denied({ because: "explicitDeny", statement: { ...statement, policyType: "identity" } })).toMatch(
    / with an explicit deny in an identity-based policy$/,
  );
  expect(denied({ because: "explicitDeny", statement: { ...statement, policyType: "boundary" } })).toMatch(
    / with an explicit deny in a permissions boundary$/,
  );
});
