import type { RuntimeAvailability, RuntimeId } from "@lambent/model";

/** The few procedures that journeys use to set a scene; the journey itself goes through the browser. */
export interface ServerCalls {
  runtimes(): Promise<RuntimeAvailability[]>;
  /** Whether this host can offer it, once it has been tried out. */
  internetAccess(): Promise<InternetAccess>;
  createFunction(functionName: string, runtime?: RuntimeId, tags?: Record<string, string>): Promise<void>;
  /** Replaces files of the deployed code. */
  deploy(functionName: string, files: Record<string, string>): Promise<void>;
  uploadZip(functionName: string, zip: Uint8Array): Promise<Response>;
  updateConfiguration(functionName: string, change: Record<string, unknown>): Promise<void>;
  reserveConcurrency(functionName: string, reservedConcurrentExecutions: number): Promise<void>;
  invoke(functionName: string, eventJson?: string): Promise<InvocationAnswer>;
  /** What its functions' code has logged, and what the platform has, oldest first. */
  logMessages(functionName: string): Promise<string[]>;
}

export interface InternetAccess {
  available: boolean;
  reason?: string;
  remedy?: string;
}

export interface InvocationAnswer {
  requestId: string;
  outcome: string;
  response: string;
  logTail: string;
}

export function callServer(url: string): ServerCalls {
  const headers = { "content-type": "application/json", origin: url, "x-lambent-request": "1" };

  async function unwrap<T>(answer: Response): Promise<T> {
    const body = (await answer.json()) as { result?: { data: T }; error?: { message: string } };
    if (body.result === undefined) throw new Error(`${answer.status}: ${body.error?.message ?? "no result"}`);
    return body.result.data;
  }
  const query = async <T>(procedure: string, input?: unknown): Promise<T> => {
    const search = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return unwrap<T>(await fetch(`${url}/trpc/${procedure}${search}`, { headers }));
  };
  const mutate = async <T>(procedure: string, input: unknown): Promise<T> =>
    unwrap<T>(await fetch(`${url}/trpc/${procedure}`, { method: "POST", headers, body: JSON.stringify(input) }));

  return {
    runtimes: async () => (await query<{ runtimes: RuntimeAvailability[] }>("system.info")).runtimes,
    internetAccess: async () => {
      for (;;) {
        const { internetAccess } = await query<{ internetAccess: InternetAccess }>("system.info");
        if (!/being tried out/.test(internetAccess.reason ?? "")) return internetAccess;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    createFunction: async (functionName, runtime = "nodejs20.x", tags = {}) => {
      await mutate("functions.create", { functionName, runtime, architecture: "x86_64", tags });
    },
    deploy: async (functionName, files) => {
      const { codeSha256, revisionId } = await query<{ codeSha256: string; revisionId: string }>("code.files", {
        functionName,
      });
      const changes = Object.entries(files).map(([path, text]) => ({
        kind: "write",
        path,
        contentBase64: Buffer.from(text).toString("base64"),
      }));
      await mutate("code.deploy", { functionName, revisionId, baseCodeSha256: codeSha256, changes });
    },
    uploadZip: (functionName, zip) =>
      fetch(`${url}/api/functions/${functionName}/code`, {
        method: "PUT",
        headers: { ...headers, "content-type": "application/zip" },
        body: new Blob([new Uint8Array(zip)]),
      }),
    updateConfiguration: async (functionName, change) => {
      await mutate("functions.updateConfiguration", { functionName, ...change });
    },
    reserveConcurrency: async (functionName, reservedConcurrentExecutions) => {
      await mutate("functions.putConcurrency", { functionName, reservedConcurrentExecutions });
    },
    logMessages: async (functionName) => {
      const { events } = await query<{ events: { message: string }[] }>("logs.query", { functionName });
      return events.map(({ message }) => message);
    },
    invoke: (functionName, eventJson = "{}") => mutate("invocations.invoke", { functionName, eventJson }),
  };
}
