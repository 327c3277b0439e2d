import { Button, Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { CallError } from "#platform/http/call.ts";
import { ProblemBox } from "./Problem.tsx";
import { useWaitedLong } from "./waiting.ts";

type LoadedProps<Value> = {
  of: Pick<UseQueryResult<Value, CallError>, "data" | "error" | "refetch" | "isFetching">;
  /** The real shape in grey; lines of text where not given. */
  skeleton?: ReactNode;
  children: (value: Value) => ReactNode;
};

/** The answer of a question; alone knows what waiting and failing look like. What was there stays while it is asked anew. */
export function Loaded<Value>({ of, skeleton, children }: LoadedProps<Value>) {
  const waitedLong = useWaitedLong(of.data === undefined && of.error === null);
  // What is no longer there must not be shown as if it were.
  if (of.data !== undefined && of.error?.status !== 404) return <>{children(of.data)}</>;
  if (of.error !== null) {
    return (
      <ProblemBox problem={of.error}>
        <Button
          mt="xs"
          size="compact-sm"
          variant="default"
          loading={of.isFetching}
          onClick={() => void of.refetch()}
        >
          Try again
        </Button>
      </ProblemBox>
    );
  }
  return <div aria-busy="true">{waitedLong ? (skeleton ?? <Lines />) : null}</div>;
}

function Lines() {
  return (
    <Stack gap="sm" maw={560}>
      <Skeleton height={20} width="40%" />
      <Skeleton height={14} />
      <Skeleton height={14} width="85%" />
      <Skeleton height={14} width="60%" />
    </Stack>
  );
}
