/** A number with thousands apart: 12,345. */
export function figure(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 record`, `2 records`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${figure(value)} ${value === 1 ? one : many}`;
}
