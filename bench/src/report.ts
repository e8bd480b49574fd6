import type { Comparison } from "./measurement.ts";
import { median, quantile } from "./statistics.ts";

export interface ReportRow extends Comparison {
  median: number;
  p95: number;
  referenceMedian: number;
  /** Measured by reference. */
  ratio: number;
  /** Absent without a budget. */
  withinBudget?: boolean;
}

export function reportRow(comparison: Comparison): ReportRow {
  const { samples, referenceSamples, budget, unit } = comparison;
  const row = {
    ...comparison,
    median: median(samples),
    // The slow end: for a rate that is the low one.
    p95: unit === "requests/s" ? quantile(samples, 0.05) : quantile(samples, 0.95),
    referenceMedian: median(referenceSamples),
    ratio: median(samples) / median(referenceSamples),
  };
  if (!budget) return row;
  const value = row[budget.of];
  return { ...row, withinBudget: unit === "requests/s" ? value >= budget.limit : value <= budget.limit };
}

const HEADINGS = ["what", "median", "p95", "reference", "median", "ratio", "budget", ""];

/** A Markdown table, aligned so that it reads well on a terminal too. */
export function reportTable(rows: readonly ReportRow[]): string {
  const cells = rows.map((row) => [
    row.name,
    amount(row.median, row.unit),
    amount(row.p95, row.unit),
    row.referenceName,
    amount(row.referenceMedian, row.unit),
    row.ratio.toFixed(2),
    budgetText(row),
    row.withinBudget === undefined ? "" : row.withinBudget ? "ok" : "OVER",
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((line) => line[column]!.length)),
  );
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, column) => text.padEnd(widths[column]!)).join(" | ")} |`;
  return [line(HEADINGS), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

function amount(value: number, unit: Comparison["unit"]): string {
  if (unit === "requests/s") return `${Math.round(value)}/s`;
  return `${value >= 100 ? Math.round(value) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${unit}`;
}

function budgetText({ budget, unit }: Comparison): string {
  if (!budget) return "";
  const sign = unit === "requests/s" ? "≥" : "≤";
  return budget.of === "ratio" ? `${sign} ${budget.limit} ×` : `${budget.of} ${sign} ${budget.limit} ${unit}`;
}
