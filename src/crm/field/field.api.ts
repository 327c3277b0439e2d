/** The rules of a field's values, for pages that check what is typed before it is sent. */
export { storedValue } from "./field-value.ts";
export type { DataType, Field } from "./field.ts";
