import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { CouponStatus, type CouponView, listCoupons } from "#billing/catalog/coupon.api.ts";
import { usePages } from "#web/api.ts";
import { OfferList } from "#web/billing/catalog/OfferList.tsx";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import {
  couponStatusOf,
  couponStatusWords,
  discountWords,
  lengthWords,
  redeemedWords,
} from "#web/billing/catalog/words.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import type { Filter } from "#web/ui/Filters.tsx";
import { showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";

const route = getRouteApi("/o/$org/billing/catalog/coupons");

const filters: Filter[] = [
  {
    id: "status",
    title: "Status",
    kind: "one",
    choices: CouponStatus.options.map((value) => ({ value, label: couponStatusWords[value] })),
  },
];

const columns: Column<CouponView>[] = [
  { id: "code", title: "Code", width: 150, cell: ({ coupon_code }) => coupon_code },
  { id: "discount", title: "Takes off", width: 110, cell: discountWords },
  { id: "length", title: "Off", width: 170, cell: lengthWords },
  { id: "redeemed", title: "Redeemed", width: 110, cell: redeemedWords },
  { id: "expiry", title: "Last day", width: 120, cell: ({ expiry_at }) => showDay(expiry_at) },
  { id: "status", title: "Status", width: 112, cell: ({ status }) => <Status {...couponStatusOf(status)} /> },
];

/** All coupons with the status that they have today: search as one types, filters. */
export function CouponList() {
  const { q, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const places = useCatalogPlaces();
  const pages = usePages(listCoupons, { query: { ...filter, ...(q === undefined ? {} : { search: q }) } });
  return (
    <OfferList
      kind="coupon"
      pages={pages}
      columns={columns}
      to={places.coupon}
      add={
        <Button component={Link} to={places.newCoupon} leftSection={<IconPlus size={16} />}>
          New coupon
        </Button>
      }
      filters={filters}
      values={{ q, ...filter }}
      onChange={(next) =>
        void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false })
      }
      onClear={() => void navigate({ search: {} })}
      nothing="No coupons yet. A coupon takes something off the first invoices of a subscription, or off all of them."
    />
  );
}
