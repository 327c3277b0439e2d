import { expect, test } from "vitest";
import { few } from "#kernel/text.ts";

test.each([
  { names: [], total: 0, said: "" },
  { names: ["INV-1"], total: 1, said: "INV-1" },
  { names: ["INV-1", "INV-2"], total: 2, said: "INV-1 and INV-2" },
  { names: ["INV-1", "INV-2", "INV-3"], total: 3, said: "INV-1, INV-2 and INV-3" },
  { names: ["INV-1", "INV-2", "INV-3", "INV-4"], total: 4, said: "INV-1, INV-2, INV-3 and 1 more" },
  { names: ["INV-1", "INV-2", "INV-3"], total: 12, said: "INV-1, INV-2, INV-3 and 9 more" },
])("given $total things, when a sentence names them, then it says '$said'", ({ names, total, said }) => {
  expect(few(names, total)).toBe(said);
});
