import { Tooltip } from "@mantine/core";
import { IconArrowsLeftRight } from "@tabler/icons-react";
import { showMoment } from "#web/ui/show.ts";
import classes from "./SyncMark.module.css";
import type { Synced } from "./synced-fields.ts";

/** A small mark on a field that a sync keeps; hovering or focus tells from where, and since when both sides agree. */
export function SyncMark({ of: { crmField, module, company, at } }: { of: Synced }) {
  const field = crmField.replaceAll("_", " ");
  const words = `Kept in agreement with ${field} of ${module === "Contacts" ? "the contact" : "the account"} in ${company}, last on ${showMoment(at)}`;
  return (
    <Tooltip label={words} multiline maw={300}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the explanation must be reached by keyboard too */}
      <span role="img" aria-label={words} tabIndex={0} className={classes.mark}>
        <IconArrowsLeftRight size={12} stroke={1.8} aria-hidden />
      </span>
    </Tooltip>
  );
}
