/** The value below which the fraction of the samples lies, by nearest rank. @throws RangeError without samples. */
export function quantile(samples: readonly number[], fraction: number): number {
  if (samples.length === 0) throw new RangeError("There are no samples.");
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)]!;
}

/** With an even number of samples the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  return (
    (quantile(samples, 0.5) +
      -quantile(
        samples.map((sample) => -sample),
        0.5,
      )) /
    2
  );
}
