import type { Field } from "./field.ts";
import { addressLines, leadSources, salutations, standardFields } from "./standard-fields.ts";

/** The standard fields of Contacts. */
export const contactFields: readonly Field[] = standardFields("5725767000000020000", [
  ["Last_Name", "Last Name", "text", { length: 80, mandatory: true }],
  ["First_Name", "First Name", "text", { length: 40 }],
  ["Full_Name", "Full Name", "text", { length: 120, column: "name", readOnly: true }],
  ["Salutation", "Salutation", "picklist", { options: salutations }],
  ["Account_Name", "Account Name", "lookup", { lookup: { module: "Accounts", list: "Contacts" } }],
  ["Title", "Title", "text", { length: 100 }],
  ["Department", "Department", "text", { length: 100 }],
  ["Email", "Email", "email"],
  ["Secondary_Email", "Secondary Email", "email"],
  ["Phone", "Phone", "phone", { length: 50 }],
  ["Mobile", "Mobile", "phone"],
  ["Home_Phone", "Home Phone", "phone"],
  ["Other_Phone", "Other Phone", "phone"],
  ["Fax", "Fax", "phone"],
  ["Lead_Source", "Lead Source", "picklist", { options: leadSources }],
  ["Reporting_To", "Reporting To", "lookup", { lookup: { module: "Contacts", list: "Reporting_Contacts" } }],
  ["Date_of_Birth", "Date of Birth", "date"],
  ["Assistant", "Assistant", "text", { length: 100 }],
  ["Asst_Phone", "Asst Phone", "phone"],
  ["Skype_ID", "Skype ID", "text", { length: 50 }],
  ["Twitter", "Twitter", "text", { length: 50 }],
  ["Email_Opt_Out", "Email Opt Out", "boolean"],
  ...addressLines("Mailing", "Zip"),
  ...addressLines("Other", "Zip"),
  ["Description", "Description", "textarea"],
]);
