import { List } from "@mantine/core";
import { CallError } from "#platform/http/call.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";

/** A file or mapping that was refused as a whole, with what is wrong of each column. */
export function Refused({ problem }: { problem: unknown }) {
  const fields =
    problem instanceof CallError
      ? ((problem.view.details["fields"] ?? []) as { path: string; problem: string }[])
      : [];
  return (
    <ProblemBox problem={problem}>
      {fields.length > 0 && (
        <List size="sm" mt="xs">
          {fields.map(({ path, problem: words }) => (
            <List.Item key={path}>{words}</List.Item>
          ))}
        </List>
      )}
    </ProblemBox>
  );
}
