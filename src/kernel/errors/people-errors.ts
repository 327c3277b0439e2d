import type { ErrorRows } from "./error-rows.ts";

/** Refusals about people and keys: signing in, members, API keys, organizations. */
export const peopleErrors = {
  "auth.required": [401, "Sign in first", "Sign in, or send an API key in the Authorization header."],
  "auth.key_invalid": [401, "The API key is not valid", "Create a new key under Settings > API keys."],
  "auth.forbidden": [403, "Your role does not allow this", "Ask an administrator of the organization."],
  "auth.sign_in_refused": [401, "E-mail and password do not match", "Check both and try again."],
  "auth.sign_up_closed": [
    403,
    "This server takes no sign-ups",
    "Ask an administrator of your organization to add you under Settings > Users.",
  ],
  "auth.account_exists": [
    422,
    "There is an account with this e-mail address",
    "Sign in with it, or use another address.",
  ],
  "auth.password_refused": [
    422,
    "The password is not good enough",
    "Use at least 8 characters; a sentence is easy to keep in mind.",
  ],
  "auth.password_wrong": [422, "The current password is not right", "Type it again."],
  "auth.code_wrong": [
    401,
    "The code is not right",
    "Type the six digits that your authenticator shows now; each works once.",
  ],
  "auth.failed": [400, "Signing in did not work", "Read the reason, correct it and try again."],
  "auth.organization_unknown": [404, "There is no such organization", "Choose one you are a member of."],
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
  "member.last_administrator": [
    409,
    "The CRM would have no administrator left",
    "Make another user of the CRM an administrator first (CRM > Setup > Users).",
  ],
  "member.owner_only": [403, "Only an owner may do this with owners", "Ask an owner of the organization."],
  "api_key.not_found": [
    404,
    "There is no such API key",
    "Open Settings > API keys to see the keys that there are.",
  ],
  "audit.broken": [
    500,
    "The audit log is not as it was written",
    "Compare the log with a backup from the named entry on, and find out who can write to the database.",
  ],
  "organization.owner_unclear": [
    422,
    "It is not clear who owns the organization",
    "Name the owner with --owner E-MAIL.",
  ],
} as const satisfies ErrorRows;
