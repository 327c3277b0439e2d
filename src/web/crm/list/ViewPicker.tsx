import { Button, Combobox, ScrollArea, useCombobox } from "@mantine/core";
import { IconChevronDown, IconPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { CrmView } from "#web/crm/types.ts";

const groups: readonly { category: CrmView["category"]; isPredefined: boolean; title: string }[] = [
  { category: "created_by_me", isPredefined: false, title: "Created by me" },
  { category: "shared_with_me", isPredefined: false, title: "Shared with me" },
  { category: "public_views", isPredefined: false, title: "Public" },
  { category: "other_users_views", isPredefined: false, title: "Other users'" },
  { category: "public_views", isPredefined: true, title: "Predefined" },
];

type ViewPickerProps = {
  views: readonly CrmView[];
  chosen: CrmView | undefined;
  onChoose: (id: string) => void;
  newView: string;
};

/** Chooses a view by typing a part of its name or from its group. */
export function ViewPicker({ views, chosen, onChoose, newView }: ViewPickerProps) {
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setText("");
    },
  });
  const fitting = views.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const shown = groups.map(({ category, isPredefined, title }) => ({
    title,
    views: fitting.filter((view) => view.category === category && view.system_defined === isPredefined),
  }));
  const choose = (value: string): void => {
    combobox.closeDropdown();
    if (value === "new") void navigate({ to: newView });
    else onChoose(value);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} width={280} position="bottom-start" shadow="md">
      <Combobox.Target targetType="button">
        <Button
          variant="default"
          rightSection={<IconChevronDown size={14} />}
          onClick={() => combobox.toggleDropdown()}
          aria-label={`View: ${chosen?.name ?? "none"}`}
        >
          {chosen?.name ?? "View"}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder="Find a view"
          aria-label="Find a view"
        />
        <Combobox.Options aria-label="Views">
          <ScrollArea.Autosize mah={380} type="auto">
            {shown
              .filter((group) => group.views.length > 0)
              .map((group) => (
                <Combobox.Group key={group.title} label={group.title}>
                  {group.views.map(({ id, name }) => (
                    <Combobox.Option
                      key={id}
                      value={id}
                      active={id === chosen?.id}
                      fw={id === chosen?.id ? 600 : undefined}
                    >
                      {name}
                    </Combobox.Option>
                  ))}
                </Combobox.Group>
              ))}
            {fitting.length === 0 && <Combobox.Empty>No view is called so</Combobox.Empty>}
            <Combobox.Group label="More">
              <Combobox.Option value="new">
                <IconPlus size={14} style={{ verticalAlign: -2 }} aria-hidden /> New view
              </Combobox.Option>
            </Combobox.Group>
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
