import type { Member } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import { readCrmFields } from "#sync/mapping/crm-fields.client.ts";
import { defaultMapping, defaultPersonMapping } from "#sync/mapping/default-mapping.ts";
import { modulesOf } from "#sync/run/run-plan.ts";
import type { z } from "zod";
import { openConnection, withRefusals } from "./options.commands.ts";
import type { readSamples } from "./samples.api.ts";
import { readFullest } from "./samples.client.ts";

type Call = { deps: Deps; member: Member };
type Query = z.output<(typeof readSamples)["query"]>;

/** Records of the chosen views, to be shown beside the pairs of fields. */
export async function samplesOf(
  call: Call,
  id: string,
  { module, view, contact_view: contactView }: Query,
): Promise<z.input<(typeof readSamples)["reply"]>> {
  const { crm } = await openConnection(call, id);
  const [first = "Accounts", second] = modulesOf(module);
  return withRefusals(async () => ({
    samples: await readFullest(crm, first, {
      view,
      mapping: defaultMapping(module, true),
      fields: await readCrmFields(crm, first),
    }),
    contact_samples: second
      ? await readFullest(crm, second, {
          view: contactView,
          mapping: defaultPersonMapping(),
          fields: await readCrmFields(crm, second),
        })
      : [],
  }));
}
