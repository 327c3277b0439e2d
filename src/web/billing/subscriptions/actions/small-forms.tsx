import { Select, Text, TextInput } from "@mantine/core";
import { isUsualDay, unusualDay } from "#billing/document/day.ts";
import * as api from "#billing/subscription/action.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { quantityProblems } from "#web/billing/subscriptions/sale/sale-values.ts";
import { useAddons } from "#web/billing/subscriptions/sale/choices.ts";
import { TaxPicker } from "#web/billing/catalog/pick/TaxPicker.tsx";
import { problemsBy } from "#web/ui/problems-by.ts";
import { showDay } from "#web/ui/show.ts";
import { ActionForm, type ActionProps } from "./ActionForm.tsx";

/** Nothing has to be filled in. */
const nothing = {};

/** Takes up again what was cancelled or has ended. */
export function ReactivateForm(props: ActionProps) {
  return (
    <ActionForm
      {...props}
      endpoint={api.reactivateSubscription}
      initial={nothing}
      submit="Reactivate"
      done="is taken up again"
    >
      {() => (
        <Text>Where its term or trial still goes on, it goes on with that; else a new term begins.</Text>
      )}
    </ActionForm>
  );
}

/** Resumes what is paused. */
export function ResumeForm(props: ActionProps) {
  return (
    <ActionForm
      {...props}
      endpoint={api.resumeSubscription}
      initial={nothing}
      submit="Resume"
      done="is resumed"
    >
      {() => <Text>It is billed again from now on.</Text>}
    </ActionForm>
  );
}

/** Pauses, until a day or until it is resumed. */
export function PauseForm(props: ActionProps) {
  return (
    <ActionForm
      {...props}
      endpoint={api.pauseSubscription}
      initial={{ resumes_on: "" }}
      check={({ resumes_on: day }) => (day === "" ? [] : dayProblems("resumes_on", day))}
      body={({ resumes_on: day }) => ({ resumes_on: day === "" ? null : day })}
      submit="Pause"
      done="is paused"
    >
      {(form) => (
        <>
          <Text>
            Nothing is billed meanwhile, and nothing of the present term is given back. Resumed before its
            end, it goes on with it; later, a new term begins.
          </Text>
          <TextInput
            {...form.field("resumes_on")}
            type="date"
            label="Resumes on"
            description="Left empty, it is paused until somebody resumes it."
          />
        </>
      )}
    </ActionForm>
  );
}

/** Lets the present term last longer. */
export function PostponeForm(props: ActionProps) {
  const { term_end: end } = props.subscription;
  return (
    <ActionForm
      {...props}
      endpoint={api.postponeRenewal}
      initial={{ renewal: "" }}
      check={({ renewal: day }) => {
        if (day === "") return [{ path: "renewal", problem: "Choose the day" }];
        if (end === null || day > end) return dayProblems("renewal", day);
        return [
          { path: "renewal", problem: `Choose a day after ${showDay(end)}, when the present term ends` },
        ];
      }}
      body={(values) => values}
      submit="Postpone"
      done="renews later"
    >
      {(form) => (
        <TextInput
          {...form.field("renewal")}
          type="date"
          label="Renews on"
          description="The present term lasts until then, and the next ones are counted from there."
          withAsterisk
        />
      )}
    </ActionForm>
  );
}

/** Nothing is asked of the server for a day that is not typed whole. */
function dayProblems(path: string, day: string): FieldProblem[] {
  return isUsualDay(day) ? [] : [{ path, problem: unusualDay }];
}

/** Sells an addon once. */
export function BuyAddonForm(props: ActionProps) {
  const { plan_id: plan, currency_code: currency } = props.subscription;
  const choices = useAddons(plan, currency);
  return (
    <ActionForm
      {...props}
      endpoint={api.buyAddon}
      initial={{ addon: "", quantity: "1" }}
      check={({ addon, quantity }) => [
        ...(addon === "" ? [{ path: "addon", problem: "Choose the addon" }] : []),
        ...quantityProblems("quantity", quantity),
      ]}
      body={(values) => values}
      submit="Sell once"
      done="is billed"
    >
      {(form) => (
        <>
          <Select {...form.field("addon")} label="Addon" data={choices} searchable withAsterisk />
          <TextInput {...form.field("quantity")} label="Quantity" inputMode="decimal" autoComplete="off" />
        </>
      )}
    </ActionForm>
  );
}

const checkCharge = problemsBy(api.addCharge.body);

/** Charges an amount that is in no catalog. */
export function ChargeForm(props: ActionProps) {
  const ofPlan = props.subscription.items.find(({ kind }) => kind === "plan")?.tax_id ?? null;
  return (
    <ActionForm
      {...props}
      endpoint={api.addCharge}
      initial={{ name: "", amount: "", tax_id: ofPlan }}
      check={checkCharge}
      body={(values) => values}
      submit="Charge"
      done="is billed"
    >
      {(form) => (
        <>
          <TextInput {...form.field("name")} label="What is charged" autoComplete="off" withAsterisk />
          <TextInput
            {...form.field("amount")}
            label={`Amount in ${props.subscription.currency_code}`}
            inputMode="decimal"
            autoComplete="off"
            withAsterisk
          />
          <TaxPicker of={form} />
        </>
      )}
    </ActionForm>
  );
}

/** Applies a coupon from the next invoice on. */
export function ApplyCouponForm(props: ActionProps) {
  return (
    <ActionForm
      {...props}
      endpoint={api.applyCoupon}
      initial={{ coupon: "" }}
      check={({ coupon }) => (coupon.trim() === "" ? [{ path: "coupon", problem: "Enter the code" }] : [])}
      body={({ coupon }) => ({ coupon: coupon.trim() })}
      submit="Apply coupon"
      done="has the coupon from its next invoice on"
    >
      {(form) => (
        <TextInput
          {...form.field("coupon")}
          label="Coupon"
          description="Its code."
          autoComplete="off"
          withAsterisk
        />
      )}
    </ActionForm>
  );
}

/** Takes the coupon away. */
export function RemoveCouponForm(props: ActionProps) {
  return (
    <ActionForm
      {...props}
      endpoint={api.removeCoupon}
      initial={nothing}
      submit="Remove coupon"
      done="is without the coupon now"
    >
      {() => <Text>The next invoices are without it. What was billed stays as it is.</Text>}
    </ActionForm>
  );
}
