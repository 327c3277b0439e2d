import { randomBytes } from "node:crypto";
import { composeId, type Ids } from "#kernel/id.ts";
import { type Clock, instantFromMs } from "#kernel/time.ts";

/** The clock of the machine. */
export const systemClock: Clock = { now: () => instantFromMs(Date.now()) };

/** Identifiers from the machine's clock and its source of chance. */
export const systemIds: Ids = (prefix) => composeId(prefix, Date.now(), randomBytes(10));
