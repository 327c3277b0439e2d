import { Anchor, Badge, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { type CustomFieldView, listCustomFields } from "#billing/customer/customer-field.api.ts";
import { useCall } from "#web/api.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showCount, showDay, showName, showText } from "#web/ui/show.ts";
import { When } from "#web/ui/When.tsx";
import { sourceWords, valueWords } from "#web/billing/customers/words.ts";

/** All values of a customer. */
export function Overview({ customer }: { customer: CustomerView }) {
  const fields = useCall(listCustomFields);
  const custom = fields.data?.items ?? [];
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl" verticalSpacing="xl">
      <Part title="Contact">
        <Field name="Company" value={customer.company_name} />
        <Field
          name="Name"
          value={[customer.salutation, customer.first_name, customer.last_name].filter(Boolean).join(" ")}
        />
        <Field name="E-mail" value={customer.email} copies />
        <Field name="Phone" value={customer.phone} copies />
        <Field name="Mobile" value={customer.mobile} copies />
        <Field name="Fax" value={customer.fax} />
        <Field name="Website">
          {customer.website === null ? showText(null) : <WebLink address={customer.website} />}
        </Field>
        <Field name="Department" value={customer.department} />
        <Field name="Designation" value={customer.designation} />
      </Part>
      <Part title="Billing">
        <Field name="Type" value={customer.type === "business" ? "Business" : "Individual"} />
        <Field
          name="Currency"
          value={`${customer.currency_code} (${showName("currency", customer.currency_code)})`}
        />
        <Field
          name="Payment terms"
          value={
            customer.payment_terms === null
              ? customer.payment_terms_label
              : termsWords(customer.payment_terms, customer.payment_terms_label)
          }
        />
        <Field name="Language" value={customer.language} />
        <Field name="Source" value={sourceWords(customer.source)} />
        <Field name="Created">
          <When at={customer.created_at} />
        </Field>
        <Field name="Customer ID" value={customer.id} copies />
      </Part>
      <AddressPart title="Billing address" address={customer.billing_address} />
      <AddressPart title="Shipping address" address={customer.shipping_address} />
      {custom.length > 0 && (
        <Part title="Custom fields">
          {custom.map((field) => (
            <Field key={field.api_name} name={field.label}>
              <CustomValue field={field} value={customer.custom_fields[field.api_name]} />
            </Field>
          ))}
        </Part>
      )}
      <Stack gap="sm">
        <Title order={2}>Notes and tags</Title>
        <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{showText(customer.notes)}</Text>
        <Group gap="xs">
          {customer.tags.map((tag) => (
            <Badge key={tag} variant="light" color="gray" tt="none">
              {tag}
            </Badge>
          ))}
        </Group>
      </Stack>
    </SimpleGrid>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="sm">
      <Title order={2}>{title}</Title>
      <Fields>{children}</Fields>
    </Stack>
  );
}

function termsWords(days: number, label: string | null): string {
  const words = days === 0 ? "On receipt" : showCount(days, "day");
  return label === null ? words : `${label} (${words.toLowerCase()})`;
}

function AddressPart({ title, address }: { title: string; address: CustomerView["billing_address"] }) {
  const lines = [
    address.attention,
    address.street,
    [address.zip, address.city].filter(Boolean).join(" "),
    address.state,
    address.country,
    address.phone,
  ].filter(Boolean);
  return (
    <Stack component="section" gap="sm">
      <Title order={2}>{title}</Title>
      <Text component="address" fs="normal" style={{ whiteSpace: "pre-line" }}>
        {lines.length === 0 ? showText(null) : lines.join("\n")}
      </Text>
    </Stack>
  );
}

function CustomValue({ field, value }: { field: CustomFieldView; value: unknown }) {
  if (typeof value === "string" && field.type === "url") return <WebLink address={value} />;
  if (typeof value === "string" && field.type === "date") return <>{showDay(value)}</>;
  return <>{valueWords(value)}</>;
}

/** A web address; only what is one by its scheme, or has none, becomes a link. */
function WebLink({ address }: { address: string }) {
  const isBare = !/^[a-z][a-z0-9+.-]*:/i.test(address) || /^[^/:]+:\d/.test(address);
  if (!isBare && !/^https?:\/\//i.test(address)) return <>{address}</>;
  return (
    <Anchor href={isBare ? `https://${address}` : address} target="_blank" rel="noreferrer noopener">
      {address}
    </Anchor>
  );
}
