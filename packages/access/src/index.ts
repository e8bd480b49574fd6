export { authorise } from "./authorise.ts";
export { type Caller, LOCAL_ADMINISTRATOR } from "./caller.ts";
