type Address = {
  attention?: string | null;
  street?: string | null;
  city?: string | null;
  state?: string | null;
  zip?: string | null;
  country?: string | null;
};

/** An address as on an envelope, line by line; nothing where none is known. */
export function addressLines({ attention, street, city, state, zip, country }: Address): string[] {
  const town = [[zip, city].filter(Boolean).join(" "), state].filter(Boolean).join(", ");
  return [attention, ...(street ?? "").split("\n"), town, country].filter((line) =>
    Boolean(line),
  ) as string[];
}

/** The name and address of who writes a document. */
export function organizationLines({ name, address }: { name: string; address: Address }): string[] {
  return [name, ...addressLines(address)];
}
