import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { usePlaces } from "#web/sync/places.ts";
import { moduleAnswers, withModuleAnswers } from "./answers.ts";
import { MappingTable } from "./MappingTable.tsx";
import type { RowProblem } from "./problems.ts";
import type { StepProps } from "./step-props.ts";
import type { MappingTrial } from "./trial.ts";
import { TriedOn } from "./Tried.tsx";

/** Custom fields for customers that an organization may have (the API refuses the eleventh). */
const mostCustomFields = 10;

type MappingStepProps = StepProps & { problems: RowProblem[]; trials: MappingTrial[] | undefined };

/** Which CRM field goes into which billing field, beside the values of three records. */
export function MappingStep({ answers, options, samples, set, problems, trials }: MappingStepProps) {
  const { mapping, contact_mapping } = moduleAnswers(answers, options);
  const isBoth = answers.module === "accounts-and-contacts";
  const fromContacts = answers.module === "contacts";
  const isTwoWay = answers.extent === "two-way";
  return (
    <Stack gap="xl">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3}>
            {fromContacts ? "From the contact to the customer" : "From the account to the customer"}
          </Title>
          <CustomFields count={options.custom_field_count} />
        </Group>
        {isTwoWay && <TriedOn trials={trials} module={answers.module} />}
        <MappingTable
          label="Fields of the customer"
          path="mapping"
          rows={mapping}
          crmFields={options.crm_fields}
          billingFields={options.customer_fields}
          samples={samples.samples}
          trial={trials?.find((one) => one.path === "mapping")}
          problems={problems}
          isTwoWay={isTwoWay}
          onChange={(next) => set((before) => withModuleAnswers(before, { mapping: next }))}
        />
      </Stack>
      {isBoth && (
        <Stack gap="sm">
          <Title order={3}>From the contact to the contact person</Title>
          <MappingTable
            label="Fields of the contact person"
            path="contact_mapping"
            rows={contact_mapping}
            crmFields={options.contact_fields}
            billingFields={options.person_fields}
            samples={samples.contact_samples}
            trial={trials?.find((one) => one.path === "contact_mapping")}
            problems={problems}
            isTwoWay={isTwoWay}
            onChange={(next) => set((before) => withModuleAnswers(before, { contact_mapping: next }))}
          />
        </Stack>
      )}
    </Stack>
  );
}

function CustomFields({ count }: { count: number }) {
  const places = usePlaces();
  const { connection } = useParams({ from: "/o/$org/settings/integrations/$connection/configure" });
  return (
    <Text size="sm" c="dimmed">
      <span className="figures">
        {count}/{mostCustomFields}
      </span>{" "}
      custom fields.{" "}
      {count < mostCustomFields ? (
        <Anchor
          component={Link}
          to={places.customFields}
          search={{ from: connection } as never}
          size="sm"
          underline="always"
        >
          Make one
        </Anchor>
      ) : (
        "Remove one before making another."
      )}
    </Text>
  );
}
