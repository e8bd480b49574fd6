import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PrismaAliasRepository } from "./aliases/alias-repository.ts";
import { FolderCodePackageStore } from "./code/code-package-store.ts";
import { PackageFolder } from "./code/package-folder.ts";
import { removeLeftovers, repairAfterReboot } from "./code/repair-after-reboot.ts";
import { openDatabase } from "./database/open-database.ts";
import { PrismaDraftRepository } from "./drafts/draft-repository.ts";
import { loadEncryptionKey } from "./encryption/encryption-key.ts";
import { createSealer } from "./encryption/installation-sealer.ts";
import { PrismaEventInvokeConfigRepository } from "./event-invoke-configs/event-invoke-config-repository.ts";
import { openEventDatabase } from "./events/open-event-database.ts";
import { SqliteEventQueue } from "./events/sqlite-event-queue.ts";
import { PrismaFunctionUrlRepository } from "./function-urls/function-url-repository.ts";
import { PrismaFunctionRepository } from "./functions/function-repository.ts";
import { PrismaFunctionSettingsRepository } from "./functions/function-settings-repository.ts";
import { PrismaLayerRepository } from "./layers/layer-repository.ts";
import { PrismaResourcePolicyRepository } from "./policies/resource-policy-repository.ts";
import { PrismaProvisionedConcurrencyRepository } from "./provisioned-concurrency/provisioned-concurrency-repository.ts";
import { Generation } from "./roles/generation.ts";
import { PrismaManagedPolicyRepository } from "./roles/managed-policy-repository.ts";
import { PrismaRoleRepository } from "./roles/role-repository.ts";
import type { Clock, Store, StoreOptions } from "./store.ts";
import { PrismaTestEventRepository } from "./test-events/test-event-repository.ts";
import { PrismaVersionRepository } from "./versions/version-repository.ts";

const SYSTEM_CLOCK: Clock = { now: () => new Date() };

/**
 * Opens the store of a directory: makes what is missing, applies pending migrations, repairs what a crash left.
 * @throws MigrationFailed, EncryptionKeyUnusable
 */
export async function openStore({
  directory,
  migrationsDirectory,
  clock = SYSTEM_CLOCK,
  encryptionKey,
}: StoreOptions): Promise<Store> {
  const made = await mkdir(directory, { recursive: true, mode: 0o711 });
  // Others may pass through to the unpacked code and see nothing else, whatever the umask.
  if (made !== undefined) await chmod(directory, 0o711);
  const { database, events, close } = await openDatabases(directory, migrationsDirectory);
  try {
    const key = await loadEncryptionKey(database, directory, encryptionKey);
    const folder = new PackageFolder(join(directory, "code"));
    await folder.prepare();
    await repairAfterReboot(folder);
    await removeLeftovers(folder, clock.now().getTime());
    const queuedEvents = new SqliteEventQueue(events);
    const generation = new Generation();
    return {
      functions: new PrismaFunctionRepository(database, key, clock, generation),
      codePackages: new FolderCodePackageStore(folder, database, clock),
      drafts: new PrismaDraftRepository(database, clock),
      testEvents: new PrismaTestEventRepository(database, clock),
      layers: new PrismaLayerRepository(database, clock),
      functionUrls: new PrismaFunctionUrlRepository(database, clock),
      versions: new PrismaVersionRepository(database, key),
      aliases: new PrismaAliasRepository(database),
      resourcePolicies: new PrismaResourcePolicyRepository(database),
      provisionedConcurrency: new PrismaProvisionedConcurrencyRepository(database, clock),
      functionSettings: new PrismaFunctionSettingsRepository(database),
      eventInvokeConfigs: new PrismaEventInvokeConfigRepository(database, clock),
      queuedEvents,
      async close() {
        await queuedEvents.idle();
        await close();
      },
      roles: new PrismaRoleRepository(database, generation),
      managedPolicies: new PrismaManagedPolicyRepository(database, generation),
      sealer: createSealer(key),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Side by side, as each takes a good part of the server's start. */
async function openDatabases(directory: string, migrationsDirectory: string | undefined) {
  const [opening, openingEvents] = await Promise.allSettled([
    openDatabase(directory, migrationsDirectory),
    openEventDatabase(directory),
  ]);
  const close = async () => {
    const database = opening.status === "fulfilled" ? opening.value.$disconnect() : undefined;
    const events = openingEvents.status === "fulfilled" ? openingEvents.value.close() : undefined;
    await Promise.allSettled([database, events]);
  };
  if (opening.status === "fulfilled" && openingEvents.status === "fulfilled") {
    return { database: opening.value, events: openingEvents.value, close };
  }
  await close();
  throw opening.status === "rejected" ? opening.reason : (openingEvents as PromiseRejectedResult).reason;
}
