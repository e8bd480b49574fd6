export type { Database, DatabaseResult, DatabaseRow } from "./database.ts";
export { type DatabaseFile, openDatabase } from "./open-database.ts";
