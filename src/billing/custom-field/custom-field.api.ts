import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { type CustomEntity, entityWords } from "./custom-field.ts";

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

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The values that a record has in its custom fields, by their names; a field without a value is left out. */
export const CustomValues = z.record(z.string(), value);

/** Values for custom fields, each read by its field's type; null or an empty text takes a value away. */
export const CustomInput = z.record(
  z.string().max(70),
  z.union([z.string().max(100_000), z.number(), z.boolean(), z.null()]),
);

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

const FieldRef = z.object({ field: z.string().max(70) });

/** The endpoints of the custom fields of one kind of record. They share its tag: other fields are another shape of every record. */
function fieldEndpoints<Entity extends CustomEntity>(entity: Entity, tag: string) {
  const { many } = entityWords[entity];
  const path = `/${entity}-fields` as const;
  return {
    list: endpoint({
      method: "GET",
      path,
      summary: `The organization's custom fields for ${many}, and how many there may be`,
      tag,
      access: "read",
      reply: z.object({ items: z.array(CustomFieldView), count: z.number(), limit: z.number() }),
    }),
    add: endpoint({
      method: "POST",
      path,
      summary: `Add a custom field for ${many}`,
      tag,
      access: "admin",
      body: NewCustomField,
      reply: CustomFieldView,
      refuses: ["custom_field.limit_reached", "custom_field.name_taken"],
    }),
    use: endpoint({
      method: "GET",
      path: `${path}/{field}/use`,
      summary: `How many ${many} have a value in a custom field`,
      tag,
      access: "admin",
      params: FieldRef,
      reply: z.object({ records: z.number() }),
      refuses: ["custom_field.not_found"],
    }),
    remove: endpoint({
      method: "DELETE",
      path: `${path}/{field}`,
      summary: `Delete a custom field with its values in all ${many}`,
      tag,
      access: "admin",
      params: FieldRef,
      reply: z.object({ cleared: z.number() }),
      refuses: ["custom_field.not_found"],
    }),
  };
}

/** The endpoints of custom fields, by what has them. */
export const customFields = {
  customer: fieldEndpoints("customer", "Customers"),
  subscription: fieldEndpoints("subscription", "Subscriptions"),
};
