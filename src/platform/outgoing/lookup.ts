import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./address.ts";

/** A name leads inside a network. */
export class ClosedAddress extends Error {}

/** Looks a name up and refuses it where any of its addresses is inside a network. */
export const lookupPublic: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return done(error, "");
    const [first] = found;
    if (first === undefined || !found.every(({ address }) => isPublicAddress(address)))
      return done(new ClosedAddress(), "");
    return options.all === true ? done(null, found) : done(null, first.address, first.family);
  });
};
