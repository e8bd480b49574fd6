export * from "./architecture.ts";
export * from "./function-configuration.ts";
export * from "./function-state.ts";
export * from "./invocation-record.ts";
export * from "./log-event.ts";
export * from "./outcome.ts";
export * from "./runtime.ts";
export * from "./scope.ts";
