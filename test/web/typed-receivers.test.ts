import { describe, expect, test } from "vitest";
import { typedProblems } from "#web/billing/email/receivers.ts";

const good = { to: "a@b.example", cc: "", subject: "Hello", text: "Hello" };
const none = "such as name@example.com";

describe("F96 given the receivers of an e-mail as they are typed", () => {
  test.each([
    ["an address", {}, []],
    ["several, with anything between them", { to: "a@b.example; c@d.example\ne@f.example,g@h.example" }, []],
    [
      "words, and no subject",
      { to: "not an address", subject: "" },
      [`To: “not”, “an”, “address” are no e-mail addresses, ${none}`, "Enter a subject"],
    ],
    [
      "one of four that is none",
      { to: "a@b.example, c@d.example, e@f, g@h.example" },
      [`To: “e@f” is no e-mail address, ${none}`],
    ],
    ["one that is none in the copy", { cc: "nobody" }, [`Copy to: “nobody” is no e-mail address, ${none}`]],
    ["nothing", { to: " " }, ["Enter at least one e-mail address"]],
  ])(
    "when there is %s, then each field is told of once, and which address it is",
    (_what, typed, expected) => {
      expect(typedProblems({ ...good, ...typed }).map(({ problem }) => problem)).toEqual(expected);
    },
  );
});
