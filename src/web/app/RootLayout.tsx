import { Outlet } from "@tanstack/react-router";
import { RouteFocus } from "./RouteFocus.tsx";

/** What is around every screen. */
export function RootLayout() {
  return (
    <>
      <RouteFocus />
      <Outlet />
    </>
  );
}
