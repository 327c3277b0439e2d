import { Box, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { verifyAuditLog } from "#platform/audit/audit.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { Status } from "#web/ui/Status.tsx";
import { showCount } from "#web/ui/show.ts";

type Verifying = ReturnType<typeof useVerify>;

/** Asks the server to recompute the chain of hashes; only when the reader says so, as it reads the whole log. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the shape is that of the reply
export function useVerify() {
  const asked = useQuery({
    ...query(useOrganizationId(), verifyAuditLog),
    enabled: false,
    staleTime: Infinity,
  });
  return {
    check: () => void asked.refetch(),
    isChecking: asked.isFetching,
    result: asked.data,
    problem: asked.error,
  };
}

/** What verifying has shown. */
export function Verification({ of: { result, problem } }: { of: Verifying }) {
  if (problem) return <ProblemBox problem={problem} />;
  if (result === undefined) return null;
  return (
    <Box mb="sm" aria-live="polite">
      <Group gap="xs">
        <Status word={result.intact ? "Intact" : "Changed"} meaning={result.intact ? "agree" : "fail"} />
        <Text>
          {result.intact
            ? `All ${showCount(result.entries, "entry", "entries")} are as they were written.`
            : `Entry ${result.first_broken_seq} or the one before it was changed outside Concord. Compare with a backup.`}
        </Text>
      </Group>
    </Box>
  );
}
