import { Button, Text, Title } from "@mantine/core";
import {
  IconFileImport,
  IconPlugConnected,
  IconUserPlus,
  IconUsersGroup,
  type Icon,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useMay, useOrganization } from "#web/app/organization.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { usePlaces } from "#web/sync/places.ts";
import { Empty } from "#web/ui/Empty.tsx";
import classes from "./FirstSteps.module.css";

type Step = { title: string; text: string; icon: Icon; verb: string; to: string; may: boolean };

/** An organization without customers: the ways to the first ones. */
export function FirstSteps() {
  const { id } = useOrganization();
  const customers = useCustomerPlaces();
  const integrations = usePlaces();
  const mayAdmin = useMay("admin");
  const mayWrite = useMay("write");
  const steps: Step[] = [
    {
      title: "Bring them in from your CRM",
      text: "Accounts and contacts become customers and contact persons, and stay in agreement.",
      icon: IconPlugConnected,
      verb: "Connect a CRM",
      to: integrations.root,
      may: mayAdmin,
    },
    {
      title: "Import a CSV file",
      text: "Columns are recognised, every row is checked, and nothing is written before you say so.",
      icon: IconFileImport,
      verb: "Import from CSV",
      to: customers.import,
      may: mayWrite,
    },
    {
      title: "Create one by hand",
      text: "A name is enough; the rest can follow.",
      icon: IconUserPlus,
      verb: "New customer",
      to: customers.create,
      may: mayWrite,
    },
    {
      title: "Ask colleagues in",
      text: "Each has a role: administrator, accountant, sales, or read only.",
      icon: IconUsersGroup,
      verb: "Add members",
      to: addressIn(id, "settings/members"),
      may: mayAdmin,
    },
  ];
  const shown = steps.filter(({ may }) => may);
  if (shown.length === 0)
    return <Empty drawing="card" sentence="There are no customers yet. Your role reads; others add them." />;
  return (
    <section>
      <Title order={2}>Where do your customers come from?</Title>
      <Text c="dimmed">Begin with any of these; the others stay open.</Text>
      <ul className={classes.steps}>
        {shown.map(({ title, text, icon: Glyph, verb, to }, at) => (
          <li key={title}>
            <Glyph size={22} stroke={1.5} aria-hidden />
            <h3>{title}</h3>
            <p>{text}</p>
            <Button component={Link} to={to} variant={at === 0 ? "filled" : "default"} w="fit-content">
              {verb}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
