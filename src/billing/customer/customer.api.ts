import { z } from "zod";
import { CustomInput, CustomValues } from "#billing/custom-field/custom-field.api.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";
import { offeredLanguage } from "#billing/language/language.api.ts";
import {
  AddressInput,
  AddressView,
  booleanFlag,
  customerText,
  NewContactPerson,
  ContactPersonView,
  pageSize,
  tags,
  wholeNumber,
} from "./customer-schema.api.ts";

const tag = "Customers";

export const CustomerRef = z.object({ customer: idParam("cus") });

export const CustomerStatus = z.enum(["active", "inactive"]);

/** A customer in a list. */
export const CustomerListItem = z.object({
  id: z.string(),
  display_name: z.string(),
  type: z.enum(["business", "individual"]),
  company_name: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  mobile: z.string().nullable(),
  website: z.string().nullable(),
  tags: z.array(z.string()),
  currency_code: z.string(),
  billing_city: z.string().nullable(),
  billing_country: z.string().nullable(),
  status: CustomerStatus,
  source: z.enum(["local", "crm", "import"]),
  linked: z.boolean(),
  merged_into: z.string().nullable(),
  /** By API name (`cf_…`). */
  custom_fields: CustomValues,
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type CustomerListItem = z.output<typeof CustomerListItem>;

/** A customer with all it has. */
export const CustomerView = CustomerListItem.omit({ billing_city: true, billing_country: true }).extend({
  salutation: z.string().nullable(),
  fax: z.string().nullable(),
  department: z.string().nullable(),
  designation: z.string().nullable(),
  notes: z.string().nullable(),
  payment_terms: z.number().nullable(),
  payment_terms_label: z.string().nullable(),
  language: z.string().nullable(),
  /** The number under which it is known for tax, such as its VAT number. */
  tax_reg_no: z.string().nullable(),
  /** Why its documents bear no tax, as they say it; null where they do. */
  tax_exemption_reason: z.string().nullable(),
  billing_address: AddressView,
  shipping_address: AddressView,
  merged_into_name: z.string().nullable(),
  contact_persons: z.array(ContactPersonView),
});
export type CustomerView = z.output<typeof CustomerView>;

/** What may be written of a customer: nothing else is taken. */
const customerInput = {
  type: customerText("type")
    .pipe(z.enum(["business", "individual"], "Choose business or individual"))
    .optional(),
  company_name: customerText("company_name").optional(),
  salutation: customerText("salutation").optional(),
  first_name: customerText("first_name").optional(),
  last_name: customerText("last_name").optional(),
  email: customerText("email").optional(),
  phone: customerText("phone").optional(),
  mobile: customerText("mobile").optional(),
  fax: customerText("fax").optional(),
  website: customerText("website").optional(),
  department: customerText("department").optional(),
  designation: customerText("designation").optional(),
  notes: customerText("notes").optional(),
  currency_code: customerText("currency_code").pipe(z.string("Choose the currency")).optional(),
  payment_terms: wholeNumber("payment_terms").optional(),
  payment_terms_label: customerText("payment_terms_label").optional(),
  /** In which language it is written to; null: in that of the organization. */
  language: customerText("language").transform(offeredLanguage).optional(),
  tax_reg_no: customerText("tax_reg_no").optional(),
  tax_exemption_reason: customerText("tax_exemption_reason").optional(),
  tags: tags.optional(),
  billing_address: AddressInput.optional(),
  shipping_address: AddressInput.optional(),
  custom_fields: CustomInput.optional(),
};

const displayName = customerText("display_name").pipe(z.string("Enter the display name"));

export const NewCustomer = z.strictObject({
  display_name: displayName,
  ...customerInput,
  contact_persons: z.array(NewContactPerson).max(100, "Add at most 100 contact persons at once").optional(),
});

export const CustomerEdit = z.strictObject({
  /** The version that the edit was made on; a newer one is then refused with the fields that were changed. */
  version: z.int().min(1).optional(),
  display_name: displayName.optional(),
  ...customerInput,
});

export const CustomerFilterQuery = z.object({
  /** `inactive` leaves out those that were merged into another one; `merged` are only these. */
  status: z.enum(["active", "inactive", "merged"]).optional(),
  linked: booleanFlag.optional(),
  /** Whether there is a subscription that is not over. */
  subscribed: booleanFlag.optional(),
  /** Whether an invoice is open past its due date, on the organization's day. */
  overdue: booleanFlag.optional(),
});

export const CustomerSortChoice = z.enum([
  "name",
  "-name",
  "updated_at",
  "-updated_at",
  "created_at",
  "-created_at",
]);
export type CustomerSortChoice = z.output<typeof CustomerSortChoice>;

export const listCustomers = endpoint({
  method: "GET",
  path: "/customers",
  summary: "Customers; a search gives the first ones that begin with it, by name",
  tag,
  access: "read",
  query: CustomerFilterQuery.extend({
    search: z.string().trim().max(200).optional(),
    sort: CustomerSortChoice.default("name"),
    cursor: z.string().max(2000).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(CustomerListItem), next_cursor: z.string().nullable() }),
});

export const countCustomers = endpoint({
  method: "GET",
  path: "/customers/count",
  summary: "How many customers there are, counted up to 10,000",
  tag,
  access: "read",
  query: CustomerFilterQuery,
  reply: z.object({ count: z.number(), is_capped: z.boolean() }),
});

export const exportCustomers = endpoint({
  method: "GET",
  path: "/customers/export",
  summary: "Customers as a CSV file",
  tag,
  access: "read",
  costly: true,
  stream: "text/csv",
  query: CustomerFilterQuery.extend({ bom: booleanFlag.optional() }),
  reply: z.string(),
});

export const getCustomer = endpoint({
  method: "GET",
  path: "/customers/{customer}",
  summary: "One customer with its contact persons",
  tag,
  access: "read",
  params: CustomerRef,
  reply: CustomerView,
  refuses: ["customer.not_found"],
});

export const createCustomer = endpoint({
  method: "POST",
  path: "/customers",
  summary: "A new customer, with contact persons if any are given",
  tag,
  access: "write",
  body: NewCustomer,
  reply: CustomerView,
  refuses: ["contact_person.unnamed"],
});

export const editCustomer = endpoint({
  method: "PATCH",
  path: "/customers/{customer}",
  summary: "Change the given fields of a customer",
  tag,
  access: "write",
  params: CustomerRef,
  body: CustomerEdit,
  reply: CustomerView,
  refuses: ["customer.not_found", "customer.changed_meanwhile", "customer.merged", "customer.currency_fixed"],
});

export const setCustomerStatus = endpoint({
  method: "POST",
  path: "/customers/actions/set-status",
  summary: "Make several customers active or inactive; those that may not be are named and left as they are",
  tag,
  access: "write",
  body: z.strictObject({
    customers: z
      .array(idParam("cus"))
      .min(1, "Choose at least one customer")
      .max(500, "Choose at most 500 customers at once"),
    status: CustomerStatus,
  }),
  reply: z.object({
    /** Those whose status is another one now. */
    changed: z.array(z.string()),
    refused: z.array(
      z.object({ customer: z.string(), code: z.string(), title: z.string(), remedy: z.string() }),
    ),
  }),
});

export const inactivateCustomer = endpoint({
  method: "POST",
  path: "/customers/{customer}/actions/inactivate",
  summary: "Make a customer inactive",
  tag,
  access: "write",
  params: CustomerRef,
  reply: CustomerView,
  refuses: ["customer.not_found", "customer.merged", "customer.has_subscriptions"],
});

export const activateCustomer = endpoint({
  method: "POST",
  path: "/customers/{customer}/actions/activate",
  summary: "Make a customer active again",
  tag,
  access: "write",
  params: CustomerRef,
  reply: CustomerView,
  refuses: ["customer.not_found", "customer.merged"],
});

export const deleteCustomer = endpoint({
  method: "DELETE",
  path: "/customers/{customer}",
  summary: "Delete a customer that nothing refers to; the gateway forgets its cards and accounts",
  tag,
  access: "write",
  params: CustomerRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: [
    "customer.not_found",
    "customer.has_transactions",
    "customer.in_use",
    "customer.merged",
    "gateway.unreachable",
    "gateway.refused",
  ],
});

export const TimelineEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  kind: z.string(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  note: z.string().nullable(),
});
export type TimelineEntry = z.output<typeof TimelineEntry>;

export const customerTimeline = endpoint({
  method: "GET",
  path: "/customers/{customer}/timeline",
  summary: "All that happened to a customer, newest first",
  tag,
  access: "read",
  params: CustomerRef,
  query: z.object({ cursor: z.string().max(64).optional(), limit: pageSize }),
  reply: z.object({ items: z.array(TimelineEntry), next_cursor: z.string().nullable() }),
  refuses: ["customer.not_found"],
});
