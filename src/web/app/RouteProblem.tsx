import { Box, Button, Group } from "@mantine/core";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useState } from "react";
import { isServerThere } from "#web/outage.client.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";

/** A page that could not be shown at all. */
export function RouteProblem({ error }: ErrorComponentProps) {
  return (
    <Box component="main" tabIndex={-1}>
      <ScreenProblem error={error} />
    </Box>
  );
}

/** A screen that could not be shown, where it would stand: what is around it still leads elsewhere. */
export function ScreenProblem({ error }: Pick<ErrorComponentProps, "error">) {
  const [isTrying, setTrying] = useState(false);
  async function again(): Promise<void> {
    setTrying(true);
    // The page is loaded as a whole, because a browser may not ask twice for a part that it did not get.
    if (await isServerThere()) location.reload();
    else setTrying(false);
  }
  return (
    <Box p="xl" maw={720} mx="auto">
      <title>Something went wrong · Concord</title>
      <ProblemBox problem={error} heading="h1">
        <Group mt="sm">
          <Button variant="default" onClick={() => void again()} loading={isTrying}>
            Try again
          </Button>
          <Button variant="subtle" component={Link} to="/">
            Go to the start
          </Button>
        </Group>
      </ProblemBox>
    </Box>
  );
}

/** An address that leads nowhere. */
export function Missing() {
  return (
    <Box component="main" tabIndex={-1}>
      <ScreenMissing />
    </Box>
  );
}

/** An address that leads nowhere within an organization: what is around it still leads elsewhere. */
export function ScreenMissing() {
  return (
    <Box p="xl">
      <title>Not found · Concord</title>
      <Empty
        drawing="lost"
        sentence="There is nothing at this address."
        action={
          <Button component={Link} to="/">
            Go to the start
          </Button>
        }
      />
    </Box>
  );
}
