import { List, SimpleGrid, Text, Title } from "@mantine/core";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import type { previewMerge } from "#billing/customer/customer-merge.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useCall } from "#web/api.ts";
import { CustomerBadges } from "#web/billing/customers/detail/CustomerBadges.tsx";
import { fieldWords } from "#web/billing/customers/words.ts";
import { showCount, showList, showValue } from "#web/ui/show.ts";
import { When } from "#web/ui/When.tsx";
import classes from "./MergePlan.module.css";

/** What a merge would do: both customers side by side, and what comes over. */
export function MergePlan({ plan }: { plan: Received<typeof previewMerge> }) {
  const { survivor, loser, filled, persons_moved: moved, persons_united: united } = plan;
  const fields = useCall(customFields.customer.list);
  const custom = Object.fromEntries(
    (fields.data?.items ?? []).map(({ api_name, label }) => [api_name, label]),
  );
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Side title="Stays" customer={survivor} />
        <Side title="Goes" customer={loser} />
      </SimpleGrid>
      <List size="sm" spacing={4} aria-label="What the merge does">
        {filled.map(({ field, to }) => (
          <List.Item key={field}>
            {fieldWords(field, custom)} is filled with <b>{showValue(to)}</b>
          </List.Item>
        ))}
        {moved.length > 0 && (
          <List.Item>
            {showCount(moved.length, "contact person comes", "contact persons come")} over: {showList(moved)}
          </List.Item>
        )}
        {united.length > 0 && (
          <List.Item>{showList(united)} become one with the person of the same e-mail address</List.Item>
        )}
        {lostIn(plan).map(({ field, value }) => (
          <List.Item key={field}>
            {fieldWords(field, custom)} <b>{value}</b> does not come over: the one that stays has its own
          </List.Item>
        ))}
        <List.Item>{loser.display_name} becomes inactive and leads to the one that stays</List.Item>
      </List>
      <Text size="sm" c="dimmed">
        You can undo this at any time.
      </Text>
    </>
  );
}

/** Plain fields of which both have a value: the loser's stays with it. */
const comparable = ["company_name", "email", "phone", "mobile", "fax", "website", "notes"] as const;

function lostIn({ survivor, loser }: Received<typeof previewMerge>): { field: string; value: string }[] {
  const plain = comparable.flatMap((field) => {
    const value = loser[field];
    return value && survivor[field] && value !== survivor[field] ? [{ field, value }] : [];
  });
  const addresses = (["billing_address", "shipping_address"] as const).flatMap((field) => {
    const [kept, gone] = [lineOf(survivor[field]), lineOf(loser[field])];
    return kept !== "" && gone !== "" && kept !== gone
      ? [{ field: field === "billing_address" ? "Billing address" : "Shipping address", value: gone }]
      : [];
  });
  return [...plain, ...addresses];
}

function lineOf({ street, zip, city, state, country }: CustomerView["billing_address"]): string {
  return [street, zip, city, state, country].filter(Boolean).join(", ");
}

function Side({ title, customer }: { title: string; customer: CustomerView }) {
  const facts = [customer.email, customer.phone, customer.currency_code].filter(Boolean);
  return (
    <section className={classes.side} aria-label={title}>
      <Text size="xs" c="dimmed" fw={500}>
        {title}
      </Text>
      <Title order={3} className={classes.name}>
        {customer.display_name}
      </Title>
      <div className={classes.badges}>
        <CustomerBadges customer={customer} />
      </div>
      <Text size="sm" className={classes.name}>
        {facts.join(" · ")}
      </Text>
      <Text size="xs" c="dimmed">
        {showCount(customer.contact_persons.length, "contact person")}, created{" "}
        <When at={customer.created_at} />
      </Text>
    </section>
  );
}
