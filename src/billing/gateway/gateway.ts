import type { CustomerId, Id } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

/** The account behind a key, as far as people know it by. */
export type GatewayAccount = { account: string; name: string; isLive: boolean };

/** A card or account that a gateway keeps. */
export type KeptMethod = {
  reference: string;
  gatewayCustomer: string;
  /** What people know it by: `Visa ···· 4242`. */
  label: string;
  /** Year and month after which it is of no use; null where it does not expire. */
  expires: string | null;
};

/** What is to be charged; `id` is the key under which the same is never charged twice. `amount` is in minor units. */
export type ChargeRequest = {
  id: Id<"chg">;
  organizationId: string;
  amount: bigint;
  currency: string;
  /** What the gateway calls the customer and the card or account. */
  gatewayCustomer: string;
  method: string;
  /** What the payer reads: the invoice's number. */
  description: string;
};

/**
 * What came of asking for money.
 * - `succeeded` and `declined` are final.
 * - `unreachable`: nothing was asked, for the gateway could not be reached or took no requests.
 * - `unknown`: it was asked, and what came of it is not known yet: the answer was lost, or the bank takes its time.
 */
export type ChargeOutcome =
  | { kind: "succeeded"; payment: string }
  | { kind: "declined"; reason: string; code: string; payment: string | null }
  | { kind: "unreachable" | "unknown"; reason: string };

/** The same of money that is given back. */
export type RefundOutcome =
  | { kind: "succeeded"; refund: string }
  | { kind: "declined"; reason: string; code: string; refund: string | null }
  | { kind: "unreachable" | "unknown"; reason: string };

/** What is to be given back of a payment, under a key as well. */
export type RefundRequest = {
  id: Id<"rfd">;
  organizationId: string;
  payment: string;
  amount: bigint;
  currency: string;
};

/** What a gateway says of one of its payments: what it was for, and what came of it. */
export type GatewayPayment = { attempt: Id<"chg"> | null; outcome: ChargeOutcome };

/** Money that was given back, by us (`ours` names which refund) or in the gateway's own pages. */
export type GatewayRefund = {
  reference: string;
  ours: Id<"rfd"> | null;
  amount: bigint;
  outcome: RefundOutcome;
};

/** Where somebody gives a card or account, and which customer of ours that is for. */
export type SetupRequest = {
  organizationId: string;
  customerId: CustomerId;
  gatewayCustomer: string;
  currency: string;
  /** Where it leads when it is done, and when it is given up. */
  doneUrl: string;
  cancelUrl: string;
};

/** A method that was set up for a customer of ours; undefined where it is not finished, or gone again. */
export type SetUp = { customerId: CustomerId; method: KeptMethod } | undefined;

/** The port to a payment gateway: one account of it. What is not an outcome throws `gateway.unreachable` or `gateway.refused`. */
export type Gateway = {
  /** Whose key it is; throws `gateway.key_refused` where it is nobody's. */
  account(): Promise<GatewayAccount>;
  /** Has the gateway tell an address of events. */
  listen(url: string): Promise<{ endpoint: string; secret: string }>;
  /** Ends that; one that is gone already is no failure. */
  unlisten(endpoint: string): Promise<void>;
  charge(request: ChargeRequest): Promise<ChargeOutcome>;
  /** What came of a charge that was asked for before; undefined where the gateway has none. */
  findCharge(
    request: Pick<ChargeRequest, "id" | "gatewayCustomer">,
    since: Instant,
  ): Promise<ChargeOutcome | undefined>;
  /** What one of its payments is now; undefined where the account has none of it. */
  payment(reference: string): Promise<GatewayPayment | undefined>;
  refund(request: RefundRequest): Promise<RefundOutcome>;
  /** What came of a refund that was asked for before; undefined where the gateway has none. */
  findRefund(request: Pick<RefundRequest, "id" | "payment">): Promise<RefundOutcome | undefined>;
  refundsOf(payment: string, currency: string): Promise<GatewayRefund[]>;
  createCustomer(customer: { id: CustomerId; name: string; email: string | null }): Promise<string>;
  /** Begins a set-up; answers the address of the gateway's page. */
  setUp(request: SetupRequest): Promise<{ url: string }>;
  /** What a set-up that is told of led to. */
  setUpOf(event: { session: string } | { setupIntent: string }): Promise<SetUp>;
  /** Whether the gateway still keeps a method for somebody. */
  isKept(method: string): Promise<boolean>;
  /** Has the gateway forget a method; one that is gone already is no failure. */
  forget(method: string): Promise<void>;
};

/** Something that a gateway told, with the names of what it is about. Only its kind is believed; the rest is read anew. */
export type GatewayEvent = { id: string; type: string } & (
  | { about: "payment"; payment: string }
  | { about: "refund"; payment: string }
  | { about: "session"; session: string }
  | { about: "setup"; setupIntent: string }
  | { about: "method_gone"; method: string }
  | { about: "nothing" }
);
