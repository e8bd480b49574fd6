/** ISO 8601 as Lambda writes it in texts: `2025-01-31T12:34:56.789+0000`. @see spec: lambda §1.1 */
export const timestamp = (iso: string): string => iso.replace("Z", "+0000");
