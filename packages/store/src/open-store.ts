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
  const database = await openDatabase(directory, migrationsDirectory);
  try {
    const key = await loadEncryptionKey(database, directory, encryptionKey);
    const folder = new PackageFolder(join(directory, "code"));
    await folder.prepare();
    await repairAfterReboot(folder);
    await removeLeftovers(folder, clock.now().getTime());
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
      roles: new PrismaRoleRepository(database, generation),
      managedPolicies: new PrismaManagedPolicyRepository(database, generation),
      sealer: createSealer(key),
      close: () => database.$disconnect(),
    };
  } catch (error) {
    await database.$disconnect();
    throw error;
  }
}
