import type { Caller } from "@lambent/access";
import { DEFAULT_SCOPE, IAM_ACTIONS, type IamAction } from "@lambent/model";
import { type AnyRouter, initTRPC } from "@trpc/server";
import { expect, test } from "vitest";
import { appRouter, type RouterInputs } from "./app-router.ts";
import type { Context } from "./context.ts";

/** Paths of the procedures that name no IAM action. */
function withoutAction(router: AnyRouter): string[] {
  const procedures = Object.entries(router._def.procedures as Record<string, { _def: { meta?: unknown } }>);
  return procedures.flatMap(([path, { _def }]) => {
    const { action } = (_def.meta ?? {}) as { action?: IamAction };
    return action !== undefined && IAM_ACTIONS.includes(action) ? [] : [path];
  });
}

test("every procedure names its IAM action", () => {
  expect(withoutAction(appRouter)).toEqual([]);
});

test("a procedure without one is found", () => {
  const t = initTRPC.meta<{ action?: string }>().create();
  const router = t.router({
    functions: t.router({
      open: t.procedure.query(() => "anybody"),
      invented: t.procedure.meta({ action: "lambda:Everything" }).query(() => "anybody"),
    }),
  });
  expect(withoutAction(router)).toEqual(["functions.open", "functions.invented"]);
});

const hello = { functionName: "hello" };
const sha256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/** An input for each that gets as far as the step which authorises. */
const INPUTS: { [Group in keyof RouterInputs]: RouterInputs[Group] } = {
  system: { info: undefined },
  account: { settings: undefined },
  functions: {
    list: { sort: { by: "functionName", descending: false }, page: { index: 0, size: 10 } },
    tagKeys: undefined,
    get: hello,
    create: { ...hello, runtime: "nodejs20.x", architecture: "x86_64" },
    delete: { functionNames: ["hello"] },
    updateConfiguration: hello,
    setTags: { ...hello, tags: {} },
    getConcurrency: hello,
    putConcurrency: { ...hello, reservedConcurrentExecutions: 1 },
    deleteConcurrency: hello,
  },
  code: {
    files: hello,
    readFile: { ...hello, codeSha256: sha256, path: "index.mjs" },
    deploy: { ...hello, revisionId: "1", baseCodeSha256: sha256, changes: [] },
  },
  drafts: { get: hello, save: { ...hello, baseCodeSha256: sha256, changes: [] }, discard: hello },
  testEvents: { list: hello, save: { ...hello, name: "a", eventJson: "{}" }, delete: { ...hello, name: "a" } },
  invocations: {
    invoke: { ...hello, eventJson: "{}" },
    list: { ...hello, limit: 1 },
    get: { requestId: "00000000-0000-4000-8000-000000000000" },
  },
  logs: { query: hello, streams: hello, follow: hello, deleteGroup: hello },
  metrics: { query: { ...hello, startMs: 0, endMs: 60_000, periodSeconds: 60 } },
};

test.each(Object.keys(appRouter._def.procedures))("%s is denied to a caller without permissions", async (path) => {
  const nobody: Caller = { principalArn: "arn:aws:iam::000000000000:user/nobody", name: "Nobody", policy: [] };
  // Ports that nothing may touch: the step before must have refused.
  const ports = new Proxy({ scope: DEFAULT_SCOPE } as Context["ports"], {
    get: (target, name) => {
      if (name === "scope") return target.scope;
      throw new Error(`${path} reached ${String(name)} before it was authorised`);
    },
  });
  const context: Context = { caller: nobody, ports, server: { version: "0", dataDirectory: "" } };
  const [group, name] = path.split(".") as [keyof typeof INPUTS, string];
  const input = (INPUTS[group] as Record<string, unknown>)[name];
  const procedures = appRouter.createCaller(context) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  await expect(procedures[group]?.[name]?.(input)).rejects.toMatchObject({ cause: { code: "AccessDenied" } });
});
