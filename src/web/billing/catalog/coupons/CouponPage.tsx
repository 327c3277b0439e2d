import { Button, Stack, Text, Title } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import {
  activateCoupon,
  type CouponView,
  deleteCoupon,
  getCoupon,
  inactivateCoupon,
} from "#billing/catalog/coupon.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { NamedOffers, OfferMenu } from "#web/billing/catalog/offer.tsx";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { couponStatusOf, discountWords, lengthWords, redeemedWords } from "#web/billing/catalog/words.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { When } from "#web/ui/When.tsx";

const route = getRouteApi("/o/$org/billing/catalog/coupons/$coupon");

/** One coupon: what it takes off, of what, and how often it was redeemed. */
export function CouponPage() {
  const { coupon: id } = route.useParams();
  const coupon = useCall(getCoupon, { params: { coupon: id } });
  return coupon.data === undefined || coupon.error?.status === 404 ? (
    <Page title="Coupon">
      <Loaded of={coupon}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record coupon={coupon.data} />
  );
}

function Record({ coupon }: { coupon: CouponView }) {
  const places = useCatalogPlaces();
  const mayWrite = useMay("write");
  return (
    <Page
      title={coupon.name}
      status={<Status {...couponStatusOf(coupon.status)} />}
      facts={[
        coupon.coupon_code,
        `${discountWords(coupon)} off ${lengthWords(coupon)}`,
        <span key="updated">
          Updated <When at={coupon.updated_at} />
        </span>,
      ]}
      action={
        mayWrite && (
          <Button component={Link} to={places.editCoupon(coupon.id)} leftSection={<IconPencil size={16} />}>
            Edit
          </Button>
        )
      }
      {...(mayWrite ? { menu: <Actions coupon={coupon} /> } : {})}
    >
      <Stack gap="xl" maw={720}>
        {coupon.description !== null && <Text style={{ whiteSpace: "pre-wrap" }}>{coupon.description}</Text>}
        <Stack component="section" gap="xs">
          <Title order={2}>Discount</Title>
          <Fields>
            <Field name="Takes off">{discountWords(coupon)}</Field>
            <Field name="Off">{lengthWords(coupon)}</Field>
            <Field name="Plans">
              {coupon.apply_to_plans === "all" ? (
                "All plans"
              ) : (
                <NamedOffers of={coupon.plans} to={places.plan} />
              )}
            </Field>
            <Field name="Addons">
              {coupon.apply_to_addons === "select" ? (
                <NamedOffers of={coupon.addons} to={places.addon} />
              ) : coupon.apply_to_addons === "all" ? (
                "All addons"
              ) : (
                "None"
              )}
            </Field>
          </Fields>
        </Stack>
        <Stack component="section" gap="xs">
          <Title order={2}>Redemption</Title>
          <Fields>
            <Field name="Redeemed">{redeemedWords(coupon)}</Field>
            <Field name="Last day">{coupon.expiry_at === null ? "None" : showDay(coupon.expiry_at)}</Field>
            <Field name="Coupon code" value={coupon.coupon_code} copies />
            <Field name="Coupon ID" value={coupon.id} copies />
          </Fields>
        </Stack>
      </Stack>
    </Page>
  );
}

function Actions({ coupon }: { coupon: CouponView }) {
  const navigate = useNavigate();
  const places = useCatalogPlaces();
  const activate = useSend(activateCoupon);
  const inactivate = useSend(inactivateCoupon);
  const deletion = useSend(deleteCoupon, {
    failed: tellProblem,
    leave: () => void navigate({ to: places.coupons }),
    done: () => tell(`${coupon.name} is deleted.`),
  });
  const input = { params: { coupon: coupon.id } };
  return (
    <OfferMenu
      kind="coupon"
      name={coupon.name}
      isActive={coupon.status !== "inactive"}
      activate={() => activate.mutateAsync(input)}
      inactivate={() => inactivate.mutateAsync(input)}
      remove={() => deletion.mutate(input)}
    />
  );
}
