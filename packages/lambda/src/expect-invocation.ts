import type { Ports } from "./ports.ts";

/**
 * Who has just made or changed a function tries it next: its definition is read and a sandbox of its kind boots meanwhile.
 * Nothing waits for it, and nothing fails with it.
 */
export function expectInvocation(
  { definitions, runner }: Pick<Ports, "definitions" | "runner">,
  functionName: string,
): void {
  const expectIt = async () => runner.expect((await definitions.get(functionName)).environment);
  expectIt().catch(() => undefined);
}
