import type { ErrorRows } from "./error-rows.ts";

/** Refusals of the sync: connections, their settings, runs, links. */
export const syncErrors = {
  "connection.not_found": [
    404,
    "There is no such connection",
    "Open Settings > Integrations to see the connections.",
  ],
  "connection.key_refused": [
    422,
    "The CRM refused the e-mail address and key",
    "Generate a new ZSC key in the CRM under Developer space > ZSC key and enter it again.",
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
  "settings.loses_values": [
    422,
    "A pair of fields would not bring every value back as it was",
    "Let the pair go one way, map another field, or accept that these values stay where they are.",
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
  "hook.token_wrong": [
    401,
    "The notice does not carry its channel's token",
    "Only a CRM that this server asked to tell of changes may call this; nothing was done.",
  ],
  "run.active": [409, "A run is active", "Wait until it has finished, or cancel it."],
  "run.not_found": [404, "There is no such run", "Open the history to see all runs."],
  "run.cancelled": [409, "The run was cancelled", "What it had done is kept; start a run again to go on."],
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
  "run.not_undoable": [
    422,
    "This run cannot be undone",
    "Only a finished run that fetched or synced can be undone: no preview, no undo, none that failed or was cancelled.",
  ],
  "run.undone": [
    409,
    "This run has been undone already",
    "Nothing was changed; open the run that undid it to see what it did.",
  ],
  "run.mass_change": [
    409,
    "Unusually many linked records would be changed",
    "The sync stopped before that, and no run starts by itself now. Make a preview, which lists every record, and approve it; what is not meant so is put right in the CRM or in billing first.",
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
  "conflict.not_found": [
    404,
    "There is no such conflict",
    "Open the list of conflicts to see all that wait for a decision.",
  ],
  "conflict.decided": [
    409,
    "The conflict is decided already",
    "Nothing was changed. The next run carries the decision out; to have another value, change it in billing or in the CRM.",
  ],
  "conflict.changed": [
    409,
    "A side has changed since the conflict was seen",
    "Nothing was changed. Look at the conflict again after the next run, and decide on what it shows then.",
  ],
  "story.field_unknown": [
    404,
    "There is no field of this name",
    "Choose one of the fields that the details name.",
  ],
  "link.already_linked": [
    409,
    "The customer or the CRM record is linked already",
    "Unlink it first; the details name what it is linked with.",
  ],
  "link.other_currency": [
    422,
    "The customer and the CRM record are in different currencies",
    "Link records of one currency; change the currency on one side first.",
  ],
  "link.connection_unclear": [422, "Several CRMs are connected", "Name the connection that is meant."],
  "link.not_closed": [
    422,
    "The CRM record has no closed link here",
    "Nothing was changed. Name records of the list of closed links; the details say what the others are.",
  ],
  "link.none_closed": [
    409,
    "No link is closed here",
    "There is nothing to let come again: the next run brings what is new by itself.",
  ],
  "link.wrong_id_kind": [
    422,
    "The id is of a kind that this connection makes no customers of",
    "Give the id of a record of the module that is synced.",
  ],
  "link.no_such_reference": [
    404,
    "No customer is linked with this CRM record",
    "Check the id, or import the record by it.",
  ],
  "link.not_found": [
    404,
    "This customer is not linked with a CRM record",
    "Only customers that came from the CRM can be fetched.",
  ],
} as const satisfies ErrorRows;
