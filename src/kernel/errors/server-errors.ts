import type { ErrorRows } from "./error-rows.ts";

/** Refusals of the server itself: requests, starting and stopping, the command line, backup and restore. */
export const serverErrors = {
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
  "request.took_too_long": [
    503,
    "It took too long to find out what would happen",
    "Try again in a moment, or ask for less at once; nothing was changed.",
  ],
  "route.not_found": [
    404,
    "There is nothing at this address",
    "Check the address; the API is described at /api/openapi.json.",
  ],
  "route.method": [
    405,
    "This address does not take this method",
    "Use a method that the Allow header names; the API is described at /api/openapi.json.",
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
  "server.disk_full": [
    507,
    "The disk of the database is full",
    "Free some space on it and try again; nothing was changed.",
  ],
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
  "start.folder": [
    500,
    "The data folder cannot be used",
    "Give it to the user who runs Concord, or choose another one with CONCORD_DATA.",
  ],
  "start.database": [503, "The database cannot be used", "Read the reason, correct it and start again."],
  "start.port": [409, "The port is taken by another program", "Set PORT to a free one."],
  "start.failed": [500, "Concord does not start", "Read the reason, correct it and start again."],
  "start.no_server": [
    409,
    "No Concord runs on this data",
    "Start it with npm start, or set DATABASE_URL to the database to work for.",
  ],
  "cli.usage": [400, "The command is not understood", "See concord --help."],
  "cli.no_server": [
    503,
    "No Concord server runs on this data",
    "Start it with npm start, or set CONCORD_URL and CONCORD_API_KEY.",
  ],
  "cli.organization_unclear": [
    422,
    "It is not clear which organization is meant",
    "Name one with --org, or in CONCORD_ORG.",
  ],
  "cli.connection_unclear": [
    422,
    "It is not clear which CRM connection is meant",
    "Name one with --connection.",
  ],
  "cli.becomes_credit": [
    422,
    "More of the payment would become credit than settles invoices",
    "Correct the amount; or say with --as-credit that the rest is to be the customer's credit.",
  ],
  "cli.file": [422, "The file cannot be read", "Check its path and contents."],
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
  "account.not_found": [
    404,
    "Nobody signs in with this e-mail address",
    "Look at Settings > Members for the addresses that there are.",
  ],
  "restore.in_use": [409, "A Concord works on this database", "Stop it first; nothing was changed."],
} as const satisfies ErrorRows;
