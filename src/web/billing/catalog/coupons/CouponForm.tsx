import { Radio, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import type { CouponView } from "#billing/catalog/coupon.api.ts";
import { AddonPicker, PlanPicker } from "#web/billing/catalog/pick/OfferPicker.tsx";
import { offerOfAddon, offerOfPlan } from "#web/billing/catalog/words.ts";
import { Form, FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";
import type { CouponValues } from "./coupon-values.ts";
import { DiscountFields } from "./DiscountFields.tsx";

type CouponFormProps = {
  of: FormState<CouponValues>;
  /** What the coupon is now; nothing of a new one. */
  coupon?: CouponView;
  submit: string;
  onCancel: () => void;
};

/** The form of a coupon, one column in sections. */
export function CouponForm({ of, coupon, submit, onCancel }: CouponFormProps) {
  const isRedeemed = (coupon?.redemption_count ?? 0) > 0;
  return (
    <Form of={of} submit={submit} onCancel={onCancel} guarded focusFirst>
      <FormSection title="Coupon">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput {...of.field("name")} label="Name" autoComplete="off" withAsterisk />
          <TextInput {...of.field("coupon_code")} label="Coupon code" autoComplete="off" withAsterisk />
        </SimpleGrid>
        <Textarea {...of.field("description")} label="Description" autosize minRows={2} maxRows={8} />
      </FormSection>
      <FormSection
        title="Discount"
        help={isRedeemed && "It was redeemed: what it takes off and for how long is fixed."}
      >
        <DiscountFields of={of} isFixed={isRedeemed} />
      </FormSection>
      <FormSection title="Redemption">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            {...of.field("max_redemption")}
            label="Most redemptions"
            description="So many subscriptions can use it."
            placeholder="Any number"
            inputMode="numeric"
            autoComplete="off"
          />
          <TextInput
            {...of.field("expiry_at")}
            label="Last day"
            description="Where it is applied it goes on."
            type="date"
          />
        </SimpleGrid>
      </FormSection>
      <FormSection title="Plans and addons" help="What it takes something off.">
        <Reach of={of} {...(coupon && { coupon })} />
      </FormSection>
    </Form>
  );
}

function Reach({ of, coupon }: Pick<CouponFormProps, "of" | "coupon">) {
  return (
    <>
      <Radio.Group {...of.field("apply_to_plans")} label="Plans">
        <Stack gap="xs" mt="xs">
          <Radio value="all" label="All plans" />
          <Radio value="select" label="Some plans" />
        </Stack>
      </Radio.Group>
      {of.values.apply_to_plans === "select" && (
        <PlanPicker
          label="For these plans"
          field={of.field("plans")}
          known={(coupon?.plans ?? []).map(offerOfPlan)}
        />
      )}
      <Radio.Group {...of.field("apply_to_addons")} label="Addons">
        <Stack gap="xs" mt="xs">
          <Radio value="none" label="No addons" />
          <Radio value="all" label="All addons" />
          <Radio value="select" label="Some addons" />
        </Stack>
      </Radio.Group>
      {of.values.apply_to_addons === "select" && (
        <AddonPicker
          label="For these addons"
          field={of.field("addons")}
          known={(coupon?.addons ?? []).map(offerOfAddon)}
        />
      )}
    </>
  );
}
