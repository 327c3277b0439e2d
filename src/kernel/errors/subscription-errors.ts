import type { ErrorRows } from "./error-rows.ts";

/** Refusals of subscriptions. */
export const subscriptionErrors = {
  "subscription.not_found": [
    404,
    "There is no such subscription",
    "Look it up by its number or its customer.",
  ],
  "subscription.not_in_this_status": [
    409,
    "A subscription in this status cannot do that",
    "Look at its status: the details name those in which it can.",
  ],
  "subscription.no_price": [
    422,
    "This has no price in the customer's currency",
    "Add a price in that currency to the plan or addon, or choose another one.",
  ],
  "subscription.quantity_beyond_brackets": [
    422,
    "No bracket of the price knows this quantity",
    "Choose a smaller quantity, or leave the last bracket of the price open.",
  ],
  "subscription.not_offered": [
    409,
    "This is not offered any more",
    "Mark the plan or addon as active, or choose another one.",
  ],
  "subscription.addon_not_for_plan": [
    422,
    "This addon is not for the plan",
    "Choose an addon that is for all plans or names this one.",
  ],
  "subscription.reference_taken": [
    409,
    "Another subscription has this reference",
    "Choose another reference, or change that subscription.",
  ],
  "subscription.nothing_scheduled": [409, "No change is scheduled", "There is nothing to take back."],
  "subscription.has_coupon": [
    409,
    "A coupon is applied already",
    "Remove it first; it then takes nothing off the next invoices.",
  ],
  "subscription.no_coupon": [409, "No coupon is applied", "There is nothing to remove."],
  "subscription.date_invalid": [422, "This day does not fit the subscription", "Choose a later day."],
  "subscription.unchanged": [
    422,
    "The subscription sells this already",
    "Choose another plan, another quantity, or other addons.",
  ],
  "subscription.too_many_invoices": [
    422,
    "Too many invoices would be written at once",
    "Choose a later start, or move a test clock in smaller steps; nothing was changed.",
  ],
  "subscription.billed_elsewhere": [
    409,
    "Days of this term were billed before it moved in",
    "Change it at the end of the term, or on the day after which it is billed here.",
  ],
  "test_clock.not_found": [
    404,
    "This customer lives with everybody's clock",
    "Set a test clock for it while it has no subscriptions.",
  ],
  "test_clock.backwards": [422, "Time does not go backwards", "Choose a day that is later than the clock's."],
  "test_clock.ahead": [
    409,
    "The customer's clock is ahead of the day that it is",
    "Wait until that day: what was billed for days to come would be billed again.",
  ],
  "test_clock.real_money": [
    409,
    "Moving the clock could charge real money",
    "Remove the customer's cards and accounts, or try it where the gateway is in test mode.",
  ],
  "test_clock.has_subscriptions": [
    409,
    "The customer has subscriptions that live with everybody's clock",
    "Use a customer that has none: what was billed cannot be moved in time.",
  ],
} as const satisfies ErrorRows;
