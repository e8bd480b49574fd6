import { z } from "zod";

export const RUNTIME_IDS = [
  "nodejs24.x",
  "nodejs22.x",
  "nodejs20.x",
  "python3.14",
  "python3.13",
  "python3.12",
  "provided.al2023",
] as const;
export type RuntimeId = (typeof RUNTIME_IDS)[number];
/** `provided`: the function brings its own runtime, a program named `bootstrap`. */
export type RuntimeFamily = "nodejs" | "python" | "provided";

export interface Runtime {
  id: RuntimeId;
  /** As the console shows it, for instance `Node.js 20.x`. */
  label: string;
  family: RuntimeFamily;
  /** `latest` runtimes stand first in the create form's select, `custom` ones last. */
  group: "latest" | "other" | "custom";
  defaultHandler: string;
  starterFile: string;
  /** Nothing that we ship brings it: where the machine doesn't have it, it isn't offered. */
  broughtByHost?: true;
}

/** What each runtime is called and starts from. @see spec: console §2.7, lambda §5.3 */
export const RUNTIMES: Readonly<Record<RuntimeId, Runtime>> = {
  "nodejs24.x": nodejs("nodejs24.x", "Node.js 24.x", "latest"),
  "nodejs22.x": nodejs("nodejs22.x", "Node.js 22.x", "other"),
  "nodejs20.x": nodejs("nodejs20.x", "Node.js 20.x", "other"),
  "python3.14": { ...python("python3.14", "Python 3.14", "latest"), broughtByHost: true },
  "python3.13": { ...python("python3.13", "Python 3.13", "other"), broughtByHost: true },
  "python3.12": python("python3.12", "Python 3.12", "other"),
  "provided.al2023": {
    id: "provided.al2023",
    label: "Amazon Linux 2023",
    family: "provided",
    group: "custom",
    defaultHandler: "hello.handler",
    starterFile: "hello.sh",
  },
};

function nodejs(id: RuntimeId, label: string, group: Runtime["group"]): Runtime {
  return { id, label, family: "nodejs", group, defaultHandler: "index.handler", starterFile: "index.mjs" };
}

function python(id: RuntimeId, label: string, group: Runtime["group"]): Runtime {
  const defaultHandler = "lambda_function.lambda_handler";
  return { id, label, family: "python", group, defaultHandler, starterFile: "lambda_function.py" };
}

export const RuntimeSchema = z.enum(RUNTIME_IDS, {
  error: (issue) =>
    `Value ${String(issue.input)} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${RUNTIME_IDS.join(", ")}] or be a valid ARN`,
});

/** Whether this host can run a runtime, and if not, why and how to get it. */
export interface RuntimeAvailability {
  runtime: RuntimeId;
  architecture: "x86_64" | "arm64";
  available: boolean;
  /** Version of the interpreter that will run, for instance `20.20.2`; present when available. */
  version?: string;
  /** How it differs here from the real one, in a sentence or two; present when it does. */
  note?: string;
  /** Why it can't run here; present when not available. */
  reason?: string;
  /** What a person can do to get it; present when not available. */
  remedy?: string;
}

/** Whether a person is shown a runtime at all: one that only the machine can bring isn't, where it is missing. */
export function isOffered(availability: readonly RuntimeAvailability[], id: RuntimeId): boolean {
  if (!RUNTIMES[id].broughtByHost) return true;
  return availability.some(({ runtime, available }) => runtime === id && available);
}

/** How a runtime differs here from the real one; undefined when it doesn't. */
export function runtimeNote(availability: readonly RuntimeAvailability[], id: RuntimeId): string | undefined {
  return availability.find(({ runtime, available }) => runtime === id && available)?.note;
}
