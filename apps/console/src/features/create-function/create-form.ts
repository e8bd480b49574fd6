import {
  ARCHITECTURES,
  type Architecture,
  FUNCTION_NAME_MAX_LENGTH,
  RUNTIME_IDS,
  type RuntimeAvailability,
  type RuntimeId,
  type TagRow,
  tagIssues,
} from "@lambent/model";

export interface CreateForm {
  functionName: string;
  /** Null until the server has said what it can run. */
  runtime: RuntimeId | null;
  architecture: Architecture;
  tags: readonly TagRow[];
}

export interface CreateFormErrors {
  functionName?: string;
  runtime?: string;
  architecture?: string;
  tags?: string;
}

export const EMPTY_FORM: CreateForm = { functionName: "", runtime: null, architecture: "x86_64", tags: [] };

export const NAME_CONSTRAINT = `Use 1 to ${FUNCTION_NAME_MAX_LENGTH} letters (a–z, A–Z), digits, hyphens and underscores, without spaces. The name must be unique in the Region.`;

/** What is wrong with a name, as a person should read it; undefined when nothing is. */
export function functionNameError(name: string): string | undefined {
  if (name === "") return "Enter a function name.";
  if (/\s/.test(name)) return "A function name can't contain spaces. Use letters, digits, hyphens and underscores.";
  if (!/^[a-zA-Z0-9-_]+$/.test(name)) {
    const wrong = [...new Set([...name].filter((character) => !/[a-zA-Z0-9-_]/.test(character)))];
    return `A function name can't contain ${wrong.join(" ")}. Use letters (a–z, A–Z), digits, hyphens and underscores.`;
  }
  if (name.length > FUNCTION_NAME_MAX_LENGTH) {
    return `A function name can have up to ${FUNCTION_NAME_MAX_LENGTH} characters; this one has ${name.length}.`;
  }
  return undefined;
}

/** The service's own words for a name that is taken. */
export function nameTakenError(name: string): string {
  return `Function already exist: ${name}`;
}

export function createFormErrors(form: CreateForm, runtimes: readonly RuntimeAvailability[]): CreateFormErrors {
  const errors: CreateFormErrors = {};
  const nameError = functionNameError(form.functionName);
  if (nameError !== undefined) errors.functionName = nameError;
  if (form.runtime === null) errors.runtime = "Choose a runtime.";
  else if (availability(runtimes, form.runtime, form.architecture)?.available === false) {
    errors.architecture = `${form.runtime} can't run on ${form.architecture} here. Choose another architecture or runtime.`;
  }
  const [issue] = tagIssues(form.tags);
  if (issue !== undefined) errors.tags = issue.row === null ? issue.message : `Tag ${issue.row + 1}: ${issue.message}`;
  return errors;
}

export function availability(runtimes: readonly RuntimeAvailability[], runtime: RuntimeId, architecture: Architecture) {
  return runtimes.find((entry) => entry.runtime === runtime && entry.architecture === architecture);
}

/** True when some architecture of this host runs it. */
export function isRunnable(runtimes: readonly RuntimeAvailability[], runtime: RuntimeId): boolean {
  return runtimes.some((entry) => entry.runtime === runtime && entry.available);
}

/** The newest runtime that runs here. */
export function defaultRuntime(runtimes: readonly RuntimeAvailability[]): RuntimeId | null {
  return RUNTIME_IDS.find((id) => isRunnable(runtimes, id)) ?? null;
}

/** The given architecture when the runtime runs on it, else the first one that it does run on. */
export function fittingArchitecture(
  runtimes: readonly RuntimeAvailability[],
  runtime: RuntimeId | null,
  wished: Architecture,
): Architecture {
  if (runtime === null || availability(runtimes, runtime, wished)?.available !== false) return wished;
  return ARCHITECTURES.find((architecture) => availability(runtimes, runtime, architecture)?.available) ?? wished;
}
