const UNITS = ["byte", "kB", "MB", "GB"] as const;

/** Bytes as people read them, to the power of 1,000 and with one decimal: `1 byte`, `312 bytes`, `1.2 kB`. */
export function formatByteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  if (unit === 0) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
  return `${value.toLocaleString("en-US", { maximumFractionDigits: 1 })} ${UNITS[unit]}`;
}

export function ByteSize({ bytes }: { bytes: number }) {
  return <span title={`${bytes.toLocaleString("en-US")} bytes`}>{formatByteSize(bytes)}</span>;
}
