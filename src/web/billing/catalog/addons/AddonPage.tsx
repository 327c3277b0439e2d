import { Button, Stack, Text, Title } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import {
  activateAddon,
  type AddonView,
  deleteAddon,
  getAddon,
  inactivateAddon,
} from "#billing/catalog/addon.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { NamedOffers, OfferMenu } from "#web/billing/catalog/offer.tsx";
import { TaxName } from "#web/billing/catalog/pick/TaxPicker.tsx";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { PriceTable } from "#web/billing/catalog/prices/PriceTable.tsx";
import { addonTypeWords, schemeHelp, schemeWords, statusOf } from "#web/billing/catalog/words.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";

const route = getRouteApi("/o/$org/billing/catalog/addons/$addon");

/** One addon: what it costs, and for which plans it is. */
export function AddonPage() {
  const { addon: id } = route.useParams();
  const addon = useCall(getAddon, { params: { addon: id } });
  return addon.data === undefined || addon.error?.status === 404 ? (
    <Page title="Addon">
      <Loaded of={addon}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record addon={addon.data} />
  );
}

function Record({ addon }: { addon: AddonView }) {
  const places = useCatalogPlaces();
  const mayWrite = useMay("write");
  return (
    <Page
      title={addon.name}
      status={<Status {...statusOf(addon.status)} />}
      facts={[
        addonTypeWords[addon.type],
        addon.addon_code,
        <span key="updated">
          Updated <When at={addon.updated_at} />
        </span>,
      ]}
      action={
        mayWrite && (
          <Button component={Link} to={places.editAddon(addon.id)} leftSection={<IconPencil size={16} />}>
            Edit
          </Button>
        )
      }
      {...(mayWrite ? { menu: <Actions addon={addon} /> } : {})}
    >
      <Stack gap="xl" maw={720}>
        {addon.description !== null && <Text style={{ whiteSpace: "pre-wrap" }}>{addon.description}</Text>}
        <Stack component="section" gap="xs">
          <Title order={2}>Price</Title>
          <Text c="dimmed">
            {schemeWords[addon.pricing_scheme]}. {schemeHelp[addon.pricing_scheme]}
          </Text>
          <PriceTable scheme={addon.pricing_scheme} unit={addon.unit_name} prices={addon.prices} />
        </Stack>
        <Stack component="section" gap="xs">
          <Title order={2}>Billing</Title>
          <Fields>
            <Field name="Billed">{addonTypeWords[addon.type]}</Field>
            <Field name="Plans">
              {addon.applicable_to === "all" ? (
                "All plans"
              ) : (
                <NamedOffers of={addon.plans} to={places.plan} />
              )}
            </Field>
            <Field name="Tax">
              <TaxName id={addon.tax_id} />
            </Field>
            <Field name="Addon code" value={addon.addon_code} copies />
            <Field name="Addon ID" value={addon.id} copies />
          </Fields>
        </Stack>
      </Stack>
    </Page>
  );
}

function Actions({ addon }: { addon: AddonView }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const activate = useSend(activateAddon);
  const inactivate = useSend(inactivateAddon);
  const deletion = useSend(deleteAddon, {
    failed: tellProblem,
    leave: () => void navigate({ to: places.addons }),
    done: () => tell(`${addon.name} is deleted.`),
  });
  const input = { params: { addon: addon.id } };
  return (
    <OfferMenu
      kind="addon"
      name={addon.name}
      isActive={addon.status === "active"}
      activate={() => activate.mutateAsync(input)}
      inactivate={() => inactivate.mutateAsync(input)}
      remove={() => deletion.mutate(input)}
    />
  );
}
