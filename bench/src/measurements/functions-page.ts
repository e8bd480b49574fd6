import { timesOf } from "../http-call.ts";
import { startServer } from "../lambent-server.ts";
import { load } from "../load.ts";
import type { Comparison, Measurement } from "../measurement.ts";
import { withTemporaryDirectory } from "../temporary-directory.ts";

const FUNCTION_COUNT = 10_000;
const TEAMS = ["payments", "search", "media", "identity", "logistics"];

const token = (property: string, operator: string, value: string) => ({
  operation: "and",
  tokens: [{ property, operator, value }],
});

/** What a person does on the Functions page. */
const QUERIES: { name: string; input: object }[] = [
  {
    name: "first page by name",
    input: { sort: { by: "functionName", descending: false }, page: { index: 0, size: 50 } },
  },
  {
    name: "last page by name",
    input: { sort: { by: "functionName", descending: false }, page: { index: 199, size: 50 } },
  },
  { name: "newest first", input: { sort: { by: "lastModified", descending: true }, page: { index: 0, size: 50 } } },
  {
    name: "free text",
    input: {
      filter: { operation: "and", tokens: [{ operator: ":", value: "invoice" }] },
      sort: { by: "functionName", descending: false },
      page: { index: 0, size: 50 },
    },
  },
  {
    name: "by runtime",
    input: {
      filter: token("runtime", "=", "python3.12"),
      sort: { by: "functionName", descending: false },
      page: { index: 0, size: 50 },
    },
  },
  {
    name: "by tag",
    input: {
      filter: token("tag:team", "=", "media"),
      sort: { by: "description", descending: true },
      page: { index: 0, size: 50 },
    },
  },
];

/** The Functions page's queries with 10,000 functions there, one by one through the server. */
export const functionsPage: Measurement = {
  id: "functions-page",
  run: ({ runs, say }) =>
    withTemporaryDirectory(async (home) => {
      const server = await startServer(home);
      try {
        say(`creating ${FUNCTION_COUNT} functions`);
        let created = 0;
        const create = () => server.mutate("functions.create", nthFunction(created++));
        await load(create, FUNCTION_COUNT, 8);
        const { total } = await server.query<{ total: number }>("functions.list", QUERIES[0]!.input);
        if (total !== FUNCTION_COUNT) throw new Error(`The server lists ${total} functions.`);
        say("the Functions page");
        const comparisons: Comparison[] = QUERIES.map(({ name }) => ({
          name: `Functions page of ${FUNCTION_COUNT}: ${name}`,
          unit: "ms",
          samples: [],
          referenceName: "GET /healthz of the same server",
          referenceSamples: [],
          budget: { of: "p95", limit: 30 },
        }));
        for (let run = -2; run < runs; run += 1) {
          for (const [index, { input }] of QUERIES.entries()) {
            const reference = await timesOf({ url: `${server.url}/healthz` }, 1);
            const measured = await timesOf(server.queryCall("functions.list", input), 1);
            if (run < 0) continue; // warming up
            comparisons[index]!.referenceSamples.push(...reference);
            comparisons[index]!.samples.push(...measured);
          }
        }
        return comparisons;
      } finally {
        await server.stop();
      }
    }),
};

function nthFunction(index: number) {
  const team = TEAMS[index % TEAMS.length]!;
  return {
    functionName: `${team}-${["invoice", "thumbnail", "webhook", "report"][index % 4]}-${String(index).padStart(5, "0")}`,
    runtime: index % 3 === 0 ? "python3.12" : "nodejs20.x",
    architecture: "x86_64",
    description: `Number ${index} of team ${team}`,
    tags: { team, stage: index % 2 === 0 ? "test" : "live" },
  };
}
