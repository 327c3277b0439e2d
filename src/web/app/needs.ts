import type { Role } from "#platform/auth/organization.api.ts";
import { CallError } from "#platform/http/call.ts";
import { type Access, mayAs } from "./organization.ts";

/** A route's `beforeLoad` for a screen that only those may use who may `write` or `admin`: others get its refusal instead. */
export function needs(access: Access): (at: { context: { organization: { role: Role } } }) => void {
  return ({ context: { organization } }) => {
    if (!mayAs(organization.role, access)) throw notAllowed(access);
  };
}

function notAllowed(access: Access): CallError {
  return new CallError(403, {
    code: "auth.forbidden",
    title: access === "write" ? "Your role reads only" : "This is for owners and administrators",
    remedy: "Ask an owner or administrator of the organization to do it, or to give you another role.",
    details: {},
  });
}
