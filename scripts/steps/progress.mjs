/** Prints a step's name while it runs and how long it took; throws what the step throws, after saying which step it was. */
export async function step(name, work) {
  const live = process.stdout.isTTY;
  const startedMs = Date.now();
  process.stdout.write(live ? `… ${name}` : `${name} …`);
  try {
    const result = await work();
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    const said = result === "fresh" ? "already done" : `${seconds} s`;
    process.stdout.write(live ? `\r✓ ${name} (${said})\n` : ` ${said}\n`);
    return result;
  } catch (error) {
    process.stdout.write(live ? `\r✗ ${name}\n` : " failed\n");
    throw error;
  }
}

/** A problem that a person can solve: printed as it is, without a stack. */
export class StopWithAdvice extends Error {}

/** Ends the process with the sentence of a {@link StopWithAdvice}, or with the whole error for a fault of ours. */
export function endWith(error) {
  process.stderr.write(`\n${error instanceof StopWithAdvice ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
}
