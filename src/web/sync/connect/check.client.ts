import { callEvents } from "#platform/http/call.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { Check, watchCheck } from "#sync/connection/connection.api.ts";
import { callerIn } from "#web/api.ts";

/** Tries credentials; gives each check as it ends. Nothing of them is kept. */
export async function* watchChecks(
  organization: string | undefined,
  credentials: Call<typeof watchCheck>["body"],
): AsyncGenerator<Check> {
  for await (const event of callEvents(callerIn(organization), watchCheck, { body: credentials }))
    yield Check.parse(event);
}
