import type { Architecture } from "./architecture.ts";
import { UNZIPPED_CODE_LIMIT_BYTES, ZIPPED_CODE_LIMIT_BYTES } from "./code-package.ts";
import { DomainError } from "./domain-error.ts";
import type { ThrottleReason } from "./outcome.ts";
import { ASYNC_PAYLOAD_LIMIT_BYTES, SYNC_PAYLOAD_LIMIT_BYTES } from "./payload.ts";
import type { RuntimeId } from "./runtime.ts";
import { TEST_EVENTS_MAX } from "./test-event.ts";
import { validationErrorMessage } from "./validation-message.ts";

/** AWS: 404 ResourceNotFoundException. */
export class FunctionNotFound extends DomainError {
  readonly code = "FunctionNotFound";
  constructor(readonly functionArn: string) {
    super(`Function not found: ${functionArn}`);
  }
}

/** A name that is taken in this account and Region. AWS: 409 ResourceConflictException, with this grammar. */
export class FunctionAlreadyExists extends DomainError {
  readonly code = "FunctionAlreadyExists";
  constructor(readonly functionName: string) {
    super(`Function already exist: ${functionName}`);
  }
}

/** Somebody else changed the resource since the caller read it. AWS: 412 PreconditionFailedException. */
export class RevisionMismatch extends DomainError {
  readonly code = "RevisionMismatch";
  /** @param readBy the operation that tells the latest revision. */
  constructor(readBy: "GetFunction/GetAlias" | "GetPolicy" | "GetLayerPolicy" = "GetFunction/GetAlias") {
    super(
      `The Revision Id provided does not match the latest Revision Id. Call the ${readBy} API to retrieve the latest Revision Id`,
    );
  }
}

/** AWS: 400 InvalidParameterValueException. */
export class InvalidParameterValue extends DomainError {
  readonly code = "InvalidParameterValue";
}

/** AWS: 400 InvalidParameterValueException. AWS gives no reason; ours follows its sentence. */
export class InvalidZipFile extends DomainError {
  readonly code = "InvalidZipFile";
  /** @param reason a sentence, or `empty` for AWS's own text about empty uploads. */
  constructor(readonly reason: string) {
    super(
      reason === "empty"
        ? "Uploaded file must be a non-empty zip"
        : `Could not unzip uploaded file. Please check your file, then try to upload again. ${reason}`,
    );
  }
}

/** AWS: 400 InvalidParameterValueException. */
export class UnzippedCodeTooLarge extends DomainError {
  readonly code = "UnzippedCodeTooLarge";
  constructor() {
    super(`Unzipped size must be smaller than ${UNZIPPED_CODE_LIMIT_BYTES} bytes`);
  }
}

/** AWS: 413 RequestEntityTooLargeException. */
export class ZippedCodeTooLarge extends DomainError {
  readonly code = "ZippedCodeTooLarge";
  constructor() {
    super(`Zipped size must be smaller than ${ZIPPED_CODE_LIMIT_BYTES} bytes`);
  }
}

/** A function names code that the store doesn't hold: our own fault, or files removed by hand. */
export class CodePackageNotFound extends DomainError {
  readonly code = "CodePackageNotFound";
  constructor(readonly codeSha256: string) {
    super(`The code package ${codeSha256} is not in the store. Deploy the function again.`);
  }
}

export class CodeFileNotFound extends DomainError {
  readonly code = "CodeFileNotFound";
  constructor(readonly path: string) {
    super(`The file '${path}' is not in the deployment package.`);
  }
}

/** AWS: 413 RequestEntityTooLargeException. */
export class PayloadTooLarge extends DomainError {
  readonly code = "PayloadTooLarge";
  constructor(
    message = `Request must be smaller than ${SYNC_PAYLOAD_LIMIT_BYTES} bytes for the InvokeFunction operation`,
  ) {
    super(message);
  }

  /** @param payloadBytes length of an event of an asynchronous invocation */
  static ofEvent(payloadBytes: number): PayloadTooLarge {
    return new PayloadTooLarge(
      `${payloadBytes} byte payload is too large for the Event invocation type (limit ${ASYNC_PAYLOAD_LIMIT_BYTES} bytes)`,
    );
  }
}

/** AWS: 404 ResourceNotFoundException, in these words where asynchronous configurations are put or listed. */
export class FunctionDoesNotExist extends DomainError {
  readonly code = "FunctionDoesNotExist";
  constructor() {
    super("The function doesn't exist.");
  }
}

/** AWS: 404 ResourceNotFoundException. */
export class EventInvokeConfigNotFound extends DomainError {
  readonly code = "EventInvokeConfigNotFound";
  /** @param functionArn with its qualifier, or without when there is no such function */
  constructor(readonly functionArn: string) {
    super(`The function ${functionArn} doesn't have an EventInvokeConfig`);
  }
}

/** An event that is not JSON. AWS: 400 InvalidRequestContentException; clients match the text before `detail`. */
export class InvalidRequestContent extends DomainError {
  readonly code = "InvalidRequestContent";
  constructor(detail: string) {
    super(`Could not parse request body into json: Could not parse payload into json: ${detail}`);
  }
}

/** AWS: 429 TooManyRequestsException with `Reason`. */
export class TooManyRequests extends DomainError {
  readonly code = "TooManyRequests";
  constructor(readonly reason: ThrottleReason) {
    super("Rate Exceeded.");
  }
}

/** Refused in the present state of the function. AWS: 409 ResourceConflictException. */
export class ResourceConflict extends DomainError {
  readonly code = "ResourceConflict";

  static updateInProgress(functionArn: string): ResourceConflict {
    return new ResourceConflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn}`,
    );
  }

  static aliasesReferToVersion(aliasNames: readonly string[]): ResourceConflict {
    return new ResourceConflict(
      `Unable to delete version because the following aliases reference it: [${aliasNames.join(", ")}]`,
    );
  }

  static inState(state: string): ResourceConflict {
    return new ResourceConflict(
      `The operation cannot be performed at this time. The function is currently in the following state: ${state}`,
    );
  }
}

/** Something other than a function is missing, in the words of the operation. AWS: 404 ResourceNotFoundException. */
export class ResourceNotFound extends DomainError {
  readonly code = "ResourceNotFound";
  /** @param message AWS's general sentence when omitted. */
  constructor(message = "The resource you requested does not exist.") {
    super(message);
  }
}

/** AWS: 400 PolicyLengthExceededException. */
export class PolicyLengthExceeded extends DomainError {
  readonly code = "PolicyLengthExceeded";
  constructor(
    readonly sizeBytes: number,
    readonly limitBytes: number,
  ) {
    super(`The final policy size (${sizeBytes}) is bigger than the limit (${limitBytes}).`);
  }
}

export class TestEventNotFound extends DomainError {
  readonly code = "TestEventNotFound";
  constructor(
    readonly functionName: string,
    readonly testEventName: string,
  ) {
    super(`The function ${functionName} has no test event named ${testEventName}.`);
  }
}

export class TestEventLimitExceeded extends DomainError {
  readonly code = "TestEventLimitExceeded";
  constructor(readonly functionName: string) {
    super(`${functionName} already has ${TEST_EVENTS_MAX} test events. Delete one to save another.`);
  }
}

/** A runtime or architecture that exists, but that this host can't run. */
export class RuntimeUnavailable extends DomainError {
  readonly code = "RuntimeUnavailable";
  constructor(
    readonly runtime: RuntimeId,
    readonly architecture: Architecture,
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(`${runtime} on ${architecture} can't run on this host: ${reason} ${remedy}`.trim());
  }
}

/** A function was to reach the internet, and this host can't let it. */
export class InternetAccessUnavailable extends DomainError {
  readonly code = "InternetAccessUnavailable";
  constructor(
    readonly reason: string,
    readonly remedy: string,
  ) {
    super(`Functions can't have internet access on this host: ${reason} ${remedy}`.trim());
  }
}

/** Our own fault or the host's: an execution environment could not be started or kept. AWS: 500 ServiceException. */
export class SandboxFailure extends DomainError {
  readonly code = "SandboxFailure";
}

/** Members that are not of the form that they must have. AWS: 400 ValidationException. */
export class ValidationFailed extends DomainError {
  readonly code = "ValidationFailed";
  /** @param constraints one sentence each, as `constraintMessage` makes them. */
  constructor(readonly constraints: readonly string[]) {
    super(validationErrorMessage(constraints));
  }
}

/** AWS: 404 ResourceNotFoundException, worded in two ways. @see spec: lambda §1.5 */
export class AliasNotFound extends DomainError {
  readonly code = "AliasNotFound";

  /** Asked for as an alias. */
  static cannotFind(aliasArn: string): AliasNotFound {
    return new AliasNotFound(`Cannot find alias arn: ${aliasArn}`);
  }

  /** About to be changed. */
  static notFound(aliasArn: string): AliasNotFound {
    return new AliasNotFound(`Alias not found: ${aliasArn}`);
  }
}

/** AWS: 409 ResourceConflictException. */
export class AliasAlreadyExists extends DomainError {
  readonly code = "AliasAlreadyExists";
  constructor(readonly aliasArn: string) {
    super(`Alias already exists: ${aliasArn}`);
  }
}

/** AWS: 404 ProvisionedConcurrencyConfigNotFoundException. */
export class ProvisionedConcurrencyConfigNotFound extends DomainError {
  readonly code = "ProvisionedConcurrencyConfigNotFound";
  constructor() {
    super("No Provisioned Concurrency Config found for this function");
  }
}

/** AWS: 400 RecursiveInvocationException. @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export class RecursiveInvocation extends DomainError {
  readonly code = "RecursiveInvocation";
  constructor() {
    super(
      "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources and stopped your function's invocation.",
    );
  }
}
