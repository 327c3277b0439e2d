/**
 * Every refusal of Concord: code, HTTP status, title, remedy. One table, so that page, API, command line and
 * documentation (docs/reference/errors.md is printed from it) say the same. A code that is missing here does not compile.
 */
const table = {
  "request.invalid": [400, "The request has invalid fields", "Correct the named fields and send it again."],
  "request.not_json": [
    400,
    "The request body is not JSON",
    "Send a JSON object with Content-Type: application/json.",
  ],
  "request.cross_site": [
    403,
    "The request came from another site",
    "Send it from a page of this server, or with an API key.",
  ],
  "request.too_large": [413, "The request body is too large", "Send less at once."],
  "request.too_many": [429, "Too many requests", "Wait for the time that Retry-After names, then try again."],
  "request.key_reused": [
    422,
    "This Idempotency-Key was used for another request",
    "Send the request with a new key.",
  ],
  "request.in_progress": [
    409,
    "A request with this Idempotency-Key is still running",
    "Wait for its answer, then send it again.",
  ],
  "route.not_found": [
    404,
    "There is nothing at this address",
    "Check the address; the API is described at /api/openapi.json.",
  ],
  "auth.required": [401, "Sign in first", "Sign in, or send an API key in the Authorization header."],
  "auth.key_invalid": [401, "The API key is not valid", "Create a new key under Settings > API keys."],
  "auth.forbidden": [403, "Your role does not allow this", "Ask an administrator of the organization."],
  "auth.organization_unknown": [404, "There is no such organization", "Choose one you are a member of."],
  "api_key.not_found": [
    404,
    "There is no such API key",
    "Open Settings > API keys to see the keys that there are.",
  ],
  "member.not_found": [
    404,
    "There is no such member",
    "Open Settings > Members to see who belongs to the organization.",
  ],
  "member.already_there": [
    409,
    "This person is a member already",
    "Change the role in the list of members instead.",
  ],
  "member.last_owner": [409, "The organization would have no owner left", "Make another member owner first."],
  "member.owner_only": [403, "Only an owner may do this with owners", "Ask an owner of the organization."],
  "connection.not_found": [
    404,
    "There is no such connection",
    "Open Settings > Integrations to see the connections.",
  ],
  "connection.key_refused": [
    422,
    "The CRM refused the e-mail address and key",
    "Generate a new ZSC key in the CRM under Setup > Developer space and enter it again.",
  ],
  "connection.user_inactive": [
    422,
    "The CRM user of this key is inactive",
    "Activate the user in the CRM, or use the key of another user.",
  ],
  "connection.unreachable": [
    502,
    "The CRM cannot be reached",
    "Check the address and that the CRM is running, then try again; nothing was changed.",
  ],
  "connection.url_refused": [
    422,
    "This CRM address is not allowed",
    "Use a Zoho data centre, this server's own CRM, or add the address to CONCORD_CRM_URLS.",
  ],
  "connection.other_crm": [
    409,
    "The key belongs to another CRM organization",
    "Use a key of the connected CRM organization, or connect the other one as a new connection.",
  ],
  "connection.wrong_state": [
    409,
    "The connection is not in a state that allows this",
    "Look at the connection's state under Settings > Integrations.",
  ],
  "connection.paused": [409, "The connection is paused", "Resume it first; the next run then catches up."],
  "connection.disabled": [
    409,
    "The connection is disabled",
    "Reactivate it first; its links and settings are kept.",
  ],
  "connection.not_configured": [
    409,
    "The connection is not configured yet",
    "Choose module, view, duplicates and mapping first (Configure).",
  ],
  "connection.needs_attention": [
    409,
    "The connection has a problem that a person must solve",
    "Open Settings > Integrations; the notice there says what to do.",
  ],
  "connection.no_access": [
    422,
    "The CRM user may not read a module that is needed",
    "Give the user's profile access to the module in the CRM, or use the key of another user.",
  ],
  "connection.throttled": [
    429,
    "The CRM limits how often a token is issued",
    "Wait ten minutes; the next run goes on by itself.",
  ],
  "settings.invalid": [422, "The configuration has problems", "Correct the named parts."],
  "settings.currency_differs": [
    422,
    "The base currencies of CRM and billing differ",
    "Use a billing organization with the CRM's base currency, or leave out money fields.",
  ],
  "settings.two_way_unavailable": [
    422,
    "Syncing both ways is not available",
    "Choose one-way (fetch from CRM).",
  ],
  "settings.view_unknown": [422, "The CRM has no such view", "Choose one of the listed views."],
  "settings.view_gone": [
    409,
    "The view was deleted in the CRM",
    "Choose another view under Settings > Integrations > Edit.",
  ],
  "settings.field_gone": [
    409,
    "A mapped CRM field no longer exists or has another type",
    "Correct the mapping under Settings > Integrations > Edit.",
  ],
  "run.active": [409, "A run is active", "Wait until it has finished, or cancel it."],
  "run.not_found": [404, "There is no such run", "Open the history to see all runs."],
  "run.finished": [
    409,
    "The run has already finished",
    "Nothing was cancelled; open the run to see what it did.",
  ],
  "run.not_a_preview": [
    422,
    "This run is not a finished preview of the present configuration",
    "Make a new preview and approve that.",
  ],
  "run.crm_refused": [
    502,
    "The CRM refused a request of the run",
    "Read the CRM's answer in the details; the next run starts where this one stopped.",
  ],
  "run.record_not_visible": [
    404,
    "The CRM does not show this record",
    "Check in the CRM that it exists and that the connection's user may see it.",
  ],
  "run.storage_full": [
    507,
    "The database has no disk space left",
    "Free space on the database server, then start the run again; it goes on where this one stopped.",
  ],
  "run.failed": [
    500,
    "The run stopped with an unexpected error",
    "Start it again; it goes on where it stopped. If it happens again, report the run's id.",
  ],
  "link.not_found": [
    404,
    "This customer is not linked with a CRM record",
    "Only customers that came from the CRM can be fetched.",
  ],
  "organization.owner_unclear": [
    422,
    "It is not clear who owns the organization",
    "Name the owner with --owner E-MAIL.",
  ],
  "backup.role_too_weak": [
    403,
    "The database user may not read or write everything",
    "Use a superuser in DATABASE_URL for backup and restore.",
  ],
  "backup.file": [
    422,
    "The backup file cannot be read or written",
    "Check the path, the rights and the free space.",
  ],
  "restore.damaged": [
    422,
    "The backup file is damaged or not a backup",
    "Use another copy of it; nothing was changed.",
  ],
  "restore.newer": [
    422,
    "The backup was made by a newer Concord",
    "Install that version or a later one; nothing was changed.",
  ],
  "restore.schema_ahead": [
    409,
    "The database has a newer schema than the backup",
    "Restore into an empty database or data folder; the newer schema is then made from it. Nothing was changed.",
  ],
  "restore.not_empty": [
    409,
    "There is data in this database already",
    "Restore into an empty one, or add --force to replace it. Nothing was changed.",
  ],
  "restore.in_use": [409, "A Concord works on this database", "Stop it first; nothing was changed."],
  "cli.usage": [400, "The command is not understood", "See concord --help."],
  "cli.no_server": [
    503,
    "No Concord server runs on this data",
    "Start it with npm start, or set CONCORD_URL and CONCORD_API_KEY.",
  ],
  "cli.organization_unclear": [422, "It is not clear which organization is meant", "Name one with --org."],
  "cli.connection_unclear": [
    422,
    "It is not clear which CRM connection is meant",
    "Name one with --connection.",
  ],
  "cli.file": [422, "The file cannot be read", "Check its path and contents."],
  "start.locked": [
    409,
    "Concord is already running on this data",
    "Stop it, or choose another folder with CONCORD_DATA.",
  ],
  "start.config": [
    400,
    "The configuration is not valid",
    "Correct the environment variables and start again.",
  ],
  "start.database": [503, "The database cannot be used", "Read the reason, correct it and start again."],
  "start.port": [409, "The port is taken by another program", "Set PORT to a free one."],
  "start.failed": [500, "Concord does not start", "Read the reason, correct it and start again."],
  "start.no_server": [
    409,
    "No Concord runs on this data",
    "Start it with npm start, or set DATABASE_URL to the database to work for.",
  ],
  "billing_organization.not_found": [
    404,
    "Billing is not set up for this organization",
    "Create the organization with its base currency first.",
  ],
  "billing_organization.currency_fixed": [
    409,
    "The base currency can no longer change",
    "It is fixed once a transaction exists.",
  ],
  "customer.not_found": [
    404,
    "There is no such customer",
    "Check the id, or search for the customer by name.",
  ],
  "customer.changed_meanwhile": [
    409,
    "Somebody else changed this customer meanwhile",
    "Load it again, then repeat your change.",
  ],
  "customer.merged": [
    409,
    "This customer was merged into another one",
    "Change the other customer, or undo the merge first.",
  ],
  "customer.currency_fixed": [
    409,
    "The customer's currency can no longer change",
    "It is fixed once a transaction exists; create another customer for another currency.",
  ],
  "customer.has_transactions": [
    409,
    "The customer has transactions",
    "Make the customer inactive instead; its documents stay.",
  ],
  "customer.in_use": [
    409,
    "Something still refers to this customer",
    "Make the customer inactive instead, or undo its merges and unlink it from the CRM first.",
  ],
  "contact_person.not_found": [
    404,
    "There is no such contact person",
    "Load the customer again; somebody may have removed the person.",
  ],
  "contact_person.unnamed": [
    422,
    "A contact person needs a name, an e-mail address or a number",
    "Enter at least one of them.",
  ],
  "customer_field.not_found": [
    404,
    "There is no such custom field",
    "Choose one of the listed custom fields.",
  ],
  "customer_field.limit_reached": [
    409,
    "Customers can have ten custom fields, and all ten are in use",
    "Delete a custom field that is no longer needed.",
  ],
  "customer_field.name_taken": [409, "There is a custom field of this name already", "Choose another label."],
  "customer_merge.not_found": [
    404,
    "There is no such merge",
    "Open the customer's merges to see those that there are.",
  ],
  "customer_merge.same_customer": [
    422,
    "A customer cannot be merged with itself",
    "Choose two different customers.",
  ],
  "customer_merge.other_currency": [
    422,
    "Customers in different currencies cannot be merged",
    "Choose two customers in the same currency.",
  ],
  "customer_merge.already_undone": [409, "This merge was undone already", "There is nothing left to undo."],
  "customer_merge.later_merge": [409, "A later merge builds on this one", "Undo the later merge first."],
  "import.encoding": [
    422,
    "The file is not UTF-8",
    "Save it as CSV UTF-8 and choose it again; the first byte that does not fit is named.",
  ],
  "import.unreadable": [
    422,
    "The file is not valid CSV",
    "Look at the named line: a quote is probably missing or too much.",
  ],
  "import.empty": [422, "The file has no rows", "Choose a file with a header line and at least one row."],
  "import.mapping_invalid": [
    422,
    "The columns cannot be read as customers",
    "Map at least one column to the display name, company, name or e-mail, and no field twice.",
  ],
  "server.failed": [
    500,
    "Something went wrong on our side",
    "Try again; if it happens again, report the request id.",
  ],
  "server.unavailable": [
    503,
    "The database cannot be reached",
    "Try again in a moment; nothing was changed.",
  ],
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
    "Ask an administrator of the CRM (Setup > Users) for the right to delete records of the module.",
  ],
  "crm_import.forbidden": [
    403,
    "Your CRM profile does not allow this import",
    "Ask an administrator of the CRM for the right to create and edit records of the module.",
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
  "crm_import.interrupted": [
    503,
    "The database went away during the import",
    "Import again with duplicates skipped; the rows that were done are kept.",
  ],
} as const satisfies Record<string, readonly [status: number, title: string, remedy: string]>;

export type ErrorCode = keyof typeof table;

/** What the caller may know beside the code: names of fields, values, ids. Never secrets. */
export type Facts = Record<string, unknown>;

/** One field that was refused, and what to do about it. `path` is dotted: `billing_address.zip`. */
export type FieldProblem = { path: string; problem: string };

/** A refusal on its way to the user. Thrown past the core, turned into an answer by platform/http. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: Facts;

  constructor(code: ErrorCode, facts: Facts = {}) {
    super(`${code}: ${table[code][1]}`);
    this.code = code;
    this.facts = facts;
  }
}

/** How an error is shown, in every place alike. */
export type ErrorView = { code: ErrorCode; title: string; remedy: string; details: Facts };

/** HTTP status of a code. */
export function statusOf(code: ErrorCode): number {
  return table[code][0];
}

/** The words for a refusal. `facts.message`, if given, says it more precisely than the title. */
export function viewOf(code: ErrorCode, facts: Facts = {}): ErrorView {
  const [, title, remedy] = table[code];
  const { message, remedy: better, ...details } = facts;
  return {
    code,
    title: typeof message === "string" ? message : title,
    remedy: typeof better === "string" ? better : remedy,
    details,
  };
}

/** All codes with status, title and remedy, in table order: for the printed reference. */
export function allErrors(): { code: ErrorCode; status: number; title: string; remedy: string }[] {
  return (Object.keys(table) as ErrorCode[]).map((code) => {
    const [status, title, remedy] = table[code];
    return { code, status, title, remedy };
  });
}
