import type { ErrorRows } from "./error-rows.ts";

/** Refusals of the embedded CRM's own pages and commands; its REST surface has Zoho's codes. */
export const crmErrors = {
  "crm.no_seat": [
    403,
    "You are no user of this CRM",
    "Ask an administrator of the CRM to add you under Setup > Users.",
  ],
  "crm.user_unknown": [
    404,
    "The CRM has no active user with this e-mail address",
    "Look under Setup > Users in the CRM.",
  ],
  "crm.setup_forbidden": [
    403,
    "Your CRM profile does not allow set-up",
    "Ask a user with the Administrator profile.",
  ],
  "crm.client_unknown": [
    404,
    "There is no such OAuth client",
    "Choose one of the listed clients, or register a new one.",
  ],
  "crm.scope_unknown": [
    422,
    "The scope names something that the CRM does not have",
    "Use scopes such as ZohoCRM.modules.ALL, or leave the scope out for all of them.",
  ],
  "crm.records_forbidden": [
    403,
    "Your CRM profile does not allow this",
    "Ask an administrator of the CRM for this right on records of the module (Setup > Profiles).",
  ],
  "crm.profile_unknown": [
    404,
    "The CRM has no such profile",
    "Choose one of the profiles that the CRM lists.",
  ],
  "crm.profile_fixed": [
    422,
    "Administrators of the CRM see all that is switched on",
    "Switch the module off for everybody, or give these users another profile.",
  ],
  "finance.module_off": [
    404,
    "The CRM does not show this module of billing",
    "Ask an administrator of the CRM to switch it on (Setup > Finance).",
  ],
  "finance.forbidden": [
    403,
    "Your CRM profile does not allow this",
    "Ask an administrator of the CRM for the right (Setup > Finance).",
  ],
  "finance.not_connected": [
    409,
    "Billing is not connected to this CRM",
    "Connect them both ways under Settings > Integrations, or reactivate the connection.",
  ],
  "finance.not_linked": [
    409,
    "This record is no customer in billing yet",
    "Sync it, or import it with Search using CRM in billing. A deal or contact is its account's: give it one that is a customer.",
  ],
  "finance.record_unknown": [
    404,
    "The CRM has no such record, or you may not see it",
    "Look for it in the list of its module.",
  ],
  "finance.document_unknown": [
    404,
    "There is no such document for the records of this CRM",
    "Look for it in the list of its module; what was made for no record of the CRM is in billing alone.",
  ],
  "crm.view_unusable": [
    422,
    "The view cannot be used",
    "It is gone, not shared with you, or a field of its criteria is gone or hidden from you; choose another one.",
  ],
  "crm.criteria_invalid": [
    422,
    "The criteria cannot be read",
    "Write them as for the CRM's search: (Amount:greater_than:1000).",
  ],
  "crm_export.forbidden": [
    403,
    "Your CRM profile does not allow this export",
    "Ask an administrator of the CRM for the right to export records of the module.",
  ],
  "crm_export.view_unknown": [
    404,
    "There is no such view, or it is not shared with you",
    "Choose one of the views that the module lists.",
  ],
  "crm_export.criteria_invalid": [
    422,
    "The records cannot be chosen by this",
    "Correct the criteria; a view whose field is gone, or hidden from you, has to be edited.",
  ],
  "crm_import.forbidden": [
    403,
    "Your CRM profile does not allow this import",
    "Ask an administrator of the CRM for the rights to import, create and edit records of the module (Setup > Profiles).",
  ],
  "crm_import.unreadable": [
    422,
    "The file cannot be read as CSV",
    "Save it as CSV in UTF-8, with the headers in the first row.",
  ],
  "crm_import.mapping_invalid": [
    422,
    "The columns do not fit the fields",
    "Correct the named columns and import again; nothing was changed.",
  ],
  "crm_import.nothing": [
    422,
    "No row could be imported",
    "Correct the named rows and import again; nothing was changed.",
  ],
  "crm_import.interrupted": [
    503,
    "The database went away during the import",
    "Import again with duplicates skipped; the rows that were done are kept.",
  ],
} as const satisfies ErrorRows;
