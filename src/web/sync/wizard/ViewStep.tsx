import { Select, Stack, Text } from "@mantine/core";
import type { ViewRef } from "#sync/connection/settings.api.ts";
import { moduleAnswers, type Options, withModuleAnswers } from "./answers.ts";
import type { StepProps } from "./step-props.ts";

type View = Options["views"][number];

type ViewStepProps = StepProps & {
  /** As whom "My …" views are evaluated. */ userName: string;
  forecast: React.ReactNode;
};

/** Which records of the module: a view of the CRM, or two for accounts and their contacts. */
export function ViewStep({ answers, options, set, userName, forecast }: ViewStepProps) {
  const { view, contact_view } = moduleAnswers(answers, options);
  const isBoth = answers.module === "accounts-and-contacts";
  return (
    <Stack gap="lg" maw={480}>
      <ViewSelect
        label={answers.module === "contacts" ? "View of contacts" : "View of accounts"}
        views={options.views}
        value={view}
        userName={userName}
        onChange={(next) => set((before) => withModuleAnswers(before, { view: next }))}
      />
      {isBoth && (
        <ViewSelect
          label="View of contacts"
          views={options.contact_views}
          value={contact_view}
          userName={userName}
          onChange={(next) => set((before) => withModuleAnswers(before, { contact_view: next }))}
        />
      )}
      <Text c="dimmed">
        {isBoth &&
          "A contact comes if it is in the view of contacts and its account is in the view of accounts. "}
        What leaves the view later stays a customer, is no longer updated, and is marked out of view.
      </Text>
      {forecast}
    </Stack>
  );
}

type SelectProps = {
  label: string;
  views: View[];
  value: ViewRef | null;
  userName: string;
  onChange: (view: ViewRef) => void;
};

function ViewSelect({ label, views, value, userName, onChange }: SelectProps) {
  const chosen = views.find(({ id }) => id === value?.id);
  const groups = [
    { group: "Predefined", kind: "predefined" },
    { group: "Made by users", kind: "custom" },
  ].map(({ group, kind }) => ({
    group,
    items: views.filter((one) => one.kind === kind).map(({ id, name }) => ({ value: id, label: name })),
  }));
  return (
    <Select
      label={label}
      placeholder="Choose a view"
      searchable
      nothingFoundMessage="No view is called that"
      data={groups.filter(({ items }) => items.length > 0)}
      value={chosen?.id ?? null}
      onChange={(id) => {
        const view = views.find((one) => one.id === id);
        if (view !== undefined) onChange({ id: view.id, name: view.name, all: false });
      }}
      allowDeselect={false}
      error={
        value !== null && chosen === undefined
          ? `The view ${value.name} is no longer in the CRM; choose another one`
          : undefined
      }
      inputWrapperOrder={["label", "input", "description", "error"]}
      description={chosen?.personal ? `Evaluated as ${userName}, the CRM user of this connection` : undefined}
    />
  );
}
