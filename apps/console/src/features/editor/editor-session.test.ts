import type { CodeChange, FunctionConfiguration } from "@lambent/model";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CodeServer, DraftToSave } from "./code-server.ts";
import { EditorSession } from "./editor-session.ts";
import { bytesOf, fromBase64 } from "./file-content.ts";

type Files = Record<string, string>;

/** A server in memory that keeps every package and is as strict about revisions as the real one. */
class ServerInMemory implements CodeServer {
  packages: Files[];
  revision = 1;
  draft: (DraftToSave & { updatedAt: string }) | null = null;
  /** Runs while a deploy is under way. */
  duringDeploy: () => void = () => {};
  deploys = 0;

  constructor(first: Files) {
    this.packages = [first];
  }
  get current(): Files {
    return this.packages.at(-1)!;
  }
  #sha(): string {
    return `sha-${this.packages.length - 1}`;
  }
  /** Another person's deploy. */
  deployElsewhere(files: Files): void {
    this.packages.push(files);
    this.revision++;
  }
  async files() {
    const files = Object.entries(this.current).map(([path, text]) => ({
      path,
      sizeBytes: text.length,
      binary: false,
      executable: false,
    }));
    return { codeSha256: this.#sha(), revisionId: String(this.revision), files };
  }
  async readFile(sha: string, path: string) {
    const text = this.packages[Number(sha.slice(4))]?.[path];
    return text === undefined ? null : new TextEncoder().encode(text);
  }
  async deploy({
    revisionId,
    baseCodeSha256,
    changes,
  }: {
    revisionId: string;
    baseCodeSha256: string;
    changes: CodeChange[];
  }) {
    this.deploys++;
    if (revisionId !== String(this.revision)) {
      throw Object.assign(new Error("revision"), {
        data: { domain: { code: "RevisionMismatch", message: "revision" } },
      });
    }
    const files = { ...this.packages[Number(baseCodeSha256.slice(4))]! };
    for (const change of changes) {
      if (change.kind === "write") files[change.path] = new TextDecoder().decode(fromBase64(change.contentBase64));
      else if (change.kind === "delete") delete files[change.path];
      else {
        files[change.to] = files[change.from]!;
        delete files[change.from];
      }
    }
    this.deployElsewhere(files);
    await Promise.resolve();
    this.duringDeploy();
    return { codeSha256: this.#sha() } as FunctionConfiguration;
  }
  async getDraft() {
    return this.draft;
  }
  async saveDraft(draft: DraftToSave) {
    this.draft = { ...draft, updatedAt: "2026-01-01T00:00:00.000Z" };
  }
  async discardDraft() {
    this.draft = null;
  }
  saveDraftWhileLeaving(draft: DraftToSave) {
    void this.saveDraft(draft);
  }
}

const PACKAGE: Files = { "index.mjs": "one", "lib.mjs": "lib" };
const openIndex = (has: (path: string) => boolean) => (has("index.mjs") ? "index.mjs" : undefined);

async function open(server: ServerInMemory): Promise<EditorSession> {
  const session = new EditorSession("f", server);
  await session.load(openIndex);
  return session;
}
async function type(session: EditorSession, path: string, text: string) {
  await session.contentOf(path);
  session.type(path, text);
}
async function textOf(session: EditorSession, path: string) {
  const content = await session.contentOf(path);
  return content && new TextDecoder().decode(bytesOf(content));
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a function opens with its handler's file and no changes", async () => {
  const session = await open(new ServerInMemory(PACKAGE));
  expect(session.status).toEqual({ kind: "ready" });
  expect(session.view.open).toEqual({ paths: ["index.mjs"], active: "index.mjs" });
  expect(session.changed).toEqual([]);
});

test("code that can't be loaded says why and can be tried again", async () => {
  const server = new ServerInMemory(PACKAGE);
  const files = vi.spyOn(server, "files").mockRejectedValueOnce(new Error("no such function"));
  const session = await open(server);
  expect(session.status).toEqual({ kind: "failed", message: "no such function" });
  await session.load(openIndex);
  expect(session.status.kind).toBe("ready");
  expect(files).toHaveBeenCalledTimes(2);
});

describe("drafts", () => {
  test("what is typed is on the server within a second, and a new editor restores it", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(session.draftStatus.kind).toBe("saved");
    const other = await open(server);
    expect(await textOf(other, "index.mjs")).toBe("two");
    expect(other.restored).toEqual({ savedAt: "2026-01-01T00:00:00.000Z", movedToNewerCode: false });
  });

  test("typing the deployed text again leaves no change and no draft", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    await vi.advanceTimersByTimeAsync(1_000);
    session.type("index.mjs", "one");
    expect(session.changed).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.draft).toBeNull();
  });

  test("closing the page sends what the last save lacks", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    session.saveDraftWhileLeaving();
    expect(server.draft).toBeNull();
    await type(session, "index.mjs", "two");
    session.saveDraftWhileLeaving();
    expect(server.draft).toMatchObject({ baseCodeSha256: "sha-0", changes: [{ kind: "write", path: "index.mjs" }] });
  });

  test("discarding goes back to the deployed code, here and on the server", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    await vi.advanceTimersByTimeAsync(1_000);
    await session.discard();
    expect(session.changed).toEqual([]);
    expect(await textOf(session, "index.mjs")).toBe("one");
    expect(server.draft).toBeNull();
  });

  test("a draft that was deployed before the page could say so is dropped", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    await vi.advanceTimersByTimeAsync(1_000);
    server.deployElsewhere({ ...PACKAGE, "index.mjs": "two" });
    const other = await open(server);
    expect(other.changed).toEqual([]);
    expect(other.restored).toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.draft).toBeNull();
  });

  test("a draft on older code moves onto the newer one; files that both changed wait for an answer", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    await vi.advanceTimersByTimeAsync(1_000);
    server.deployElsewhere({ ...PACKAGE, "index.mjs": "three", "new.mjs": "new" });
    const other = await open(server);
    expect(other.restored?.movedToNewerCode).toBe(true);
    expect(other.conflict?.conflicts).toMatchObject([{ path: "index.mjs" }]);
    other.postponeConflict();
    expect(await other.deploy()).toEqual({ kind: "conflict" });
    await other.resolveConflict(new Map([["index.mjs", "mine"]]));
    expect((await other.deploy()).kind).toBe("deployed");
    expect(server.current).toEqual({ "index.mjs": "two", "lib.mjs": "lib", "new.mjs": "new" });
  });
});

describe("deploy", () => {
  test("sends the changes, then nothing is undeployed and no draft is left", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    expect((await session.deploy()).kind).toBe("deployed");
    expect(server.current["index.mjs"]).toBe("two");
    expect(session.changed).toEqual([]);
    expect(server.draft).toBeNull();
    session.type("index.mjs", "one");
    expect(session.changed).toMatchObject([{ path: "index.mjs", kind: "modified" }]);
  });

  test("with nothing changed sends nothing", async () => {
    const server = new ServerInMemory(PACKAGE);
    expect(await (await open(server)).deploy()).toEqual({ kind: "nothingToDeploy" });
    expect(server.deploys).toBe(0);
  });

  test("what is typed, made, moved and deleted while it is under way stays undeployed", async () => {
    const server = new ServerInMemory({ ...PACKAGE, "old.mjs": "old", "moving.mjs": "moving" });
    const session = await open(server);
    await type(session, "index.mjs", "two");
    server.duringDeploy = () => {
      session.type("index.mjs", "three");
      session.addFile("made.mjs", { kind: "text", text: "made" });
      session.remove("old.mjs");
      session.move("moving.mjs", "moved.mjs");
    };
    await session.deploy();
    server.duringDeploy = () => {};
    expect(server.current["index.mjs"]).toBe("two");
    expect(session.changed).toEqual([
      { path: "index.mjs", kind: "modified" },
      { path: "made.mjs", kind: "added" },
      { path: "moved.mjs", kind: "renamed", from: "moving.mjs" },
      { path: "old.mjs", kind: "deleted" },
    ]);
    await session.deploy();
    expect(server.current).toEqual({
      "index.mjs": "three",
      "lib.mjs": "lib",
      "made.mjs": "made",
      "moved.mjs": "moving",
    });
  });

  test("an edit taken back while it is under way is a change of the code deployed now", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    server.duringDeploy = () => session.type("index.mjs", "one");
    await session.deploy();
    expect(session.changed).toEqual([{ path: "index.mjs", kind: "modified" }]);
    expect(await textOf(session, "index.mjs")).toBe("one");
  });

  test("settings saved meanwhile don't disturb it", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    server.revision++;
    expect((await session.deploy()).kind).toBe("deployed");
  });

  test("refused by the server, it keeps the edits and their draft", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    vi.spyOn(server, "deploy").mockRejectedValueOnce(new Error("too large"));
    await expect(session.deploy()).rejects.toThrow("too large");
    expect(session.deploying).toBe(false);
    expect(await textOf(session, "index.mjs")).toBe("two");
    expect(server.draft).not.toBeNull();
  });

  test("after somebody else's deploy it sends nothing and shows both sides; the choice decides", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    session.type("lib.mjs", "my lib");
    server.deployElsewhere({ "index.mjs": "three", "lib.mjs": "lib", "new.mjs": "new" });
    expect(await session.deploy()).toEqual({ kind: "conflict" });
    expect(server.current["index.mjs"]).toBe("three");
    expect(session.conflict?.conflicts).toMatchObject([
      { path: "index.mjs", mine: { text: "two" }, theirs: { text: "three" } },
    ]);
    await session.resolveConflict(new Map([["index.mjs", "theirs"]]));
    expect(session.conflict).toBeNull();
    expect((await session.deploy()).kind).toBe("deployed");
    expect(server.current).toEqual({ "index.mjs": "three", "lib.mjs": "my lib", "new.mjs": "new" });
  });

  test("changes that somebody else deployed just so are no changes any more", async () => {
    const server = new ServerInMemory(PACKAGE);
    const session = await open(server);
    await type(session, "index.mjs", "two");
    server.deployElsewhere({ ...PACKAGE, "index.mjs": "two" });
    await session.deploy();
    expect(session.conflict?.conflicts).toEqual([]);
    await session.resolveConflict(new Map());
    expect(session.changed).toEqual([]);
  });
});

test("without edits, code deployed elsewhere is shown on the next visit of the tab", async () => {
  const server = new ServerInMemory(PACKAGE);
  const session = await open(server);
  const { contentsVersion } = session;
  server.deployElsewhere({ "index.mjs": "three" });
  await session.load(openIndex);
  expect(session.contentsVersion).toBeGreaterThan(contentsVersion);
  expect(await textOf(session, "index.mjs")).toBe("three");
  expect(await textOf(session, "lib.mjs")).toBeNull();
});

test("an open tab follows a rename, and closes when its file is deleted", async () => {
  const session = await open(new ServerInMemory({ ...PACKAGE, "src/a.mjs": "a" }));
  session.view.openFile("src/a.mjs");
  session.move("src", "lib");
  expect(session.view.open).toEqual({ paths: ["index.mjs", "lib/a.mjs"], active: "lib/a.mjs" });
  session.remove("lib");
  expect(session.view.open).toEqual({ paths: ["index.mjs"], active: "index.mjs" });
});
