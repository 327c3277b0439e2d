import { Modal, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type EstimateView, subscribeEstimate } from "#billing/estimate/estimate.api.ts";
import { useSubscriptionPlaces } from "#web/billing/subscriptions/places.ts";
import { PreviewedForm } from "#web/billing/subscriptions/sale/PreviewedForm.tsx";
import { Collect, WhenFields } from "#web/billing/subscriptions/sale/TermsFields.tsx";
import { newTerms, termsBody, termsProblems } from "#web/billing/subscriptions/sale/terms-values.ts";

type SubscribeProps = { estimate: EstimateView; isOpen: boolean; onClose: () => void };

/** Makes the subscription of an estimate: when it starts and how it is paid, with its first invoice before it is made. */
export function Subscribe({ estimate: { id, number }, isOpen, onClose }: SubscribeProps) {
  const navigate = useNavigate();
  const places = useSubscriptionPlaces();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={`Convert ${number} to a subscription`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <PreviewedForm
        endpoint={subscribeEstimate}
        params={{ estimate: id }}
        initial={newTerms}
        body={termsBody}
        check={termsProblems}
        submit="Convert"
        told={({ subscription }) => `${subscription.number} is made of ${number}.`}
        onDone={({ subscription }) => navigate({ to: places.subscription(subscription.id) })}
        onClose={onClose}
        refreshes={["Subscriptions"]}
      >
        {(form) => (
          <>
            <WhenFields of={form} />
            <Collect of={form} />
            <TextInput {...form.field("coupon")} label="Coupon" description="Its code." autoComplete="off" />
          </>
        )}
      </PreviewedForm>
    </Modal>
  );
}
