import { describe, expect, test } from "vitest";
import { emailKinds } from "#billing/email/email-kind.ts";
import {
  asksFor,
  placeholdersOf,
  unknownPlaceholders,
  type Wording,
  wordings,
} from "#billing/email/template.ts";
import { templatesIn } from "#billing/email/templates.ts";
import { wordsIn } from "#billing/language/language.ts";
import { languageCodes } from "#billing/language/language-code.ts";

type Texts = { [name: string]: string | Texts };

/** Every text of a dictionary, by where it stands. */
function textsOf(texts: Texts, above = ""): [string, string][] {
  return Object.entries(texts).flatMap(([name, text]): [string, string][] =>
    typeof text === "string" ? [[`${above}${name}`, text]] : textsOf(text, `${above}${name}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).toSorted();

describe.each(languageCodes)("F74 given the words of %s", (code) => {
  test("then none is empty, and each holds the placeholders of the English one", () => {
    const english = new Map(textsOf(wordsIn.en));
    for (const [at, text] of textsOf(wordsIn[code])) {
      expect(text.trim(), at).toBe(text);
      expect(text, at).not.toBe("");
      expect([at, placeholders(text)]).toEqual([at, placeholders(english.get(at) ?? "")]);
    }
  });

  test.each([
    ...emailKinds.map((kind) => ({ words: kind, kind })),
    ...(Object.keys(wordings) as Wording[]).map((words) => ({ words, kind: wordings[words].of })),
  ])("then the e-mail $words says all that the English one says, and nothing unknown", ({ words, kind }) => {
    const { subject, body } = templatesIn[code][words];
    expect(unknownPlaceholders(`${subject} ${body}`, kind)).toEqual([]);
    const { subject: englishSubject, body: englishBody } = templatesIn.en[words];
    for (const name of placeholdersOf[kind]) {
      expect([name, asksFor(body, name)]).toEqual([name, asksFor(englishBody, name)]);
      expect([name, asksFor(subject, name)]).toEqual([name, asksFor(englishSubject, name)]);
    }
  });
});
