export interface DomainErrorView {
  /** Name of the domain error, for instance `FunctionNotFound`; absent when it isn't one. */
  code?: string;
  /** Made for people; AWS's wording where AWS has one. */
  message: string;
  /** AWS's name of the error, for instance `ResourceNotFoundException`. */
  type?: string;
  /** Further reason that AWS gives with it, for instance of a throttle. */
  reason?: string;
}

export const UNREACHABLE_MESSAGE =
  "The Lambent server can't be reached. Check that it is running; the console tries again by itself.";

/** What any failure of a call to the server means to a person. */
export function domainError(error: unknown): DomainErrorView {
  const domain = field(field(error, "data"), "domain");
  if (typeof domain === "object" && domain !== null) {
    const { code, message, type, reason } = domain as Partial<Record<keyof DomainErrorView, unknown>>;
    return {
      code: text(code),
      message: text(message) ?? messageOf(error),
      type: text(type),
      reason: text(reason),
    };
  }
  if (isUnreachable(error)) return { message: UNREACHABLE_MESSAGE };
  return { message: validationMessage(error) ?? messageOf(error) };
}

/** True when no server answered at all: stopped, restarting, or a proxy in between says so. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "AbortError" || field(error.cause, "name") === "AbortError") return false;
  const hasAnswer = field(error, "data") !== undefined && field(error, "data") !== null;
  if (hasAnswer) return false;
  const response = field(field(error, "meta"), "response");
  if (response === undefined || response === null) return isNetworkFailure(error);
  return [502, 503, 504].includes(Number(field(response, "status")));
}

function isNetworkFailure(error: Error): boolean {
  const root = error.cause instanceof Error ? error.cause : error;
  return root instanceof TypeError && /fetch|network|load failed/i.test(root.message);
}

/** zod's issues travel as a JSON array in the message; people get the sentences. */
function validationMessage(error: unknown): string | undefined {
  const message = messageOf(error);
  if (!message.startsWith("[")) return undefined;
  try {
    const issues: unknown = JSON.parse(message);
    if (!Array.isArray(issues)) return undefined;
    return issues
      .map((issue) => text(field(issue, "message")))
      .filter(Boolean)
      .join(" ");
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Error && error.message !== "") return error.message;
  return typeof error === "string" ? error : "Something went wrong, and no reason was given.";
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
