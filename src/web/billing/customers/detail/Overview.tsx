import { Stack } from "@mantine/core";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { CurrentSubscriptions } from "./CurrentSubscriptions.tsx";
import { Details } from "./Details.tsx";
import { LatestInvoices } from "./LatestInvoices.tsx";
import { Standing } from "./Standing.tsx";

/** What one wants to know first: what is owed, what is sold, what was billed; and then all that is written of it. */
export function Overview({ customer }: { customer: CustomerView }) {
  return (
    <Stack gap="xl">
      <Standing customer={customer.id} />
      <CurrentSubscriptions customer={customer.id} />
      <LatestInvoices customer={customer.id} />
      <Details customer={customer} />
    </Stack>
  );
}
