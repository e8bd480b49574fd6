/** A span of time: `2.65 ms`, `850 ms`, `1.2 s`, `15 min 0 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${number(milliseconds, milliseconds < 100 ? 2 : 0)} ms`;
  if (milliseconds < 60_000) return `${number(milliseconds / 1_000, 2)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function number(value: number, digits: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}
