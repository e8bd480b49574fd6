import { randomUUID } from "node:crypto";
import { InvalidParameterValue, type LayerVersionPermission, type Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { scopeOf } from "../functions/function-repository.ts";
import type { Prisma } from "../generated/client.ts";
import { pageOf } from "../page-of.ts";
import type {
  Clock,
  LayerFilter,
  LayerRepository,
  LayerVersionRecord,
  NewLayerVersion,
  Page,
  PageRequest,
} from "../store.ts";
import { layerVersionRecordOf } from "./layer-rows.ts";

export class PrismaLayerRepository implements LayerRepository {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async publish(scope: Scope, layerName: string, version: NewLayerVersion): Promise<LayerVersionRecord> {
    const columns = {
      description: version.description,
      compatibleRuntimesJson: JSON.stringify(version.compatibleRuntimes),
      compatibleArchitecturesJson: JSON.stringify(version.compatibleArchitectures),
      licenseInfo: version.licenseInfo,
      ...version.code,
      createdDate: this.#clock.now().toISOString(),
    };
    return this.#database.$transaction(async (transaction) => {
      const layer = await transaction.layer.upsert({
        where: whereLayer(scope, layerName),
        create: { ...scopeOf(scope), layerName, latestVersion: 1 },
        update: { latestVersion: { increment: 1 } },
      });
      const row = await transaction.layerVersion.create({
        data: { ...columns, layerId: layer.id, version: layer.latestVersion },
      });
      return layerVersionRecordOf(layer, row);
    });
  }

  async getVersion(scope: Scope, layerName: string, version: number): Promise<LayerVersionRecord | null> {
    return find(this.#database, scope, layerName, version);
  }

  async deleteVersion(scope: Scope, layerName: string, version: number): Promise<boolean> {
    const { count } = await this.#database.layerVersion.deleteMany({
      where: { version, layer: { ...scopeOf(scope), layerName } },
    });
    return count > 0;
  }

  async list(scope: Scope, filter: LayerFilter, { marker, maxItems }: PageRequest): Promise<Page<LayerVersionRecord>> {
    const where = matching(filter);
    const layers = await this.#database.layer.findMany({
      where: {
        ...scopeOf(scope),
        ...(marker !== undefined && { layerName: { gt: marker } }),
        versions: { some: where },
      },
      include: { versions: { where, orderBy: { version: "desc" }, take: 1 } },
      orderBy: { layerName: "asc" },
      take: maxItems + 1,
    });
    const rows = layers.flatMap((layer) => layer.versions.map((row) => ({ layer, row })));
    return pageOf(
      rows,
      maxItems,
      ({ layer, row }) => layerVersionRecordOf(layer, row),
      ({ layer }) => layer.layerName,
    );
  }

  async listVersions(
    scope: Scope,
    layerName: string,
    filter: LayerFilter,
    { marker, maxItems }: PageRequest,
  ): Promise<Page<LayerVersionRecord>> {
    if (marker !== undefined && !/^\d{1,15}$/.test(marker)) {
      throw new InvalidParameterValue("The marker doesn't belong to this list. Start again without one.");
    }
    const rows = await this.#database.layerVersion.findMany({
      where: {
        layer: { ...scopeOf(scope), layerName },
        ...(marker !== undefined && { version: { lt: Number(marker) } }),
        ...matching(filter),
      },
      include: { layer: true },
      orderBy: { version: "desc" },
      take: maxItems + 1,
    });
    return pageOf(
      rows,
      maxItems,
      (row) => layerVersionRecordOf(row.layer, row),
      ({ version }) => String(version),
    );
  }

  async changePermissions(
    scope: Scope,
    layerName: string,
    version: number,
    change: (before: LayerVersionRecord) => LayerVersionPermission[],
  ): Promise<LayerVersionRecord | null> {
    return this.#database.$transaction(async (transaction) => {
      const before = await find(transaction, scope, layerName, version);
      if (before === null) return null;
      const permissions = change(before);
      await transaction.layerVersion.updateMany({
        where: { version, layer: { ...scopeOf(scope), layerName } },
        data: {
          permissionsJson: JSON.stringify(permissions),
          policyRevisionId: permissions.length === 0 ? null : randomUUID(),
        },
      });
      return find(transaction, scope, layerName, version);
    });
  }
}

async function find(
  database: Prisma.TransactionClient,
  scope: Scope,
  layerName: string,
  version: number,
): Promise<LayerVersionRecord | null> {
  const row = await database.layerVersion.findFirst({
    where: { version, layer: { ...scopeOf(scope), layerName } },
    include: { layer: true },
  });
  return row === null ? null : layerVersionRecordOf(row.layer, row);
}

function whereLayer(scope: Scope, layerName: string) {
  return { accountId_region_layerName: { ...scopeOf(scope), layerName } };
}

/** The JSON texts of the lists are searched: what stands in quotes there is a whole member. */
function matching({ compatibleRuntime, compatibleArchitecture }: LayerFilter): Prisma.LayerVersionWhereInput {
  return {
    ...(compatibleRuntime !== undefined && { compatibleRuntimesJson: { contains: JSON.stringify(compatibleRuntime) } }),
    ...(compatibleArchitecture !== undefined && {
      compatibleArchitecturesJson: { contains: JSON.stringify(compatibleArchitecture) },
    }),
  };
}
