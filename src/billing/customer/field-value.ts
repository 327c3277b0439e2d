import { isCurrency } from "#kernel/money.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { isVisible } from "#kernel/text.ts";
import { isDay } from "#kernel/time.ts";
import type { BillingField, FieldType } from "./customer-fields.ts";

/** A field's value in its one canonical form: decimals, dates and currencies are text; null is blank. */
export type FieldValue = string | number | boolean | null;

export type FieldRefusal = {
  code:
    | "required"
    | "too_long"
    | "bad_character"
    | "line_break"
    | "not_email"
    | "not_phone"
    | "not_url"
    | "not_number"
    | "out_of_range"
    | "not_date"
    | "not_check_box"
    | "not_an_option"
    | "not_currency"
    | "not_in_form"
    | "not_text";
  /** What is wrong and what would be right; never the value itself, which may be of any length. */
  message: string;
};

type Checked = Result<FieldValue, FieldRefusal>;

/**
 * The canonical form of a value from a form, a file or a CRM, or why it can't be one. Outer blanks go, and a text in
 * which there is nothing to see is blank; line ends become `\n`, nothing is ever cut. A canonical value is its own canonical form.
 */
export function validateValue(field: BillingField, value: unknown): Checked {
  if (value === null || value === undefined) return blank(field);
  const known = field.type === "check_box" && typeof value === "boolean" ? accept(value) : undefined;
  return known ?? validateText(field, value);
}

function validateText(field: BillingField, value: unknown): Checked {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
    return refuse({ code: "not_text", message: `${field.label} must be a single value` });
  const text = String(value).replace(/\r\n?/g, "\n").trim();
  if (text === "") return blank(field);
  const limit = field.maxLength ?? longestPlain;
  if (text.length > limit)
    return refuse({
      code: "too_long",
      message: `${field.label} has ${text.length} characters; at most ${limit} fit`,
    });
  const problem = characterProblem(field, text);
  if (problem !== undefined) return problem;
  return isVisible(text) ? readers[field.type](field, text) : blank(field, "holds no visible character");
}

function blank(field: BillingField, problem = "must not be empty"): Checked {
  return field.required ? refuse({ code: "required", message: `${field.label} ${problem}` }) : accept(null);
}

/** The longest text of a number, date, check box or option. */
const longestPlain = 255;

// Built from numbers, because a literal control character cannot be read in an editor.
const controls = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(8)}\\u000b-\\u001f\\u007f-\\u009f]`,
);

function characterProblem(field: BillingField, text: string): Checked | undefined {
  if (controls.test(text) || !text.isWellFormed())
    return refuse({
      code: "bad_character",
      message: `${field.label} holds a control character or half a character; remove it`,
    });
  if (field.type !== "text_area" && /[\n\t]/.test(text))
    return refuse({ code: "line_break", message: `${field.label} must be one line without tabs` });
  return undefined;
}

const readers: Record<FieldType, (field: BillingField, text: string) => Checked> = {
  text: ({ form, label }, text) =>
    form === undefined || form.test.test(text)
      ? accept(text)
      : refuse({ code: "not_in_form", message: `${label} must be ${form.words}` }),
  text_area: (_field, text) => accept(text),
  email: (field, text) =>
    /^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(text) && /@[^.]+(\.[^.]+)+$/.test(text)
      ? accept(text)
      : refuse({ code: "not_email", message: `${field.label} must be an address like name@example.com` }),
  phone: (field, text) =>
    /^[\p{L}\d\s()+./#*,;:-]+$/u.test(text) && /\d/.test(text)
      ? accept(text)
      : refuse({ code: "not_phone", message: `${field.label} must be a phone number like +49 30 1234567` }),
  url: (field, text) =>
    isWebAddress(text)
      ? accept(text)
      : refuse({ code: "not_url", message: `${field.label} must be a web address like https://example.com` }),
  number: readNumber,
  decimal: readDecimal,
  date: (field, text) =>
    isDay(text)
      ? accept(text)
      : refuse({ code: "not_date", message: `${field.label} must be a day like 2026-03-31` }),
  check_box: readCheckBox,
  pick_list: readOption,
  currency: (field, text) =>
    isKnownCurrency(text.toUpperCase())
      ? accept(text.toUpperCase())
      : refuse({ code: "not_currency", message: `${field.label} must be a currency code like EUR` }),
};

/** With http or https or without a scheme; any other scheme (`javascript:`) would run where it is shown as a link. */
function isWebAddress(text: string): boolean {
  const bare = text.replace(/^https?:\/\//i, "");
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(bare)) return false;
  return (
    /^[^\s/?#@"'<>\\`:]+(:\d{1,5})?([/?#][^\s"'<>\\`]*)?$/.test(bare) &&
    /^(localhost|[^/?#]*\.[^/?#.]+)/i.test(bare)
  );
}

function readNumber(field: BillingField, text: string): Checked {
  // Fifteen digits are what a double holds without loss.
  if (!/^[+-]?\d{1,15}$/.test(text))
    return refuse({
      code: "not_number",
      message: `${field.label} must be a whole number of at most 15 digits`,
    });
  const value = Number(text) + 0;
  const [least, most] = field.range ?? [-Infinity, Infinity];
  if (value < least || value > most)
    return refuse({ code: "out_of_range", message: `${field.label} must be between ${least} and ${most}` });
  return accept(value === 0 ? 0 : value);
}

/** Plain digits with at most one point: `1.50` is `1.5`, `-0` is `0`. An exponent (how JavaScript writes 1e-7) is written out. */
function readDecimal(field: BillingField, text: string): Checked {
  const match = /^([+-]?)(\d{1,20})(?:\.(\d{0,20}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (match === null)
    return refuse({ code: "not_number", message: `${field.label} must be a number like 1234.56` });
  const [, sign, whole = "", part = "", exponent = "0"] = match;
  const shifted = shift(whole, part, Number(exponent));
  const left = shifted.whole.replace(/^0+(?=\d)/, "");
  const right = shifted.part.replace(/0+$/, "");
  if (left.length > 20 || right.length > 20)
    return refuse({
      code: "not_number",
      message: `${field.label} must have at most 20 digits before and after the point`,
    });
  const plain = right === "" ? left : `${left}.${right}`;
  return accept(sign === "-" && plain !== "0" ? `-${plain}` : plain);
}

function shift(whole: string, part: string, by: number): { whole: string; part: string } {
  if (by >= 0) {
    const padded = part.padEnd(by, "0");
    return { whole: whole + padded.slice(0, by), part: padded.slice(by) };
  }
  const padded = whole.padStart(1 - by, "0");
  return { whole: padded.slice(0, by), part: padded.slice(by) + part };
}

/** An option as it is spelled, or the only one that differs in case. */
function readOption(field: BillingField, text: string): Checked {
  if (field.options.includes(text)) return accept(text);
  const alike = field.options.filter((option) => option.toLowerCase() === text.toLowerCase());
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return accept(only);
  return refuse({
    code: "not_an_option",
    message: `${field.label} must be one of: ${field.options.join(", ")}`,
  });
}

function readCheckBox(field: BillingField, text: string): Checked {
  const word = text.toLowerCase();
  if (["true", "yes", "1", "on"].includes(word)) return accept(true);
  if (["false", "no", "0", "off"].includes(word)) return accept(false);
  return refuse({ code: "not_check_box", message: `${field.label} must be true or false` });
}

/** Intl makes a new list of all currencies at each call: each code is asked for once. */
const known = new Map<string, boolean>();

function isKnownCurrency(code: string): boolean {
  const answer = known.get(code) ?? isCurrency(code);
  if (/^[A-Z]{3}$/.test(code)) known.set(code, answer);
  return answer;
}
