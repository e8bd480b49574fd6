/** Counts the changes of roles and policies, so that who keeps a copy in memory sees that it is old. */
export class Generation {
  #value = 0;

  get value(): number {
    return this.#value;
  }

  advance(): void {
    this.#value += 1;
  }
}
