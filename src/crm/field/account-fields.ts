import type { Field } from "./field.ts";
import { addressLines, standardFields } from "./standard-fields.ts";

const accountTypes = ["Analyst", "Competitor", "Customer", "Distributor", "Integrator", "Investor", "Other", "Partner", "Press", "Prospect", "Reseller", "Supplier", "Vendor"];
const industries = [
  "ASP (Application Service Provider)", "Communications", "Consulting", "Data/Telecom OEM", "ERP (Enterprise Resource Planning)", "Education",
  "Financial Services", "Government/Military", "Large Enterprise", "Management ISV", "Manufacturing", "MSP (Management Service Provider)",
  "Network Equipment Enterprise", "Non-management ISV", "Optical Networking", "Real Estate", "Service Provider", "Small/Medium Enterprise",
  "Storage Equipment", "Storage Service Provider", "Systems Integrator", "Technology", "Wireless Industry",
];

/** The standard fields of Accounts. */
export const accountFields: readonly Field[] = standardFields("5725767000000010000", [
  ["Account_Name", "Account Name", "text", { length: 100, mandatory: true }],
  ["Website", "Website", "website"],
  ["Phone", "Phone", "phone"],
  ["Fax", "Fax", "phone"],
  ["Account_Number", "Account Number", "text", { length: 40 }],
  ["Account_Site", "Account Site", "text", { length: 80 }],
  ["Account_Type", "Account Type", "picklist", { options: accountTypes }],
  ["Industry", "Industry", "picklist", { options: industries }],
  ["Ownership", "Ownership", "picklist", { options: ["Other", "Private", "Public", "Subsidiary", "Partnership", "Government", "Privately Held", "Public Company"] }],
  ["Rating", "Rating", "picklist", { options: ["Acquired", "Active", "Market Failed", "Project Cancelled", "Shut Down"] }],
  ["Ticker_Symbol", "Ticker Symbol", "text", { length: 30 }],
  ["SIC_Code", "SIC Code", "integer"],
  ["Employees", "Employees", "integer"],
  ["Annual_Revenue", "Annual Revenue", "currency"],
  ["Parent_Account", "Parent Account", "lookup", { lookup: { module: "Accounts", list: "Member_Accounts" } }],
  ...addressLines("Billing", "Code"),
  ...addressLines("Shipping", "Code"),
  ["Description", "Description", "textarea"],
]);
