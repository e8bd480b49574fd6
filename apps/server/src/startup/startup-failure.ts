/** The server can't start, for a reason that the person who starts it can mend: a sentence and a way out. */
export class StartupFailure extends Error {
  override readonly name = "StartupFailure";
}
