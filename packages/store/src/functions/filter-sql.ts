import { type FunctionFilter, type FunctionFilterToken, RUNTIME_IDS, RUNTIMES } from "@lambent/model";
import { Prisma } from "../generated/client.ts";
import { fold } from "./fold.ts";

/** A filter as a condition on the row `f` of Function; every value is a parameter. */
export function filterSql(filter: FunctionFilter | undefined): Prisma.Sql {
  if (filter === undefined || filter.tokens.length === 0) return Prisma.sql`TRUE`;
  return Prisma.join(filter.tokens.map(tokenSql), filter.operation === "or" ? " OR " : " AND ", "(", ")");
}

type Comparison = "=" | ":" | "^";

function tokenSql({ property, operator, value }: FunctionFilterToken): Prisma.Sql {
  const negated = operator.startsWith("!");
  const comparison = operator.slice(negated ? 1 : 0) as Comparison;
  const matches = matchSql(property, comparison, value);
  return negated ? Prisma.sql`NOT (${matches})` : matches;
}

function matchSql(property: FunctionFilterToken["property"], comparison: Comparison, value: string): Prisma.Sql {
  const folded = fold(value);
  switch (property) {
    case undefined: {
      const name = compare(Prisma.sql`f."functionNameFolded"`, comparison, folded);
      const description = compare(Prisma.sql`f."descriptionFolded"`, comparison, folded);
      return Prisma.sql`(${name} OR ${description})`;
    }
    case "functionName":
      return compare(Prisma.sql`f."functionNameFolded"`, comparison, folded);
    case "description":
      return compare(Prisma.sql`f."descriptionFolded"`, comparison, folded);
    case "architecture":
      return compare(Prisma.sql`lower(f."architecture")`, comparison, folded);
    case "packageType":
      return compare(Prisma.sql`lower(f."packageType")`, comparison, folded);
    case "runtime":
      return runtimeSql(comparison, folded);
    default:
      return tagSql(property.slice("tag:".length), comparison, folded);
  }
}

/** People write "Node.js 22.x" as well as "nodejs22.x": either finds the runtime. */
function runtimeSql(comparison: Comparison, folded: string): Prisma.Sql {
  const found = RUNTIME_IDS.filter((id) =>
    [id, RUNTIMES[id].label].some((name) => comparesInMemory(fold(name), comparison, folded)),
  );
  return found.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`f."runtime" IN (${Prisma.join(found)})`;
}

function tagSql(key: string, comparison: Comparison, folded: string): Prisma.Sql {
  const value =
    comparison === "=" && folded === "" ? Prisma.sql`TRUE` : compare(Prisma.sql`t."valueFolded"`, comparison, folded);
  // IN looks at the key's tags once; EXISTS would look for them function by function, three times as slow.
  return Prisma.sql`f."id" IN (SELECT t."functionId" FROM "FunctionTag" t WHERE t."key" = ${key} AND ${value})`;
}

/** instr() rather than LIKE: nothing in a value has to be escaped. */
function compare(column: Prisma.Sql, comparison: Comparison, folded: string): Prisma.Sql {
  if (comparison === "=") return Prisma.sql`${column} = ${folded}`;
  return comparison === ":" ? Prisma.sql`instr(${column}, ${folded}) > 0` : Prisma.sql`instr(${column}, ${folded}) = 1`;
}

function comparesInMemory(text: string, comparison: Comparison, folded: string): boolean {
  if (comparison === "=") return text === folded;
  return comparison === ":" ? text.includes(folded) : text.startsWith(folded);
}
