/** This host can't isolate code the way a driver wants to. Says why, and what an operator can do about it. */
export class SandboxUnavailable extends Error {
  override readonly name = "SandboxUnavailable";
  /** One sentence: what was found. */
  readonly reason: string;
  /** One sentence: what to do next. */
  readonly remedy: string;
  constructor(reason: string, remedy: string) {
    super(`${reason} ${remedy}`);
    this.reason = reason;
    this.remedy = remedy;
  }
}
