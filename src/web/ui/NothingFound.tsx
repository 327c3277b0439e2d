import { Button } from "@mantine/core";
import { Empty } from "./Empty.tsx";

type NothingFoundProps = {
  sentence: string;
  /** What the list is of, in the plural: `payments`. */
  many: string;
  onShowAll: () => void;
};

/** What stands in place of a list that a search or filters leave nothing of, and the way back to all of it. */
export function NothingFound({ sentence, many, onShowAll }: NothingFoundProps) {
  return (
    <Empty
      drawing="search"
      sentence={sentence}
      action={
        <Button variant="default" onClick={onShowAll}>
          Show all {many}
        </Button>
      }
    />
  );
}
