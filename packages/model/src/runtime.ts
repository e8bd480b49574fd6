import { z } from "zod";

export const RUNTIME_IDS = ["nodejs24.x", "nodejs22.x", "nodejs20.x", "python3.12"] as const;
export type RuntimeId = (typeof RUNTIME_IDS)[number];
export type RuntimeFamily = "nodejs" | "python";

export interface Runtime {
  id: RuntimeId;
  /** As the console shows it, for instance `Node.js 20.x`. */
  label: string;
  family: RuntimeFamily;
  /** `latest` runtimes stand first in the create form's select. */
  group: "latest" | "other";
  defaultHandler: string;
  starterFile: string;
}

/** What each runtime is called and starts from. @see spec: console §2.7, lambda §5.3 */
export const RUNTIMES: Readonly<Record<RuntimeId, Runtime>> = {
  "nodejs24.x": nodejs("nodejs24.x", "Node.js 24.x", "latest"),
  "nodejs22.x": nodejs("nodejs22.x", "Node.js 22.x", "other"),
  "nodejs20.x": nodejs("nodejs20.x", "Node.js 20.x", "other"),
  "python3.12": {
    id: "python3.12",
    label: "Python 3.12",
    family: "python",
    group: "latest",
    defaultHandler: "lambda_function.lambda_handler",
    starterFile: "lambda_function.py",
  },
};

function nodejs(id: RuntimeId, label: string, group: Runtime["group"]): Runtime {
  return { id, label, family: "nodejs", group, defaultHandler: "index.handler", starterFile: "index.mjs" };
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
  /** Why it can't run here; present when not available. */
  reason?: string;
  /** What a person can do to get it; present when not available. */
  remedy?: string;
}
