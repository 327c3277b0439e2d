import { exponentOf } from "#kernel/money.ts";

/** How Stripe counts a currency where that is not in hundredths (docs.stripe.com/currencies). */
const counts: Record<string, { places: number; step?: bigint }> = {
  BIF: { places: 0 },
  CLP: { places: 0 },
  DJF: { places: 0 },
  GNF: { places: 0 },
  JPY: { places: 0 },
  KMF: { places: 0 },
  KRW: { places: 0 },
  MGA: { places: 0 },
  PYG: { places: 0 },
  RWF: { places: 0 },
  VND: { places: 0 },
  VUV: { places: 0 },
  XAF: { places: 0 },
  XOF: { places: 0 },
  XPF: { places: 0 },
  // They have no decimal places and are sent with two, which have to be zeros.
  ISK: { places: 2, step: 100n },
  UGX: { places: 2, step: 100n },
  // They have three places, of which the last has to be a zero.
  BHD: { places: 3, step: 10n },
  IQD: { places: 3, step: 10n },
  JOD: { places: 3, step: 10n },
  KWD: { places: 3, step: 10n },
  LYD: { places: 3, step: 10n },
  OMR: { places: 3, step: 10n },
  TND: { places: 3, step: 10n },
};

/** Of an amount in minor units, what Stripe can charge, rounded down: 3.333 KWD is 3.330. The rest stays owed. */
export function chargeable(minor: bigint, currency: string): bigint {
  const step = minorStep(currency);
  return minor - (minor % step);
}

/** An amount in minor units as Stripe is sent it. Throws on one that it cannot charge: a bug. */
export function stripeAmount(minor: bigint, currency: string): number {
  if (minor !== chargeable(minor, currency)) throw new Error(`Stripe charges no ${minor} of ${currency}`);
  const [own, theirs] = scales(currency);
  return Number((minor * theirs) / own);
}

/** An amount of Stripe in our minor units. */
export function minorOfStripe(amount: number, currency: string): bigint {
  const [own, theirs] = scales(currency);
  return (BigInt(amount) * own) / theirs;
}

/** The least that two amounts which Stripe can charge differ by, in our minor units. */
function minorStep(currency: string): bigint {
  const [own, theirs] = scales(currency);
  const step = ((counts[currency]?.step ?? 1n) * own) / theirs;
  return step > 1n ? step : 1n;
}

/** How many units one of the currency has: of ours, and of Stripe's. */
function scales(currency: string): [bigint, bigint] {
  return [10n ** BigInt(exponentOf(currency)), 10n ** BigInt(counts[currency]?.places ?? 2)];
}
