/** A request as Stripe reads it: its form decoded to nested values. */
export type Form = { [name: string]: string | Form };

/** What Stripe answers: a status and an object, or an error. */
export type StripeAnswer = { status: number; body: Record<string, unknown> };

type Thing = Record<string, unknown> & { id: string };

/** The state of one account, and what its API answers. Test cards do what Stripe's documentation says of them. */
export type StripeAccount = {
  id: string;
  charges: () => Thing[];
  refunds: () => Thing[];
  answer(method: string, path: string, form: Form): StripeAnswer;
  /** Somebody gives a card on the page of a session; `token` is one of Stripe's test cards. */
  complete(session: string, token: string): { session: Thing; setupIntent: Thing; method: string };
  /** From now on a card behaves as this test card. */
  becomes(method: string, token: string): void;
  /** The bank that took its time answers. */
  bankAnswers(intent: string, status: "succeeded" | "requires_payment_method"): Thing;
  /** Somebody gives money back on Stripe's own pages. */
  refundElsewhere(intent: string, amount: number): Thing;
  find(id: string): Thing | undefined;
};

const declines: Record<string, [code: string, decline: string | undefined, message: string]> = {
  pm_card_chargeDeclined: ["card_declined", "generic_decline", "Your card was declined."],
  pm_card_chargeDeclinedInsufficientFunds: [
    "card_declined",
    "insufficient_funds",
    "Your card has insufficient funds.",
  ],
  pm_card_authenticationRequired: [
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
  ],
};

export function createAccount(id: string, now: () => number): StripeAccount {
  const things = new Map<string, Thing>();
  const tokens = new Map<string, string>();
  let count = 0;
  const add = (prefix: string, object: string, values: Record<string, unknown>): Thing => {
    count += 1;
    const thing = { id: `${prefix}_${id.slice(5)}${count}`, object, created: now(), ...values };
    things.set(thing.id, thing);
    return thing;
  };
  const all = (object: string) => [...things.values()].filter((one) => one["object"] === object);
  const change = (one: Thing, values: Record<string, unknown>): Thing => Object.assign(one, values);

  function charge(form: Form): StripeAnswer {
    const { amount: text, currency = "", customer, payment_method: method } = form as Record<string, string>;
    const amount = Number(text);
    const bad = refusedAmount(amount, currency);
    if (bad) return refused(bad, "amount_invalid");
    const card = things.get(method ?? "");
    if (card === undefined || card["customer"] !== customer)
      return refused(`No such PaymentMethod: '${method}'`, "resource_missing");
    const token = tokens.get(card.id) ?? "pm_card_visa";
    const intent = add("pi", "payment_intent", {
      amount,
      currency,
      customer,
      payment_method: method,
      description: form["description"],
      metadata: form["metadata"] ?? {},
      last_payment_error: null,
      status: token === "pm_usBankAccount_success" ? "processing" : "succeeded",
    });
    const decline = declines[token];
    if (!decline) return ok(intent);
    const [code, decline_code, message] = decline;
    const error = { type: "card_error", code, decline_code, message };
    change(intent, { status: "requires_payment_method", last_payment_error: error });
    return { status: 402, body: { error: { ...error, payment_intent: intent } } };
  }

  function giveBack(form: Form): StripeAnswer {
    const amount = Number(form["amount"]);
    const intent = things.get(form["payment_intent"] as string);
    if (intent?.["status"] !== "succeeded") return refused("This PaymentIntent has no successful charge.");
    const before = all("refund").filter((one) => one["payment_intent"] === intent.id);
    const sum = before.reduce((total, one) => total + Number(one["amount"]), 0);
    if (sum + amount > Number(intent["amount"]))
      return refused("Refund amount is greater than unrefunded amount on charge", "charge_already_refunded");
    const values = {
      payment_intent: intent.id,
      amount,
      status: "succeeded",
      metadata: form["metadata"] ?? {},
    };
    return ok(add("re", "refund", values));
  }

  const routes: [RegExp, (form: Form, id: string) => StripeAnswer][] = [
    [
      /^GET \/v1\/account$/,
      () => ok({ id, object: "account", business_profile: { name: "Northwind Shop" } }),
    ],
    [
      /^POST \/v1\/webhook_endpoints$/,
      ({ url }) =>
        (url as string).startsWith("https:")
          ? ok(add("we", "webhook_endpoint", { url, secret: `whsec_${id}made` }))
          : refused("Invalid URL: URL must be publicly accessible."),
    ],
    [/^DELETE \/v1\/webhook_endpoints\/(\w+)$/, (_, one) => ok({ id: one, deleted: things.delete(one) })],
    [/^POST \/v1\/customers$/, (form) => ok(add("cus", "customer", form))],
    [
      /^POST \/v1\/checkout\/sessions$/,
      (form) => {
        const metadata = (form["setup_intent_data"] as Form)["metadata"];
        const { customer } = form;
        const intent = add("seti", "setup_intent", {
          customer,
          metadata,
          status: "requires_payment_method",
          payment_method: null,
        });
        const session = add("cs", "checkout.session", { ...form, setup_intent: intent.id, status: "open" });
        return ok(change(session, { url: `https://checkout.stripe.example/c/${session.id}` }));
      },
    ],
    [/^GET \/v1\/checkout\/sessions\/(\w+)$/, (_, one) => found(one)],
    [/^GET \/v1\/setup_intents\/(\w+)$/, (_, one) => (things.has(one) ? ok(expanded(one)) : missing(one))],
    [/^GET \/v1\/payment_methods\/(\w+)$/, (_, one) => found(one)],
    [
      /^POST \/v1\/payment_methods\/(\w+)\/detach$/,
      (_, one) => {
        const method = things.get(one);
        if (!method) return missing(one);
        if (method["customer"] === null) return refused("The payment method is not attached to a customer");
        return ok(change(method, { customer: null }));
      },
    ],
    [/^POST \/v1\/payment_intents$/, charge],
    [
      /^GET \/v1\/payment_intents$/,
      ({ customer, created }) =>
        list(
          all("payment_intent").filter(
            (one) =>
              one["customer"] === customer && Number(one["created"]) >= Number((created as Form)["gte"]),
          ),
        ),
    ],
    [/^GET \/v1\/payment_intents\/(\w+)$/, (_, one) => found(one)],
    [/^POST \/v1\/refunds$/, giveBack],
    [
      /^GET \/v1\/refunds$/,
      ({ payment_intent }) => list(all("refund").filter((one) => one["payment_intent"] === payment_intent)),
    ],
  ];

  const found = (one: string): StripeAnswer => {
    const thing = things.get(one);
    return thing ? ok(thing) : missing(one);
  };
  function expanded(one: unknown): Record<string, unknown> {
    const intent = things.get(String(one));
    return { ...intent, payment_method: things.get(String(intent?.["payment_method"])) ?? null };
  }

  return {
    id,
    charges: () => all("payment_intent"),
    refunds: () => all("refund"),
    find: (one) => things.get(one),
    answer(method, path, form) {
      for (const [pattern, answer] of routes) {
        const match = pattern.exec(`${method} ${path}`);
        if (match) return answer(form, match[1] ?? "");
      }
      return {
        status: 404,
        body: { error: { type: "invalid_request_error", message: `${method} ${path}?` } },
      };
    },
    complete(sessionId, token) {
      const session = things.get(sessionId);
      const setupIntent = things.get(String(session?.["setup_intent"]));
      if (!session || !setupIntent) throw new Error(`no session ${sessionId}`);
      const card = { brand: "visa", last4: "4242", exp_month: 4, exp_year: 2030 };
      const method = add("pm", "payment_method", { type: "card", customer: session["customer"], card });
      tokens.set(method.id, token);
      change(setupIntent, { status: "succeeded", payment_method: method.id });
      change(session, { status: "complete" });
      return { session, setupIntent, method: method.id };
    },
    becomes: (method, token) => void tokens.set(method, token),
    bankAnswers(intent, status) {
      const one = things.get(intent);
      if (!one) throw new Error(`no payment intent ${intent}`);
      const error =
        status === "succeeded"
          ? null
          : { code: "payment_intent_payment_attempt_failed", message: "The bank refused." };
      return change(one, { status, last_payment_error: error });
    },
    refundElsewhere(intent, amount) {
      const { body } = giveBack({ payment_intent: intent, amount: String(amount) });
      return body as Thing;
    },
  };
}

/** What Stripe says of amounts that it cannot charge. */
function refusedAmount(amount: number, currency: string): string | undefined {
  if (!Number.isInteger(amount) || amount <= 0) return "Invalid positive integer";
  if (["kwd", "bhd", "jod", "omr", "tnd"].includes(currency) && amount % 10 !== 0)
    return "Invalid amount: the last digit has to be 0";
  if (["isk", "ugx"].includes(currency) && amount % 100 !== 0)
    return "Invalid amount: it has to be divisible by 100";
  if (currency === "usd" && amount < 50) return "Amount must be at least $0.50 usd";
  return undefined;
}

function ok(body: Record<string, unknown>): StripeAnswer {
  return { status: 200, body };
}

function refused(message: string, code?: string): StripeAnswer {
  return { status: 400, body: { error: { type: "invalid_request_error", code, message } } };
}

function missing(id: string): StripeAnswer {
  return { ...refused(`No such object: '${id}'`, "resource_missing"), status: 404 };
}

function list(data: Thing[]): StripeAnswer {
  return ok({ object: "list", data, has_more: false, url: "/v1/list" });
}
