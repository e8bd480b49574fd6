import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PROVIDER = "registry.terraform.io/hashicorp/aws";
/** Terraform's own places for providers that are at hand, and whatever software a machine's administrator has added. */
const PLUGIN_FOLDERS = [
  join(homedir(), ".terraform.d/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  ...(existsSync("/opt") ? readdirSync("/opt").map((name) => join("/opt", name)) : []),
];

export interface InstalledTerraform {
  program: string;
  /** A file system mirror that has AWS's provider. */
  plugins: string;
}

/** What is on this machine: nothing is fetched. The reason when something is missing. */
export function findTerraform(): InstalledTerraform | { missing: string } {
  const program = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "terraform"))
    .find((path) => existsSync(path));
  if (program === undefined) return { missing: "terraform is not on PATH" };
  const named = process.env.LAMBENT_TERRAFORM_PLUGINS;
  const folders = named ? [named] : PLUGIN_FOLDERS;
  const plugins = folders.find((folder) => existsSync(join(folder, PROVIDER)));
  return plugins === undefined
    ? { missing: `no ${PROVIDER} in ${folders.join(", ")}; LAMBENT_TERRAFORM_PLUGINS names another folder` }
    : { program, plugins };
}

export interface Terraform {
  init(): Promise<void>;
  apply(): Promise<void>;
  /** Whether the plan has nothing to do, and what it says. */
  planIsEmpty(): Promise<{ empty: boolean; plan: string }>;
  destroy(): Promise<void>;
  outputs<T>(): Promise<T>;
  /** Resources in the state. */
  resources(): Promise<string[]>;
}

/**
 * @param folder with the configuration; the state comes to lie there too
 * @param installed with the variables that Terraform and its provider find
 */
export function terraformIn(
  folder: string,
  { program, plugins, environment }: InstalledTerraform & { environment: Record<string, string> },
): Terraform {
  const cliConfig = join(folder, "terraform.rc");
  const env = {
    ...environment,
    PATH: process.env.PATH,
    // No settings, no credentials and no cache of whoever runs the tests.
    HOME: folder,
    TF_CLI_CONFIG_FILE: cliConfig,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    // The provider makes much garbage when it starts, at every command: a third of its time goes to collecting that.
    GOGC: "400",
  };
  const terraform = (...args: string[]) =>
    run(program, args, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 }).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      (error: { code?: unknown; stdout?: string; stderr?: string }) => {
        if (typeof error.code !== "number") throw error;
        return { code: error.code, text: `${error.stdout}\n${error.stderr}` };
      },
    );
  const must = async (...args: string[]): Promise<string> => {
    const { code, text } = await terraform(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${code}:\n${text}`);
    return text;
  };
  const QUIET = ["-input=false", "-no-color"];
  return {
    async init() {
      await writeFile(cliConfig, `provider_installation {\n  filesystem_mirror {\n    path = "${plugins}"\n  }\n}\n`);
      await must("init", ...QUIET);
    },
    async apply() {
      await must("apply", "-auto-approve", ...QUIET);
    },
    async planIsEmpty() {
      // 0: nothing to do, 2: something. https://developer.hashicorp.com/terraform/cli/commands/plan
      const { code, text } = await terraform("plan", "-detailed-exitcode", ...QUIET);
      if (code !== 0 && code !== 2) throw new Error(`terraform plan ended with ${code}:\n${text}`);
      return { empty: code === 0, plan: text };
    },
    async destroy() {
      await must("destroy", "-auto-approve", ...QUIET);
    },
    outputs: async () => {
      const outputs = JSON.parse(await must("output", "-json")) as Record<string, { value: unknown }>;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])) as never;
    },
    resources: async () => (await must("state", "list")).split("\n").filter((line) => line !== ""),
  };
}
