import { Box, Button, Group } from "@mantine/core";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { Empty } from "#web/ui/Empty.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";

/** A screen that could not be shown at all. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  return (
    <Box component="main" tabIndex={-1} p="xl" maw={720} mx="auto">
      <title>Something went wrong · Concord</title>
      <ProblemBox problem={error} heading="h1">
        <Group mt="sm">
          <Button variant="default" onClick={reset}>
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
    <Box component="main" tabIndex={-1} p="xl">
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
