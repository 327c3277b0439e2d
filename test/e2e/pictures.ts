import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Pause } from "./sync-pages.ts";

const folder = join(import.meta.dirname, "../../docs/guide/pictures");

/** Wide enough for the pages as most people see them, and small enough as a file. */
const viewport = { width: 1200, height: 760 };

/**
 * Keeps the pictures of the user guide: `CONCORD_PICTURES=on npm test -- test/e2e/first-sync.test.ts`. Without that the
 * story only passes by, so that a test run changes no file.
 */
export function pictures(page: Page): Pause {
  if (process.env["CONCORD_PICTURES"] !== "on") return async () => undefined;
  mkdirSync(folder, { recursive: true });
  return async (name) => {
    await page.setViewportSize(viewport);
    // What has just been clicked is not to look hovered.
    await page.mouse.move(0, 0);
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(folder, `${name}.png`) });
  };
}
