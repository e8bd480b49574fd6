// The tower of docs/architecture.md: imports go down, never sideways on a floor, and through a room's index.ts alone.
const fixture = /forbidden-imports/.test(process.cwd());
const at = (path) => `^${path}`;

module.exports = {
  forbidden: [
    {
      name: "model-imports-nothing-of-ours",
      severity: "error",
      comment: "The vocabulary is pure and runs in browsers: no room, no Node API, no library but zod.",
      from: { path: at("packages/model/src"), pathNot: "\\.test\\.ts$" },
      // aws-lambda is a package of types alone: it holds the sample events to their published shapes.
      to: { pathNot: [at("packages/model/src"), "node_modules/.*zod", "(^|/)aws-lambda"] },
    },
    {
      name: "sqlite-knows-nothing-of-ours",
      severity: "error",
      comment: "A file in a thread: what is in it is the business of who opens it.",
      from: { path: at("packages/sqlite/src") },
      to: { path: ["^packages/(?!sqlite/)", "^apps/"] },
    },
    {
      name: "files-are-opened-by-who-keeps",
      severity: "error",
      comment: "store and telemetry keep things in files; all others ask them.",
      from: { path: "^(apps|packages)/", pathNot: "^packages/(store|telemetry|sqlite)/src" },
      to: { path: "^packages/sqlite/" },
    },
    {
      name: "floor-one-imports-floor-zero-alone",
      severity: "error",
      comment:
        "store, runner, telemetry and access stand side by side; what two of them share belongs onto floor zero (model, sqlite), what joins them into lambda.",
      from: { path: "^packages/(store|runner|telemetry|access)/src" },
      to: { path: ["^packages/(?!(model|sqlite)/)", "^apps/"], pathNot: ["^packages/$1/"] },
    },
    {
      name: "service-knows-no-edge",
      severity: "error",
      comment: "Use cases know no HTTP, no React and no Prisma: edges call them, ports are handed in.",
      from: { path: "^packages/(lambda|iam)/src" },
      to: { path: ["^apps/", "^packages/aws-api/", "node_modules/.*(fastify|@trpc|react|@prisma|@libsql)/"] },
    },
    {
      name: "edges-call-use-cases",
      severity: "error",
      comment:
        "AWS's protocols turn requests into use cases. What a row needs of store or runner, a use case gives; the server puts both together.",
      from: { path: "^packages/aws-api/src" },
      to: {
        path: [
          "^packages/(?!(aws-api|lambda|iam|access|telemetry|model)/)",
          "^apps/",
          "node_modules/.*(fastify|@trpc|react|@prisma|@libsql)/",
        ],
      },
    },
    {
      name: "floor-two-stands-side-by-side",
      severity: "error",
      comment: "lambda and iam don't know each other: what both need is judged in access and kept in store.",
      from: { path: "^packages/(lambda|iam)/src" },
      to: { path: "^packages/(lambda|iam|aws-api|triggers)/", pathNot: "^packages/$1/" },
    },
    {
      name: "iam-runs-nothing",
      severity: "error",
      comment: "Roles and policies are kept (store) and judged (access); nothing of theirs is run or logged.",
      from: { path: at("packages/iam/src") },
      to: { path: "^packages/(runner|telemetry)/" },
    },
    {
      name: "oracle-stays-in-tests",
      severity: "error",
      comment: "@cloud-copilot's libraries are AGPL: tests may ask them, nothing that is shipped may (docs/adr/0016).",
      from: { path: "^(packages|apps)/", pathNot: "\\.test\\.ts$" },
      to: { path: "@cloud-copilot/" },
    },
    {
      name: "console-sees-model-and-router-type",
      severity: "error",
      comment:
        "The browser talks to the server over tRPC; it may share words (model) and the router's type, nothing that runs on a server.",
      from: { path: at("apps/console/src") },
      to: {
        path: ["^packages/(?!model/)", "^apps/server/"],
        pathNot: ["^apps/server/src/trpc/app-router\\.ts$"],
      },
    },
    {
      name: "users-stand-outside",
      severity: "error",
      comment:
        "Browser journeys and real clients meet the built server as its users do: over HTTP. Words (model) may be shared.",
      from: { path: at("e2e/") },
      to: { path: ["^packages/(?!model/)", "^apps/"] },
    },
    {
      name: "rooms-are-entered-by-the-front-door",
      severity: "error",
      comment: "Import a package by its name: only its index.ts is public.",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: { path: "^packages/([^/]+)/src/(?!index\\.ts$)", pathNot: "^$1/$2/" },
    },
    {
      name: "no-circles",
      severity: "error",
      comment: "Data flows one way. A circle means that one of the files is two.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "imports-resolve",
      severity: "error",
      comment: "An import that can't be resolved escapes every other rule.",
      from: {},
      to: { couldNotResolve: true, pathNot: ["\\?(raw|url|worker)$", "\\.css$", "^aws-lambda$"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: {
      path: fixture ? "node_modules" : ["(^|/)dist/", "/generated/", "scripts/fixtures", "vite\\.config\\.ts$"],
    },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
