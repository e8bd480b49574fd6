/** The account and Region that every resource belongs to. */
export interface Scope {
  /** Twelve digits. */
  accountId: string;
  region: string;
}

export const DEFAULT_SCOPE: Scope = { accountId: "000000000000", region: "us-east-1" };
