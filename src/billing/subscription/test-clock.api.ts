import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { idParam } from "#billing/id-param.ts";

const tag = "Test clocks";

const Clock = z.object({ today: z.string().nullable() });
const CustomerRef = z.object({ customer: idParam("cus") });

export const getTestClock = endpoint({
  method: "GET",
  path: "/customers/{customer}/test-clock",
  summary: "The day of a customer's own clock; null where it lives with everybody",
  tag,
  access: "read",
  params: CustomerRef,
  reply: Clock,
  refuses: ["customer.not_found"],
});

export const setTestClock = endpoint({
  method: "PUT",
  path: "/customers/{customer}/test-clock",
  summary: "Give a customer a clock of its own",
  tag,
  access: "write",
  params: CustomerRef,
  body: z.strictObject({ today: dayInput }),
  reply: Clock,
  refuses: ["customer.not_found", "test_clock.has_subscriptions"],
});

export const advanceTestClock = endpoint({
  method: "POST",
  path: "/customers/{customer}/test-clock/actions/advance",
  summary: "Move a customer's own clock: all that is due until then happens, in order, once",
  tag,
  access: "write",
  costly: true,
  params: CustomerRef,
  body: z.strictObject({ until: dayInput }),
  reply: Clock.extend({
    /** Those that could not be billed; they stay as they were, the log says why, and the next move tries them again. */
    unbilled: z.array(z.object({ id: z.string(), number: z.string() })),
  }),
  refuses: [
    "customer.not_found",
    "test_clock.not_found",
    "test_clock.backwards",
    "test_clock.real_money",
    "subscription.too_many_invoices",
    "exchange_rate.missing",
  ],
});

export const endTestClock = endpoint({
  method: "DELETE",
  path: "/customers/{customer}/test-clock",
  summary: "Take a customer's own clock away: it lives with everybody from then on",
  tag,
  access: "write",
  params: CustomerRef,
  reply: Clock,
  refuses: ["customer.not_found", "test_clock.not_found", "test_clock.ahead"],
});
