import { EntityAlreadyExists, type ManagedPolicy, NoSuchEntity, type Scope } from "@lambent/model";
import type { Database } from "../database/open-database.ts";
import { Prisma } from "../generated/client.ts";
import type { ManagedPolicyRepository } from "../role-store.ts";
import { AWS_MANAGED_POLICIES } from "./aws-managed-policies.ts";
import type { Generation } from "./generation.ts";
import { newPolicyRow, policyColumns, policyOf, WITH_VERSIONS } from "./policy-rows.ts";

export class PrismaManagedPolicyRepository implements ManagedPolicyRepository {
  readonly #database: Database;
  readonly #generation: Generation;

  constructor(database: Database, generation: Generation) {
    this.#database = database;
    this.#generation = generation;
  }

  async create(scope: Scope, policy: ManagedPolicy): Promise<ManagedPolicy> {
    try {
      await this.#database.managedPolicy.create({ data: newPolicyRow(scope, policy) });
    } catch (error) {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002")) throw error;
      throw EntityAlreadyExists.policy(policy.policyName);
    }
    this.#generation.advance();
    return policy;
  }

  async get({ accountId }: Scope, arn: string): Promise<ManagedPolicy | null> {
    const ofAws = AWS_MANAGED_POLICIES.get(arn);
    if (ofAws !== undefined) return ofAws;
    const row = await this.#database.managedPolicy.findUnique({ where: { arn, accountId }, include: WITH_VERSIONS });
    return row === null ? null : policyOf(row);
  }

  async require(scope: Scope, arn: string): Promise<ManagedPolicy> {
    const policy = await this.get(scope, arn);
    if (policy === null) throw NoSuchEntity.policy(arn);
    return policy;
  }

  async change(
    { accountId }: Scope,
    arn: string,
    change: (policy: ManagedPolicy) => ManagedPolicy,
  ): Promise<ManagedPolicy> {
    const after = await this.#database.$transaction(async (transaction) => {
      const where = { arn, accountId };
      const row = await transaction.managedPolicy.findUnique({ where, include: WITH_VERSIONS });
      if (row === null) throw NoSuchEntity.policy(arn);
      const wanted = change(policyOf(row));
      await transaction.managedPolicyVersion.deleteMany({ where: { policyArn: arn } });
      await transaction.managedPolicy.update({ where, data: policyColumns(wanted) });
      return wanted;
    });
    this.#generation.advance();
    return after;
  }

  async delete(
    { accountId }: Scope,
    arn: string,
    mayGo: (policy: ManagedPolicy, attachmentCount: number) => void,
  ): Promise<void> {
    await this.#database.$transaction(async (transaction) => {
      const where = { arn, accountId };
      const row = await transaction.managedPolicy.findUnique({ where, include: WITH_VERSIONS });
      if (row === null) throw NoSuchEntity.policy(arn);
      mayGo(policyOf(row), await transaction.roleAttachedPolicy.count({ where: { accountId, policyArn: arn } }));
      await transaction.managedPolicy.delete({ where });
    });
    this.#generation.advance();
  }

  async list({ accountId }: Scope, origin: "All" | "AWS" | "Local"): Promise<ManagedPolicy[]> {
    const rows =
      origin === "AWS"
        ? []
        : await this.#database.managedPolicy.findMany({ where: { accountId }, include: WITH_VERSIONS });
    const ofAws = origin === "Local" ? [] : [...AWS_MANAGED_POLICIES.values()];
    // An account may call a policy as AWS calls one of its own; the ARN tells them apart, then.
    return [...ofAws, ...rows.map(policyOf)].sort((a, b) =>
      a.policyName === b.policyName ? (a.arn < b.arn ? -1 : 1) : a.policyName < b.policyName ? -1 : 1,
    );
  }

  async attachmentCounts({ accountId }: Scope): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database.roleAttachedPolicy.groupBy({
      by: ["policyArn"],
      where: { accountId },
      _count: true,
    });
    return new Map(rows.map(({ policyArn, _count }) => [policyArn, _count]));
  }
}
