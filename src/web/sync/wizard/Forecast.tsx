import { Skeleton, Text } from "@mantine/core";
import type { checkSettings } from "#sync/connection/connection.api.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { showCount } from "#web/ui/show.ts";

/** How many records the chosen views hold, and what reading them costs. */
export function Forecast({
  of,
  isAsking,
}: {
  of: Received<typeof checkSettings> | undefined;
  isAsking: boolean;
}) {
  if (of === undefined) return isAsking ? <Skeleton height={20} width={220} /> : null;
  if (of.records === null) return null;
  const [warning] = of.warnings;
  return (
    <>
      <Text aria-live="polite" style={{ opacity: isAsking ? 0.6 : 1 }}>
        {showCount(of.records, "record")} in the view now
        {of.credits !== null &&
          `; a run that reads them takes at least ${showCount(of.credits, "API credit")}`}
        .
      </Text>
      {warning !== undefined && (
        <Text size="sm" c="dimmed" mt={4}>
          {warning.problem}.
        </Text>
      )}
    </>
  );
}
