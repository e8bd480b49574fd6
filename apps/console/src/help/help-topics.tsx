import { lazy } from "react";

/**
 * Every topic of the help panel. To add one: a component in `help/<topic>.tsx` that returns a HelpPanel, and a line here.
 * They are loaded when they are first opened.
 */
export const HELP_TOPICS = {
  lambent: lazy(async () => ({ default: (await import("./lambent.tsx")).LambentHelp })),
  system: lazy(async () => ({ default: (await import("./system.tsx")).SystemHelp })),
  functions: lazy(async () => ({ default: (await import("./functions.tsx")).FunctionsHelp })),
  "create-function": lazy(async () => ({ default: (await import("./create-function.tsx")).CreateFunctionHelp })),
  "function-name": lazy(async () => ({ default: (await import("./create-function.tsx")).FunctionNameHelp })),
  runtime: lazy(async () => ({ default: (await import("./create-function.tsx")).RuntimeHelp })),
  architecture: lazy(async () => ({ default: (await import("./create-function.tsx")).ArchitectureHelp })),
  permissions: lazy(async () => ({ default: (await import("./permissions.tsx")).PermissionsHelp })),
  "basic-settings": lazy(async () => ({ default: (await import("./settings.tsx")).BasicSettingsHelp })),
  "environment-variables": lazy(async () => ({ default: (await import("./settings.tsx")).EnvironmentVariablesHelp })),
  concurrency: lazy(async () => ({ default: (await import("./settings.tsx")).ConcurrencyHelp })),
  network: lazy(async () => ({ default: (await import("./settings.tsx")).NetworkHelp })),
  "runtime-settings": lazy(async () => ({ default: (await import("./settings.tsx")).RuntimeSettingsHelp })),
  "function-overview": lazy(async () => ({ default: (await import("./function-page.tsx")).FunctionOverviewHelp })),
  "code-source": lazy(async () => ({ default: (await import("./function-page.tsx")).CodeSourceHelp })),
  "test-event": lazy(async () => ({ default: (await import("./function-page.tsx")).TestEventHelp })),
  monitor: lazy(async () => ({ default: (await import("./function-page.tsx")).MonitorHelp })),
  tags: lazy(async () => ({ default: (await import("./tags.tsx")).TagsHelp })),
};

export type HelpId = keyof typeof HELP_TOPICS;
