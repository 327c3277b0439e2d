import { Anchor, Menu } from "@mantine/core";
import { IconCircleCheck, IconCircleOff, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { ask } from "#web/ui/ask.tsx";
import { tellProblem, tellUndo } from "#web/ui/tell.tsx";

type OfferMenuProps = {
  /** What is marked: `plan`. */
  kind: string;
  name: string;
  isActive: boolean;
  activate: () => Promise<unknown>;
  inactivate: () => Promise<unknown>;
  remove: () => void;
};

/** Marking something in the catalog as inactive or active, which can be undone, and deleting it, which cannot. */
export function OfferMenu({ kind, name, isActive, activate, inactivate, remove }: OfferMenuProps) {
  const [there, back, word] = isActive
    ? ([inactivate, activate, "inactive"] as const)
    : ([activate, inactivate, "active"] as const);
  const toggle = (): void => {
    there().then(() => tellUndo(`${name} is ${word} now.`, back), tellProblem);
  };
  const asked = (): void => {
    void ask({
      title: `Delete ${name}?`,
      text: `A ${kind} can be deleted while nothing uses it. This cannot be undone; marking it as inactive can.`,
      yes: `Delete ${kind}`,
      danger: true,
    }).then((yes) => yes && remove());
  };
  return (
    <>
      <Menu.Item
        onClick={toggle}
        leftSection={isActive ? <IconCircleOff size={16} /> : <IconCircleCheck size={16} />}
      >
        {isActive ? "Mark as inactive" : "Mark as active"}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={asked} leftSection={<IconTrash size={16} />} color="fail">
        Delete
      </Menu.Item>
    </>
  );
}

type NamedOffersProps = { of: readonly { id: string; name: string }[]; to: (id: string) => string };

/** Plans or addons by name, a line each, leading to their pages. */
export function NamedOffers({ of, to }: NamedOffersProps) {
  return of.map(({ id, name }) => (
    <div key={id}>
      <Anchor component={Link} to={to(id)} inherit>
        {name}
      </Anchor>
    </div>
  ));
}
