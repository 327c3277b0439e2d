import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { narrowPx, phonePx } from "#web/ui/theme.ts";
import { NoSeat } from "#web/crm/NoSeat.tsx";
import { useSeat } from "#web/crm/crm-queries.ts";
import { Rail, useProduct } from "./Rail.tsx";
import { Search } from "./Search.tsx";
import { TopBar } from "./TopBar.tsx";
import classes from "./Shell.module.css";

/** The screen; for the CRM only to its users. */
function Content() {
  const isCrm = useProduct() === "crm";
  const seat = useSeat(isCrm);
  return isCrm && seat === false ? <NoSeat /> : <Outlet />;
}

/** What is around every screen of an organization: rail, top bar, search. */
export function Shell() {
  const isPhone = useMediaQuery(`(max-width: ${phonePx - 0.02}px)`, false, {
    getInitialValueInEffect: false,
  });
  const isNarrow = useMediaQuery(`(max-width: ${narrowPx - 0.02}px)`, false, {
    getInitialValueInEffect: false,
  });
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Going somewhere closes the drawer by itself.
  const [openAt, setOpenAt] = useState<string>();
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      {isPhone ? (
        <Drawer
          opened={openAt === path}
          onClose={() => setOpenAt(undefined)}
          size={272}
          padding={0}
          withCloseButton={false}
          title="Navigation"
          classNames={{ header: classes.hidden, body: classes.drawer }}
        >
          <Rail isNarrow={false} />
        </Drawer>
      ) : (
        <Rail isNarrow={isNarrow} />
      )}
      <div className={classes.side}>
        <TopBar isPhone={isPhone} onMenu={() => setOpenAt(path)} />
        <main id="content" tabIndex={-1} className={classes.main}>
          <Content />
        </main>
      </div>
      <Search />
    </div>
  );
}
