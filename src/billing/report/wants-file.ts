/** Whether a table is asked for as a file: by `format`, or, where that is not given, by what the caller accepts. */
export function wantsFile(
  { headers }: { headers: { get(name: string): string | null } },
  format: "json" | "csv" | undefined,
): boolean {
  return format === "csv" || (format === undefined && (headers.get("accept") ?? "").startsWith("text/csv"));
}
