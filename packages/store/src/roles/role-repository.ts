import { EntityAlreadyExists, NoSuchEntity, type Role, type Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { Prisma } from "../generated/client.ts";
import { pageOf } from "../page-of.ts";
import type { RoleListQuery, RoleRepository } from "../role-store.ts";
import type { Page } from "../store.ts";
import type { Generation } from "./generation.ts";
import { requirePolicy } from "./policy-rows.ts";
import { attachedRows, inlineRows, newRoleRow, roleColumns, roleOf, WITH_POLICIES } from "./role-rows.ts";

export class PrismaRoleRepository implements RoleRepository {
  readonly #database: Database;
  readonly #generation: Generation;

  constructor(database: Database, generation: Generation) {
    this.#database = database;
    this.#generation = generation;
  }

  async create(scope: Scope, role: Role): Promise<Role> {
    try {
      await this.#database.role.create({ data: newRoleRow(scope, role) });
    } catch (error) {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")) throw error;
      throw EntityAlreadyExists.role(role.roleName);
    }
    this.#generation.advance();
    return role;
  }

  async get({ accountId }: Scope, roleName: string): Promise<Role | null> {
    const row = await this.#database.role.findUnique({
      where: { accountId_roleName: { accountId, roleName } },
      include: WITH_POLICIES,
    });
    return row === null ? null : roleOf(row);
  }

  async require(scope: Scope, roleName: string): Promise<Role> {
    const role = await this.get(scope, roleName);
    if (role === null) throw NoSuchEntity.role(roleName);
    return role;
  }

  async change({ accountId }: Scope, roleName: string, change: (role: Role) => Role): Promise<Role> {
    const where = { accountId_roleName: { accountId, roleName } };
    const after = await this.#database.$transaction(async (transaction) => {
      const row = await transaction.role.findUnique({ where, include: WITH_POLICIES });
      if (row === null) throw NoSuchEntity.role(roleName);
      const before = roleOf(row);
      const wanted = change(before);
      for (const policyArn of wanted.attachedPolicyArns) {
        // In this very transaction: a policy that is being deleted can't be attached any more.
        if (!before.attachedPolicyArns.includes(policyArn)) await requirePolicy(transaction, accountId, policyArn);
      }
      const inRole = { accountId, roleName };
      await transaction.roleInlinePolicy.deleteMany({ where: inRole });
      await transaction.roleAttachedPolicy.deleteMany({ where: inRole });
      await transaction.role.update({
        where,
        data: {
          ...roleColumns(wanted),
          inlinePolicies: { create: inlineRows(wanted) },
          attachedPolicies: { create: attachedRows(wanted) },
        },
      });
      return wanted;
    });
    this.#generation.advance();
    return after;
  }

  async delete({ accountId }: Scope, roleName: string, mayGo: (role: Role) => void = () => {}): Promise<boolean> {
    const where = { accountId_roleName: { accountId, roleName } };
    const deleted = await this.#database.$transaction(async (transaction) => {
      const row = await transaction.role.findUnique({ where, include: WITH_POLICIES });
      if (row === null) return false;
      mayGo(roleOf(row));
      await transaction.role.delete({ where });
      return true;
    });
    this.#generation.advance();
    return deleted;
  }

  async list({ accountId }: Scope, { pathPrefix, marker, maxItems }: RoleListQuery): Promise<Page<Role>> {
    const rows = await this.#database.role.findMany({
      where: {
        accountId,
        // A range rather than LIKE, which would ignore case and read % and _ as wildcards.
        ...(pathPrefix !== undefined && { path: { gte: pathPrefix, lt: `${pathPrefix}\u{10ffff}` } }),
        ...(marker !== undefined && { roleName: { gt: marker } }),
      },
      include: WITH_POLICIES,
      orderBy: { roleName: "asc" },
      take: maxItems + 1,
    });
    return pageOf(rows, maxItems, roleOf, ({ roleName }) => roleName);
  }

  async attachedTo({ accountId }: Scope, policyArn: string): Promise<string[]> {
    const rows = await this.#database.roleAttachedPolicy.findMany({
      where: { accountId, policyArn },
      orderBy: { roleName: "asc" },
    });
    return rows.map(({ roleName }) => roleName);
  }

  get generation(): number {
    return this.#generation.value;
  }
}
