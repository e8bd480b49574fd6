import { ResourceConflict, type Role, RoleNotFound, type Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { Prisma, type Role as RoleRow } from "../generated/client.ts";
import type { RoleRepository } from "../store.ts";

export class PrismaRoleRepository implements RoleRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async create(scope: Scope, role: Role): Promise<Role> {
    try {
      return roleOf(await this.#database.role.create({ data: roleRow(scope, role) }));
    } catch (error) {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")) throw error;
      throw new ResourceConflict(`Role with name ${role.roleName} already exists.`);
    }
  }

  async get({ accountId }: Scope, roleName: string): Promise<Role | null> {
    const row = await this.#database.role.findUnique({ where: { accountId_roleName: { accountId, roleName } } });
    return row === null ? null : roleOf(row);
  }

  async require(scope: Scope, roleName: string): Promise<Role> {
    const role = await this.get(scope, roleName);
    if (role === null) throw new RoleNotFound(roleName);
    return role;
  }

  async delete({ accountId }: Scope, roleName: string): Promise<boolean> {
    const { count } = await this.#database.role.deleteMany({ where: { accountId, roleName } });
    return count > 0;
  }
}

export function roleRow({ accountId }: Scope, role: Role): RoleRow {
  return {
    accountId,
    roleName: role.roleName,
    arn: role.arn,
    managed: role.managed,
    policyJson: JSON.stringify(role.policy),
    trustPolicyJson: JSON.stringify(role.trustPolicy),
  };
}

function roleOf(row: RoleRow): Role {
  return {
    roleName: row.roleName,
    arn: row.arn,
    managed: row.managed,
    policy: JSON.parse(row.policyJson),
    trustPolicy: JSON.parse(row.trustPolicyJson),
  };
}
