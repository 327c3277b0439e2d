import { ActionIcon, Kbd, UnstyledButton } from "@mantine/core";
import { spotlight } from "@mantine/spotlight";
import { IconChevronRight, IconMenu2, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { SyncState } from "#web/sync/SyncState.tsx";
import { useMay, useOrganization } from "./organization.ts";
import { useCurrentTitle } from "./page-title.ts";
import { useProduct, useSection } from "./Rail.tsx";
import { productTitles } from "./sections.ts";
import { UserMenu } from "./UserMenu.tsx";
import classes from "./TopBar.module.css";
import { addressIn } from "./address.ts";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Where one is, the search, who one is. */
export function TopBar({ isPhone, onMenu }: { isPhone: boolean; onMenu: () => void }) {
  const { name } = useOrganization();
  const seesSync = useMay("read");
  return (
    <header className={classes.bar}>
      {isPhone && (
        <ActionIcon variant="subtle" color="gray" size={44} aria-label="Open navigation" onClick={onMenu}>
          <IconMenu2 size={20} />
        </ActionIcon>
      )}
      {/* On a phone the screen's own title is right below; what is not seen there is the organization. */}
      {isPhone ? <span className={classes.name}>{name}</span> : <Crumbs />}
      {seesSync && <SyncState />}
      <UnstyledButton
        className={classes.search}
        onClick={spotlight.open}
        aria-keyshortcuts="Control+K Meta+K"
      >
        <IconSearch size={16} aria-hidden />
        <span className={classes.hint}>Search</span>
        <Kbd size="xs" className={classes.keys}>
          {isMac ? "⌘ K" : "Ctrl K"}
        </Kbd>
      </UnstyledButton>
      <UserMenu />
    </header>
  );
}

function Crumbs() {
  const { id } = useOrganization();
  const product = useProduct();
  const section = useSection();
  const title = useCurrentTitle();
  const hasOwnTitle = title !== "" && title !== section?.title;
  return (
    <nav aria-label="Breadcrumb" className={classes.crumbs}>
      <ol>
        <li>
          <Link to={addressIn(id, product)}>{productTitles[product]}</Link>
        </li>
        {section && (
          <li>
            <IconChevronRight size={14} aria-hidden />
            <Link to={addressIn(id, section.path)} aria-current={hasOwnTitle ? undefined : "page"}>
              {section.title}
            </Link>
          </li>
        )}
        {hasOwnTitle && (
          <li>
            <IconChevronRight size={14} aria-hidden />
            <span aria-current="page">{title}</span>
          </li>
        )}
      </ol>
    </nav>
  );
}
