import { Box, Code, CopyButton, Group, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { CallError } from "#platform/http/call.ts";
import classes from "./Problem.module.css";

type Words = { code: string; title: string; remedy: string; requestId?: string };

/** The words for whatever went wrong: the server's own, or plain ones for a fault of the page itself. */
export function wordsFor(problem: unknown): Words {
  if (problem instanceof CallError) {
    const { code, title, remedy, request_id: requestId } = problem.view;
    return { code, title, remedy, ...(requestId === undefined ? {} : { requestId }) };
  }
  const detail = problem instanceof Error ? problem.message : String(problem);
  // After an update of the server the page may ask for a part of the application that is no longer there.
  if (/dynamically imported module|module script failed|preload/i.test(detail)) {
    return {
      code: "page.outdated",
      title: "This page is from before an update",
      remedy: "Load it again; nothing was changed.",
    };
  }
  return {
    code: "page.failed",
    title: "This page has a fault",
    remedy: `Load it again. If it happens again, report this: ${detail}`,
  };
}

type ProblemBoxProps = { problem: unknown; heading?: "h1" | "h2" | "div"; children?: ReactNode };

/** What happened, what to do, and the code to quote. */
export function ProblemBox({ problem, heading = "div", children }: ProblemBoxProps) {
  const words = wordsFor(problem);
  // A refusal is understood by its words; which request it was matters where something broke.
  const isRefusal = problem instanceof CallError && problem.status >= 400 && problem.status < 500;
  const quote = words.requestId === undefined || isRefusal ? words.code : `${words.code} ${words.requestId}`;
  return (
    <Group role="alert" className={classes.box} align="flex-start" wrap="nowrap" gap="sm">
      <IconAlertTriangle size={18} className={classes.icon} aria-hidden />
      <Box>
        <Text component={heading} fw={600} m={0}>
          {words.title}
        </Text>
        <Text>{words.remedy}</Text>
        {children}
        <CopyButton value={quote}>
          {({ copied, copy }) => (
            <UnstyledButton onClick={copy} className={classes.code} title="Copy for a report">
              <Code>{quote}</Code> {copied ? "Copied" : ""}
            </UnstyledButton>
          )}
        </CopyButton>
      </Box>
    </Group>
  );
}
