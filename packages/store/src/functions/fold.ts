/** How lists, filters and sorting ignore case; SQLite's own folding knows ASCII only. */
export function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
