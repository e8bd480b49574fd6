import type { Operation } from "./operation.ts";
import type { AwsService } from "./service.ts";

/** The page of docs that says which of AWS's operations are offered; made of the rows, so it can't say anything else. */
export function coveragePage(services: readonly Pick<AwsService<never>, "name" | "operations">[]): string {
  return [
    "# AWS's operations",
    "",
    "Generated from the rows in `packages/aws-api` by `npx -y pnpm@12 aws-operations`; a test says when it is stale.",
    "An operation that isn't offered answers 501 by its name.",
    ...services.flatMap(section),
    "",
  ].join("\n");
}

function section({ name, operations }: Pick<AwsService<never>, "name" | "operations">): string[] {
  const sorted = [...operations].sort((a, b) => (a.name < b.name ? -1 : 1));
  const offered = sorted.filter(({ offer }) => offer !== undefined);
  const rest = sorted.filter(({ offer }) => offer === undefined);
  return [
    "",
    `## ${name}: ${offered.length} of ${sorted.length}`,
    "",
    "| operation | permission |",
    "| --- | --- |",
    ...offered.map(row),
    "",
    `Not offered: ${rest.map((operation) => operation.name).join(", ") || "none"}.`,
  ];
}

const row = ({ name, offer }: Operation<never>) =>
  `| ${name} | ${offer?.action ? `\`${offer.action}\`` : "none needed"} |`;
