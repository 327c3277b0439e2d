import type { Role } from "#platform/auth/organization.api.ts";
import { CallError } from "#platform/http/call.ts";
import { type Access, mayAs } from "./organization.ts";

/** A route's `beforeLoad` for a screen that only those may use who may `write` or `admin`: others get its refusal instead. */
export function needs(access: Access): (at: { context: { organization: { role: Role } } }) => void {
  return ({ context: { organization } }) => {
    if (!mayAs(organization.role, access)) throw notAllowed();
  };
}

/** The refusal of a screen that a role does not have. */
export function notAllowed(): CallError {
  return new CallError(403, {
    code: "auth.forbidden",
    title: "Your role does not allow this",
    remedy: "Ask an owner or administrator of the organization to do it, or to give you another role.",
    details: {},
  });
}
