import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

/** Shares the customers' tag: another set of fields is another shape of every customer. */
const tag = "Customers";

export const CustomFieldType = z.enum(
  ["text", "number", "decimal", "date", "check_box", "pick_list", "email", "url", "phone"],
  "Choose a type",
);
export type CustomFieldType = z.output<typeof CustomFieldType>;

export const CustomFieldView = z.object({
  api_name: z.string(),
  label: z.string(),
  type: CustomFieldType,
  options: z.array(z.string()),
  position: z.number(),
  created_at: z.string(),
});
export type CustomFieldView = z.output<typeof CustomFieldView>;

const option = z
  .string()
  .trim()
  .min(1, "An option must not be empty")
  .max(100, "An option has at most 100 characters");

export const NewCustomField = z
  .strictObject({
    label: z
      .string()
      .trim()
      .min(1, "Enter the label")
      .max(50, "Use at most 50 characters")
      .refine((text) => !/\p{Cc}/u.test(text), "The label must be one line"),
    type: CustomFieldType,
    options: z.array(option).max(100, "Use at most 100 options").optional(),
  })
  .refine(({ type, options }) => type !== "pick_list" || (options ?? []).length > 0, {
    path: ["options"],
    message: "Enter at least one option",
  })
  .refine(({ options = [] }) => new Set(options).size === options.length, {
    path: ["options"],
    message: "Each option may be there once",
  });

export const listCustomFields = endpoint({
  method: "GET",
  path: "/customer-fields",
  summary: "The organization's custom fields for customers, and how many there may be",
  tag,
  access: "read",
  reply: z.object({ items: z.array(CustomFieldView), count: z.number(), limit: z.number() }),
});

export const addCustomField = endpoint({
  method: "POST",
  path: "/customer-fields",
  summary: "Add a custom field for customers",
  tag,
  access: "admin",
  body: NewCustomField,
  reply: CustomFieldView,
  refuses: ["customer_field.limit_reached", "customer_field.name_taken"],
});

const FieldRef = z.object({ field: z.string().max(70) });

export const customFieldUse = endpoint({
  method: "GET",
  path: "/customer-fields/{field}/use",
  summary: "How many customers have a value in a custom field",
  tag,
  access: "admin",
  params: FieldRef,
  reply: z.object({ customers: z.number() }),
  refuses: ["customer_field.not_found"],
});

export const removeCustomField = endpoint({
  method: "DELETE",
  path: "/customer-fields/{field}",
  summary: "Delete a custom field with its values in all customers",
  tag,
  access: "admin",
  params: FieldRef,
  reply: z.object({ cleared: z.number() }),
  refuses: ["customer_field.not_found"],
});
