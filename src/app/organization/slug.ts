/** A name for addresses: letters and digits of the name, and the end of the id, which makes it unique. */
export function slugOf(name: string, id: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${words === "" ? "organization" : words}-${id.slice(-8)}`;
}
