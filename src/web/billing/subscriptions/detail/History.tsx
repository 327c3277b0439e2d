import { Text } from "@mantine/core";
import {
  IconArrowsExchange,
  IconCash,
  IconCircleX,
  IconFilePlus,
  IconMail,
  IconPencil,
  IconPlayerPause,
  IconRefresh,
  type Icon,
} from "@tabler/icons-react";
import { subscriptionHistory } from "#billing/subscription/subscription.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { useCall } from "#web/api.ts";
import { happeningWords, noteWords, statusOf } from "#web/billing/subscriptions/words.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import thread from "#web/ui/Thread.module.css";

type Happening = Received<typeof subscriptionHistory>["items"][number];

/** All that happened to a subscription, the newest first. */
export function History({ subscription }: { subscription: string }) {
  const history = useCall(subscriptionHistory, { params: { subscription } });
  return (
    <Loaded of={history}>
      {({ items }) => (
        <ol className={thread.line}>
          {items.toReversed().map((one) => (
            <Line key={one.id} of={one} icon={glyphOf(one.event)} />
          ))}
        </ol>
      )}
    </Loaded>
  );
}

type LineProps = { of: Happening; icon: Icon };

function Line({ of: { event, actor, on, from, to, note }, icon: Glyph }: LineProps) {
  const { words, isByItself } = happeningWords(event);
  return (
    <li>
      <span className={thread.mark}>
        <Glyph size={14} stroke={1.8} aria-hidden />
      </span>
      <div className={thread.body}>
        <Text component="div">
          {isByItself ? words : `${actor} ${words}`}
          {note !== null && `: ${noteWords(note)}`} {from !== to && <Status {...statusOf(to)} plain />}{" "}
          <Text span size="xs" c="dimmed">
            {showDay(on)}
          </Text>
        </Text>
      </div>
    </li>
  );
}

function glyphOf(event: string): Icon {
  if (event === "created") return IconFilePlus;
  if (/^(renew|reactivate|resume|start)/.test(event)) return IconRefresh;
  if (/^(cancel|term_ends|last_term|retries_end)/.test(event)) return IconCircleX;
  if (/^(pause|postpone)/.test(event)) return IconPlayerPause;
  if (event === "readdressed") return IconMail;
  if (event === "edited") return IconPencil;
  return /pay|retry|charge|paid/.test(event) ? IconCash : IconArrowsExchange;
}
