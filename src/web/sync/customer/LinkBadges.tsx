import { listLinks } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";
import { linkLists } from "#web/sync/details/link-lists.ts";
import { Status } from "#web/ui/Status.tsx";

/** How a customer stands with its CRM records: linked, or that one left the view or was deleted in the CRM. */
export function LinkBadges({ customer }: { customer: string }) {
  const { data } = useCall(listLinks, { query: { customer } });
  const states = data?.items
    .filter(({ contact_person: person, state }) => person === null && shown.has(state))
    .map(({ state }) => state);
  return [...new Set(states)].map((state) => <Badge key={state} state={state} />);
}

/** What a customer's own links may be; the others are no longer its own. */
const shown: ReadonlySet<string> = new Set(["linked", "out_of_view", "deleted_in_crm"]);

function Badge({ state }: { state: string }) {
  const list = linkLists.find((one) => one.state === state);
  const word = state === "linked" ? "Linked with CRM" : (list?.title ?? state);
  return <Status word={word} meaning={list?.meaning ?? "gray"} />;
}
