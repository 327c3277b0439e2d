import { Modal, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { listContactPersons } from "#billing/customer/contact-person.api.ts";
import { type EstimateView, subscribeEstimate } from "#billing/estimate/estimate.api.ts";
import { useCall } from "#web/api.ts";
import { useSubscriptionPlaces } from "#web/billing/subscriptions/places.ts";
import { PreviewedForm } from "#web/billing/subscriptions/sale/PreviewedForm.tsx";
import { firstReceivers } from "#web/billing/subscriptions/sale/receivers.ts";
import { Receivers } from "#web/billing/subscriptions/sale/Receivers.tsx";
import { Collect } from "#web/billing/subscriptions/sale/DetailsFields.tsx";
import { WhenFields } from "#web/billing/subscriptions/sale/TermsFields.tsx";
import { newTerms, termsBody, termsProblems } from "#web/billing/subscriptions/sale/terms-values.ts";
import { Loaded } from "#web/ui/Loaded.tsx";

type SubscribeProps = { estimate: EstimateView; isOpen: boolean; onClose: () => void };

/** Makes the subscription of an estimate: when it starts and how it is paid, with its first invoice before it is made. */
export function Subscribe({ estimate, isOpen, onClose }: SubscribeProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="lg"
      title={`Convert ${estimate.number} to a subscription`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {estimate.customer_id !== null && (
        <Fill estimate={estimate} customer={estimate.customer_id} onClose={onClose} />
      )}
    </Modal>
  );
}

type FillProps = Pick<SubscribeProps, "estimate" | "onClose"> & { customer: string };

function Fill({ estimate: { id, number }, customer, onClose }: FillProps) {
  const navigate = useNavigate();
  const places = useSubscriptionPlaces();
  const people = useCall(listContactPersons, { params: { customer } });
  return (
    <Loaded of={people}>
      {({ items }) => (
        <PreviewedForm
          endpoint={subscribeEstimate}
          params={{ estimate: id }}
          initial={{ ...newTerms, contact_persons: firstReceivers(items) }}
          body={(values) => termsBody(values)}
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
              <Collect of={form} customer={customer} />
              <Receivers of={form} customer={customer} />
              <TextInput
                {...form.field("coupon")}
                label="Coupon"
                description="Its code."
                autoComplete="off"
              />
            </>
          )}
        </PreviewedForm>
      )}
    </Loaded>
  );
}
