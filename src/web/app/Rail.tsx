import { Tooltip } from "@mantine/core";
import { IconArrowLeft, IconReceipt2, IconSettings, IconUsers } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { OrganizationSwitch } from "./OrganizationSwitch.tsx";
import { useOrganization } from "./organization.ts";
import { isFor, type Product, type Section, sectionAt } from "./section.ts";
import { productTitles, sections } from "./sections.ts";
import classes from "./Rail.module.css";
import { useSeat } from "#web/crm/crm-queries.ts";
import { useOpenModules } from "#web/crm/finance/finance-queries.ts";
import { useUnseen } from "#web/crm/rights.ts";
import { addressIn, pathIn } from "./address.ts";

/** Else the router takes every address below a link's as that link's own, and marks Home on all pages of a product. */
const exactly = { exact: true };

/** The left rail: organization, product, sections of the product. `isNarrow`: icons only, their titles as tooltips. */
export function Rail({ isNarrow }: { isNarrow: boolean }) {
  const organization = useOrganization();
  const product = useProduct();
  const here = useSection();
  const home = organization.role === "crm" ? "crm" : "billing";
  const hasNoSeat = useSeat(product === "crm") === false;
  const open = useOpenModules(product === "crm").map(({ module }) => module);
  const unseen = useUnseen(product === "crm");
  const shown = sections.filter(
    (section) =>
      section.product === product &&
      !(product === "crm" && hasNoSeat) &&
      !(section.module && unseen.includes(section.module)) &&
      (section.finance === undefined || open.includes(section.finance)) &&
      isFor(organization.role, section),
  );
  return (
    <nav aria-label="Main" className={classes.rail} data-narrow={isNarrow || undefined}>
      <OrganizationSwitch isNarrow={isNarrow} />
      {product === "settings" ? (
        <RailLink
          to={addressIn(organization.id, home)}
          title={productTitles[home]}
          icon={IconArrowLeft}
          isNarrow={isNarrow}
        />
      ) : (
        home === "billing" && <ProductSwitch product={product} isNarrow={isNarrow} />
      )}
      <div className={classes.sections}>
        {groupsOf(shown).map(({ title, members }) => (
          <div key={title} className={classes.group}>
            {title !== "" && <div className={classes.heading}>{title}</div>}
            {members.map((section) => (
              <RailLink
                key={section.path}
                to={addressIn(organization.id, section.path)}
                title={section.title}
                icon={section.icon}
                isNarrow={isNarrow}
                isHere={section === here}
              />
            ))}
          </div>
        ))}
      </div>
      {product !== "settings" && (
        <RailLink
          to={addressIn(organization.id, "settings")}
          title="Settings"
          icon={IconSettings}
          isNarrow={isNarrow}
        />
      )}
    </nav>
  );
}

/** Which product the address belongs to. */
export function useProduct(): Product {
  const path = usePathInOrganization();
  return path.startsWith("crm") ? "crm" : path.startsWith("settings") ? "settings" : "billing";
}

/** The section that the address belongs to. */
export function useSection(): Section | undefined {
  return sectionAt(sections, usePathInOrganization());
}

function usePathInOrganization(): string {
  return useRouterState({ select: (state) => pathIn(state.location.pathname) });
}

function groupsOf(shown: readonly Section[]): { title: string; members: Section[] }[] {
  const titles = [...new Set(shown.map(({ group }) => group ?? ""))];
  return titles.map((title) => ({ title, members: shown.filter(({ group }) => (group ?? "") === title) }));
}

function ProductSwitch({ product, isNarrow }: { product: Product; isNarrow: boolean }) {
  const { id } = useOrganization();
  const choices = [
    { name: "billing" as const, icon: IconReceipt2 },
    { name: "crm" as const, icon: IconUsers },
  ];
  return (
    <div className={classes.products}>
      {choices.map(({ name, icon: Glyph }) => (
        <Titled key={name} title={productTitles[name]} isNarrow={isNarrow}>
          <Link
            to={addressIn(id, name)}
            className={classes.product}
            activeOptions={exactly}
            aria-current={product === name ? "true" : undefined}
          >
            <Glyph size={16} aria-hidden />
            <span className={classes.title}>{productTitles[name]}</span>
          </Link>
        </Titled>
      ))}
    </div>
  );
}

type RailLinkProps = {
  to: string;
  title: string;
  icon: Section["icon"];
  isNarrow: boolean;
  isHere?: boolean;
};

function RailLink({ to, title, icon: Glyph, isNarrow, isHere = false }: RailLinkProps) {
  return (
    <Titled title={title} isNarrow={isNarrow}>
      <Link
        to={to}
        className={classes.link}
        activeOptions={exactly}
        aria-current={isHere ? "page" : undefined}
      >
        <Glyph size={18} stroke={1.6} aria-hidden />
        <span className={classes.title}>{title}</span>
      </Link>
    </Titled>
  );
}

function Titled({ title, isNarrow, children }: { title: string; isNarrow: boolean; children: ReactElement }) {
  return (
    <Tooltip label={title} position="right" disabled={!isNarrow}>
      {children}
    </Tooltip>
  );
}
