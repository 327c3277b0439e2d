import { Group, Loader, Text, UnstyledButton } from "@mantine/core";
import { searchRecordsOfCrm } from "#sync/link/reference.api.ts";
import { useCall } from "#web/api.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import classes from "./FoundRecords.module.css";

type Found = { crm_id: string; crm_module: string; name: string };

type FoundRecordsProps = {
  connection: string;
  word: string;
  /** The record that is on its way. */ bringing: string | undefined;
  onPick: (record: Found) => void;
};

/** What the CRM has now, newest first; a click chooses. */
export function FoundRecords({ connection, word, bringing, onPick }: FoundRecordsProps) {
  const found = useCall(searchRecordsOfCrm, { query: { connection, word } });
  return (
    <Loaded of={found}>
      {({ items }) =>
        items.length === 0 ? (
          <Text size="sm" role="status">
            No record of the CRM begins like this.
          </Text>
        ) : (
          <ul className={classes.list} aria-label="Records of the CRM">
            {items.map((one) => (
              <li key={one.crm_id}>
                <UnstyledButton
                  className={classes.record}
                  disabled={bringing !== undefined}
                  onClick={() => onPick(one)}
                >
                  <Group justify="space-between" gap="sm" wrap="nowrap">
                    <div className={classes.words}>
                      <Text fw={500}>{one.name}</Text>
                      <Text size="sm" c="dimmed">
                        {[one.detail, standing(one)].filter((part) => part !== null).join(" · ")}
                      </Text>
                    </div>
                    {bringing === one.crm_id && <Loader size="xs" aria-label={`Bringing ${one.name}`} />}
                  </Group>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function standing({ name, customer_name: customer }: { name: string; customer_name: string | null }): string {
  if (customer === null) return "Not a customer yet";
  return customer === name ? "Is a customer already" : `Is the customer ${customer} already`;
}
