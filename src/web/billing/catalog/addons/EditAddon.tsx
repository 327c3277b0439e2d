import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type AddonView, createAddon, editAddon, getAddon } from "#billing/catalog/addon.api.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { AddonForm } from "./AddonForm.tsx";
import { addonBody, addonProblems, addonValues } from "./addon-values.ts";

const editRoute = getRouteApi("/o/$org/billing/catalog/addons/$addon/edit");

/** A new addon. */
export function NewAddon() {
  const organization = useCall(getOrganization);
  return (
    <Page title="New addon" width="narrow">
      <Loaded of={organization}>{({ base_currency: currency }) => <Create currency={currency} />}</Loaded>
    </Page>
  );
}

function Create({ currency }: { currency: string }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const create = useSend(createAddon, { refreshes: ["Audit log"] });
  const form = useFormState({
    initial: addonValues(undefined, currency),
    check: addonProblems,
    draft: "addon new",
    send: async (values) => {
      const made = await create.mutateAsync({ body: addonBody(values) });
      tell(`${made.name} is created.`);
      await navigate({ to: places.addon(made.id), replace: true });
    },
  });
  return (
    <AddonForm
      of={form}
      plans={[]}
      submit="Create addon"
      onCancel={() => void navigate({ to: places.addons })}
    />
  );
}

/** Changes an addon. */
export function EditAddon() {
  const { addon: id } = editRoute.useParams();
  const addon = useCall(getAddon, { params: { addon: id } });
  return (
    <Page title={addon.data ? `Edit ${addon.data.name}` : "Edit addon"} width="narrow">
      <Loaded of={addon}>{(found) => <Edit key={found.id} addon={found} />}</Loaded>
    </Page>
  );
}

function Edit({ addon }: { addon: AddonView }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const edit = useSend(editAddon, { refreshes: ["Coupons", "Audit log"] });
  // The state that the edit is made on: one that is fetched anew in the background must not shift it.
  const [begun] = useState(addon);
  const back = (): void => void navigate({ to: places.addon(addon.id) });
  const form = useFormState({
    initial: addonValues(begun, begun.prices[0]?.currency_code ?? "USD"),
    check: addonProblems,
    send: async (values) => {
      const body = { version: begun.version, ...addonBody(values) };
      const saved = await edit.mutateAsync({ params: { addon: addon.id }, body });
      tell(`${saved.name} is saved.`);
      back();
    },
  });
  return <AddonForm of={form} plans={begun.plans} submit="Save" onCancel={back} />;
}
