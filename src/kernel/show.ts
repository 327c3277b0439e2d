import { plusDays } from "./calendar.ts";
import { exponentOf } from "./money.ts";
import { msOf } from "./time.ts";

/** How amounts, numbers and days are written for readers in a language. */
export type Show = {
  /** The decimal text `1234567.50` as 1,234,567.5, exact at any size. */
  decimal: (text: string) => string;
  /** The decimal text `19.99` of a currency as €19.99, with all places of it; exact at any size. */
  amount: (text: string, currency: string) => string;
  /** A unit price `0.005` of a currency as €0.005: like an amount, but with all the places that it has. */
  price: (text: string, currency: string) => string;
  /** A calendar day `2026-03-31` as 31 Mar 2026. */
  day: (day: string) => string;
  /** The days of a period as people say them, its last one included: `27 Nov – 26 Dec 2026`. `end` is the day after it. */
  period: (start: string, end: string) => string;
};

/** The forms of a language, which is a BCP 47 tag such as `en-GB`. */
export function showIn(locale: string): Show {
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return {
    // Intl reads a decimal text without rounding it to a double; TypeScript's types know only its plainest forms.
    decimal: (text) => typed(decimals.format(text as `${number}`)),
    amount: (text, currency) => money(locale, text, currency, exponentOf(currency)),
    price(text, currency) {
      const places = text.split(".")[1]?.length ?? 0;
      return money(locale, text, currency, Math.max(exponentOf(currency), places));
    },
    day: (day) => days.format(msAt(day)),
    period(start, end) {
      const last = plusDays(end, -1);
      return typed(days.formatRange(msAt(start), msAt(last < start ? start : last)));
    },
  };
}

function money(locale: string, text: string, currency: string, most: number): string {
  const style = { style: "currency", currency, minimumFractionDigits: exponentOf(currency) } as const;
  const format = new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: most });
  return typed(format.format(text as `${number}`));
}

/** Intl sets thin spaces, which not every font of a PDF has and nobody types to search; what must not break stays so. */
function typed(text: string): string {
  return text.replaceAll("\u2009", " ").replaceAll("\u202f", "\u00a0");
}

function msAt(day: string): number {
  return msOf(`${day}T00:00:00.000Z`);
}
