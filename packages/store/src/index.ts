export { MigrationFailed } from "./database/apply-migrations.ts";
export { EncryptionKeyUnusable } from "./encryption/encryption-key.ts";
export * from "./event-queue.port.ts";
export { openStore } from "./open-store.ts";
export * from "./role-store.ts";
export { makeSecretFile, readSecretFile } from "./secret-file.ts";
export * from "./store.ts";
export * from "./version-store.ts";
