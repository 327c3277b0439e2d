import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type CouponView, createCoupon, editCoupon, getCoupon } from "#billing/catalog/coupon.api.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { CouponForm } from "./CouponForm.tsx";
import { couponBody, couponProblems, couponValues } from "./coupon-values.ts";

const editRoute = getRouteApi("/o/$org/billing/catalog/coupons/$coupon/edit");

/** A new coupon. */
export function NewCoupon() {
  const organization = useCall(getOrganization);
  return (
    <Page title="New coupon" width="narrow">
      <Loaded of={organization}>{({ base_currency: currency }) => <Create currency={currency} />}</Loaded>
    </Page>
  );
}

function Create({ currency }: { currency: string }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const create = useSend(createCoupon, { refreshes: ["Audit log"] });
  const form = useFormState({
    initial: couponValues(undefined, currency),
    check: (values) => couponProblems(values, 0),
    draft: "coupon new",
    send: async (values) => {
      const made = await create.mutateAsync({ body: couponBody(values) });
      tell(`${made.name} is created.`);
      await navigate({ to: places.coupon(made.id), replace: true });
    },
  });
  return (
    <CouponForm of={form} submit="Create coupon" onCancel={() => void navigate({ to: places.coupons })} />
  );
}

/** Changes a coupon. */
export function EditCoupon() {
  const { coupon: id } = editRoute.useParams();
  const organization = useCall(getOrganization);
  const coupon = useCall(getCoupon, { params: { coupon: id } });
  return (
    <Page title={coupon.data ? `Edit ${coupon.data.name}` : "Edit coupon"} width="narrow">
      <Loaded of={organization}>
        {({ base_currency: currency }) => (
          <Loaded of={coupon}>{(found) => <Edit key={found.id} coupon={found} currency={currency} />}</Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Edit({ coupon, currency }: { coupon: CouponView; currency: string }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const edit = useSend(editCoupon, { refreshes: ["Audit log"] });
  // The state that the edit is made on: one that is fetched anew in the background must not shift it.
  const [begun] = useState(coupon);
  const back = (): void => void navigate({ to: places.coupon(coupon.id) });
  const form = useFormState({
    initial: couponValues(begun, currency),
    check: (values) => couponProblems(values, begun.redemption_count),
    send: async (values) => {
      const body = { version: begun.version, ...couponBody(values) };
      const saved = await edit.mutateAsync({ params: { coupon: coupon.id }, body });
      tell(`${saved.name} is saved.`);
      back();
    },
  });
  return <CouponForm of={form} coupon={begun} submit="Save" onCancel={back} />;
}
