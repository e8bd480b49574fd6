/** A policy variable as a policy writes it: a dollar sign and the name in braces. */
export function variable(name: string): string {
  return `$\{${name}}`;
}
