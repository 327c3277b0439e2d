import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { shrinkPng } from "./png.ts";
import type { Pause } from "./sync-pages.ts";

const folder = join(import.meta.dirname, "../../docs/guide/pictures");

/** Wide enough for the pages as most people see them, and small enough as a file. */
const viewport = { width: 1200, height: 760 };

/**
 * Keeps the pictures of the user guide: `CONCORD_PICTURES=on npm test -- test/e2e`. Without that a story only passes by,
 * so that a test run changes no file.
 */
export function pictures(page: Page): Pause {
  if (process.env["CONCORD_PICTURES"] !== "on") return async () => undefined;
  mkdirSync(folder, { recursive: true });
  return async (name, part) => {
    const before = page.viewportSize();
    await page.setViewportSize(viewport);
    // What has just been clicked is not to look hovered.
    await page.mouse.move(0, 0);
    if (part === undefined) await page.locator("main").evaluate((main) => main.scrollTo(0, 0));
    else await part.evaluate(bringToTop);
    await page.waitForLoadState("networkidle");
    writeFileSync(join(folder, `${name}.png`), shrinkPng(await page.screenshot()));
    if (before !== null) await page.setViewportSize(before);
  };
}

/** Brings an element to the top of the page. What is around the page stays, as nobody could scroll it. */
function bringToTop(element: Element): void {
  element.scrollIntoView({ block: "start" });
  for (let around = element.closest("main")?.parentElement; around; around = around.parentElement)
    around.scrollTop = 0;
}
