/** An exact fraction in lowest terms, `den` above 0. Make one with `ratio` or `ratioOf`. */
export type Ratio = { readonly num: bigint; readonly den: bigint };

const decimalForm = /^(-?)(\d+)(?:\.(\d+))?$/;

/** `num / den` in lowest terms. */
export function ratio(num: bigint, den = 1n): Ratio {
  if (den === 0n) throw new Error(`${num} / 0 is no ratio`);
  const sign = den < 0n ? -1n : 1n;
  const divisor = greatestDivisor(num < 0n ? -num : num, sign * den);
  return { num: (sign * num) / divisor, den: (sign * den) / divisor };
}

/** Whether a text is a decimal number as `ratioOf` reads it: `19.99`, `-0.5`, `007`; not `.5`, `1e3`, `+1`. */
export function isDecimal(text: string): boolean {
  return decimalForm.test(text);
}

/** The exact value of a decimal text. Throws on other text: validate it first. */
export function ratioOf(text: string): Ratio {
  const [, sign = "", whole = "", part = ""] = decimalForm.exec(text) ?? [];
  if (whole === "") throw new Error(`not a decimal number: ${text}`);
  return ratio(BigInt(`${sign}${whole}${part}`), 10n ** BigInt(part.length));
}

/** A decimal text without zeros that say nothing: `007.50` is `7.5`, `3.000` is `3`. */
export function plainDecimal(text: string): string {
  const plain = text.replace(/^(-?)0+(?=\d)/, "$1");
  return plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain;
}

export function plus(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den + b.num * a.den, a.den * b.den);
}

export function minus(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den - b.num * a.den, a.den * b.den);
}

export function times(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.num, a.den * b.den);
}

/** `a / b`. Throws where `b` is 0. */
export function over(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den, a.den * b.num);
}

/** Below 0 where `a` is less than `b`, above 0 where it is more. */
export function compare(a: Ratio, b: Ratio): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** The greatest whole number that is not above it: -1 for -0.5. */
export function floor({ num, den }: Ratio): bigint {
  const quotient = num / den;
  return num % den < 0n ? quotient - 1n : quotient;
}

/** The nearest whole number, halves away from zero: 2.5 is 3 and -2.5 is -3. */
export function roundHalfUp({ num, den }: Ratio): bigint {
  const size = num < 0n ? -num : num;
  const rounded = (2n * size + den) / (2n * den);
  return num < 0n ? -rounded : rounded;
}

/** The nearest whole number, halves to the even one: 2.5 is 2 and 3.5 is 4. */
export function roundHalfEven(value: Ratio): bigint {
  const rounded = roundHalfUp(value);
  // In lowest terms only a half has the denominator 2.
  if (value.den !== 2n || rounded % 2n === 0n) return rounded;
  return value.num < 0n ? rounded + 1n : rounded - 1n;
}

/** As decimal text with exactly so many places, halves away from zero: 1/3 with 9 places is `0.333333333`. */
export function decimalOf(value: Ratio, places: number): string {
  const scaled = roundHalfUp(times(value, ratio(10n ** BigInt(places))));
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const part = places === 0 ? "" : `.${digits.slice(-places)}`;
  return `${scaled < 0n ? "-" : ""}${whole}${part}`;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [one, other] = [a, b];
  while (other !== 0n) [one, other] = [other, one % other];
  return one;
}
