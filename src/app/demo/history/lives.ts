import { type Chance, chanceFrom } from "#app/demo/chance.ts";

/** What is sold, by the codes of the demo's catalog. */
export type Sale = {
  plan: { plan: string; quantity: string };
  addons: { addon: string; quantity: string }[];
};

/** Something that is done to a subscription, so many days ago. */
export type Deed = { daysAgo: number } & (
  | { kind: "change"; sale: Sale; when: "now" | "term_end" }
  | { kind: "cancel"; at_term_end: boolean; reason: string }
  | { kind: "pause"; until: number }
  | { kind: "reactivate" }
  | { kind: "credit" }
);

/** The life of one subscription in days before today. Its reference is how a later start knows it. */
export type Life = {
  reference: string;
  /** Whose it is: a customer that the CRM brought, or one who pays in euros; counted from 0. */
  buyer: { kind: "linked" | "euro"; at: number };
  begins: number;
  sale: Sale;
  coupon?: string;
  trial_days?: number;
  billing_cycles?: number;
  auto_collect?: boolean;
  /** Days from an invoice to its payment. */
  paysAfter: number;
  /** Invoices of the last so many days are not paid. */
  owes?: number;
  deeds: Deed[];
};

const sold = (plan: string, quantity = 1, ...addons: Sale["addons"]): Sale => ({
  plan: { plan, quantity: String(quantity) },
  addons,
});
const basic = sold("fleet-basic-monthly");
const yearly = sold("fleet-basic-yearly");
const team = (vehicles: number, ...addons: Sale["addons"]) => sold("fleet-team-monthly", vehicles, ...addons);
const vault = (seats: number, ...addons: Sale["addons"]) => sold("vault-monthly", seats, ...addons);
const messages = (quantity: number) => ({ addon: "text-messages", quantity: String(quantity) });
const storage = (quantity: number) => ({ addon: "storage", quantity: String(quantity) });

type Told = Omit<Life, "reference" | "buyer" | "deeds" | "paysAfter"> & {
  euro?: number;
  paysAfter?: number;
  deeds?: Deed[];
};

/** Each kind of life that a report can tell of, at least once. */
const told: readonly Told[] = [
  // Grows over two years, with every change there is.
  {
    begins: 715,
    sale: basic,
    deeds: [
      { kind: "change", daysAgo: 560, sale: team(12), when: "now" },
      { kind: "change", daysAgo: 330, sale: team(30, messages(1500)), when: "now" },
      { kind: "change", daysAgo: 75, sale: team(55, messages(1500)), when: "term_end" },
    ],
  },
  // Shrinks: what is given back becomes a credit note.
  {
    begins: 640,
    sale: vault(40, storage(300)),
    deeds: [
      { kind: "change", daysAgo: 300, sale: vault(22, storage(100)), when: "now" },
      { kind: "change", daysAgo: 52, sale: vault(15), when: "now" },
    ],
  },
  { begins: 690, sale: yearly, coupon: "PARTNER" },
  { begins: 610, sale: team(18), coupon: "FLEET15" },
  { begins: 455, sale: vault(9), coupon: "WELCOME20" },
  // Sleeps over the summer and comes back.
  { begins: 520, sale: team(14), deeds: [{ kind: "pause", daysAgo: 210, until: 118 }] },
  { begins: 260, sale: basic, deeds: [{ kind: "pause", daysAgo: 24, until: -20 }] },
  // Leaves and comes back after some months.
  {
    begins: 580,
    sale: vault(12),
    deeds: [
      { kind: "cancel", daysAgo: 350, at_term_end: true, reason: "Trying another product" },
      { kind: "reactivate", daysAgo: 190 },
    ],
  },
  // Cannot be collected by itself: paid late, given up, and at it right now.
  { begins: 386, sale: yearly, auto_collect: true, paysAfter: 4 },
  { begins: 131, sale: vault(7), auto_collect: true, paysAfter: 3, owes: 45 },
  { begins: 8, sale: team(6), auto_collect: true, paysAfter: 3, owes: 30, trial_days: 0 },
  { begins: 47, sale: basic, auto_collect: true },
  // Owe for a while already.
  { begins: 430, sale: team(11), owes: 125 },
  { begins: 340, sale: vault(16), owes: 66, paysAfter: 25 },
  { begins: 220, sale: basic, owes: 40 },
  { begins: 95, sale: yearly, owes: 100, trial_days: 0 },
  // In euros.
  {
    begins: 660,
    euro: 0,
    sale: team(24),
    deeds: [{ kind: "change", daysAgo: 180, sale: team(38), when: "now" }],
  },
  { begins: 390, euro: 1, sale: vault(20, storage(250)), coupon: "PARTNER" },
  { begins: 150, euro: 2, sale: yearly },
  // Ends as agreed, after six terms; and some that are just trying.
  { begins: 265, sale: vault(6), billing_cycles: 6 },
  { begins: 6, sale: basic },
  { begins: 11, sale: team(9) },
  { begins: 245, sale: vault(5), deeds: [{ kind: "credit", daysAgo: 160 }] },
  {
    begins: 400,
    sale: team(8),
    deeds: [{ kind: "cancel", daysAgo: 9, at_term_end: true, reason: "Fleet was sold" }],
  },
];

/** How many more there are like anybody's. */
const others = 8;

/** The lives of the demo's subscriptions, the same at every start. */
export function demoLives(): Life[] {
  const chance = chanceFrom(20_240_611);
  const lives = [...told, ...Array.from({ length: others }, (_, at) => anybody(chance, at))];
  let linked = 0;
  return lives.map(({ euro, paysAfter = chance.between(2, 14), deeds = [], ...life }, at) => ({
    ...life,
    paysAfter,
    deeds,
    reference: `Order ${String(2001 + at)}`,
    buyer: euro === undefined ? { kind: "linked", at: linked++ } : { kind: "euro", at: euro },
  }));
}

function anybody(chance: Chance, at: number): Told {
  const begins = chance.between(40, 700) - at;
  const sale = chance.pick([
    basic,
    team(chance.between(3, 26)),
    team(chance.between(5, 15), messages(600)),
    vault(chance.between(3, 18)),
    yearly,
  ]);
  // Two in five have left again, after some months.
  const stays = chance.happens(0.6) || begins < 150;
  if (stays) return { begins, sale };
  const daysAgo = chance.between(20, begins - 90);
  const reason = chance.pick([
    "Too expensive",
    "Closed the business",
    "Missing a feature",
    "Bought by another company",
  ]);
  return { begins, sale, deeds: [{ kind: "cancel", daysAgo, at_term_end: true, reason }] };
}
