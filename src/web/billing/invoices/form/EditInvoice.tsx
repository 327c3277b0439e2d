import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { editInvoice, getInvoice, type InvoiceView } from "#billing/invoice/invoice.api.ts";
import { type BillingOrganizationView, getOrganization } from "#billing/organization/organization.api.ts";
import { call, CallError } from "#platform/http/call.ts";
import { callerIn, keyOf, useCall, useOrganizationId, useSend } from "#web/api.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { invoiceName, touchedByMoney } from "#web/billing/invoices/words.ts";
import { useDraft } from "#web/ui/draft.ts";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { InvoiceForm } from "./InvoiceForm.tsx";
import { bodyOf, type InvoiceValues, problemsOf, valuesOf } from "./invoice-values.ts";
import { inForm, isChangedMeanwhile } from "./refusals.ts";

const route = getRouteApi("/o/$org/billing/invoices/$invoice/edit");

/** Writes a draft anew. */
export function EditInvoice() {
  const { invoice: id } = route.useParams();
  const invoice = useCall(getInvoice, { params: { invoice: id } });
  const organization = useCall(getOrganization);
  const [attempt, setAttempt] = useState(0);
  return (
    <Page title={invoice.data ? `Edit the draft for ${invoice.data.customer_name}` : "Edit invoice"}>
      <Loaded of={invoice}>
        {(found) =>
          found.status === "draft" ? (
            <Loaded of={organization}>
              {(settings) => (
                <Fill
                  key={`${id} ${attempt}`}
                  invoice={found}
                  organization={settings}
                  onAnew={() => setAttempt(attempt + 1)}
                />
              )}
            </Loaded>
          ) : (
            <IsSent invoice={found} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** What was sent does not change; the page says so and leads back. */
function IsSent({ invoice }: { invoice: InvoiceView }) {
  return (
    <Text>
      {invoiceName(invoice)} was sent, and what was sent does not change. Void it and write another, or{" "}
      <Anchor component={Link} to={useInvoicePlaces().invoice(invoice.id)} underline="always">
        look at it
      </Anchor>
      .
    </Text>
  );
}

/** The state of the draft that an edit is made on: a refetch in the background must not shift it. */
type Begun = { version: number };

type FillProps = { invoice: InvoiceView; organization: BillingOrganizationView; onAnew: () => void };

function Fill({ invoice, organization, onAnew }: FillProps) {
  const navigate = useNavigate();
  const places = useInvoicePlaces();
  const org = useOrganizationId();
  const client = useQueryClient();
  const edit = useSend(editInvoice, { refreshes: touchedByMoney });
  const draft = `invoice ${invoice.id}`;
  const { found } = useDraft<InvoiceValues, Begun>(draft);
  const [initial] = useState(() => valuesOf(invoice));
  const [begun, setBegun] = useState<Begun>(() => found?.basis ?? { version: invoice.version });
  const [isOverwriting, setOverwriting] = useState(false);
  const params = { invoice: invoice.id };

  async function save(values: InvoiceValues): Promise<void> {
    try {
      await edit.mutateAsync({ params, body: { version: begun.version, ...bodyOf(values) } });
    } catch (problem) {
      if (!isChangedMeanwhile(problem)) return inForm(values)(problem);
      const now = await call(callerIn(org), getInvoice, { params });
      client.setQueryData(keyOf(org, getInvoice, { params }), now);
      setBegun({ version: now.version });
      setOverwriting(true);
      const remedy = "Compare the two, then save yours over theirs or take theirs.";
      throw new CallError(problem.status, { ...problem.view, remedy });
    }
  }

  const form = useFormState({
    initial,
    check: problemsOf,
    draft,
    basis: begun,
    dropped: onAnew,
    send: async (values) => {
      await save(values);
      tell("The draft is saved.");
      await navigate({ to: places.invoice(invoice.id) });
    },
  });
  return (
    <>
      {isOverwriting && <Meanwhile page={places.invoice(invoice.id)} onTheirs={form.dropDraft} />}
      <InvoiceForm
        of={form}
        organization={organization}
        isNew={false}
        submit={isOverwriting ? "Save mine over theirs" : "Save draft"}
        onCancel={() => void navigate({ to: places.invoice(invoice.id) })}
      />
    </>
  );
}

/** What to do where somebody else saved the draft meanwhile: compare, then take theirs or write over it. */
function Meanwhile({ page, onTheirs }: { page: string; onTheirs: () => void }) {
  return (
    <Alert icon={<IconUsers size={18} />} color="conflict" variant="light" mb="md" maw={1000} role="status">
      <Text>
        Somebody else saved this draft while you were at it. Nothing of yours is lost:{" "}
        <Anchor href={page} target="_blank" underline="always">
          look at theirs in another window
        </Anchor>
        , then save yours over it or take theirs.
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={onTheirs}>
          Take theirs
        </Button>
      </Group>
    </Alert>
  );
}
