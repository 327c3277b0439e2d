import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import {
  activatePlan,
  deletePlan,
  getPlan,
  inactivatePlan,
  type PlanView,
} from "#billing/catalog/plan.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { OfferMenu } from "#web/billing/catalog/offer.tsx";
import { TaxName } from "#web/billing/catalog/pick/TaxPicker.tsx";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { PriceTable } from "#web/billing/catalog/prices/PriceTable.tsx";
import { cyclesWords, intervalWords, schemeHelp, schemeWords, statusOf } from "#web/billing/catalog/words.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";

const route = getRouteApi("/o/$org/billing/catalog/plans/$plan");

/** One plan: what it costs, and how it is billed. */
export function PlanPage() {
  const { plan: id } = route.useParams();
  const plan = useCall(getPlan, { params: { plan: id } });
  return plan.data === undefined || plan.error?.status === 404 ? (
    <Page title="Plan">
      <Loaded of={plan}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record plan={plan.data} />
  );
}

function Record({ plan }: { plan: PlanView }) {
  const places = useCatalogPlaces();
  const mayWrite = useMay("write");
  return (
    <Page
      title={plan.name}
      status={<Status {...statusOf(plan.status)} />}
      facts={[
        <Anchor key="product" component={Link} to={places.product(plan.product_id)}>
          {plan.product_name}
        </Anchor>,
        plan.plan_code,
        <span key="updated">
          Updated <When at={plan.updated_at} />
        </span>,
      ]}
      action={
        mayWrite && (
          <Button component={Link} to={places.editPlan(plan.id)} leftSection={<IconPencil size={16} />}>
            Edit
          </Button>
        )
      }
      {...(mayWrite ? { menu: <Actions plan={plan} /> } : {})}
    >
      <Stack gap="xl" maw={720}>
        {plan.description !== null && <Text style={{ whiteSpace: "pre-wrap" }}>{plan.description}</Text>}
        <Stack component="section" gap="xs">
          <Title order={2}>Price</Title>
          <Text c="dimmed">
            {schemeWords[plan.pricing_scheme]}. {schemeHelp[plan.pricing_scheme]}
          </Text>
          <PriceTable scheme={plan.pricing_scheme} unit={plan.unit_name} prices={plan.prices} />
        </Stack>
        <Stack component="section" gap="xs">
          <Title order={2}>Billing</Title>
          <Fields>
            <Field name="Billed">every {intervalWords(plan)}</Field>
            <Field name="Billing cycles">{cyclesWords(plan)}</Field>
            <Field name="Trial">
              {plan.trial_period === 0 ? "None" : showCount(plan.trial_period, "day")}
            </Field>
            <Field name="Tax">
              <TaxName id={plan.tax_id} />
            </Field>
            <Field name="Plan code" value={plan.plan_code} copies />
            <Field name="Plan ID" value={plan.id} copies />
          </Fields>
        </Stack>
      </Stack>
    </Page>
  );
}

function Actions({ plan }: { plan: PlanView }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const activate = useSend(activatePlan);
  const inactivate = useSend(inactivatePlan);
  const deletion = useSend(deletePlan, {
    failed: tellProblem,
    leave: () => void navigate({ to: places.plans }),
    done: () => tell(`${plan.name} is deleted.`),
  });
  const input = { params: { plan: plan.id } };
  return (
    <OfferMenu
      kind="plan"
      name={plan.name}
      isActive={plan.status === "active"}
      activate={() => activate.mutateAsync(input)}
      inactivate={() => inactivate.mutateAsync(input)}
      remove={() => deletion.mutate(input)}
    />
  );
}
