import type { Command } from "commander";
import { resetPassword } from "#platform/auth/reset-password.store.ts";
import { act } from "./context.ts";
import { withDatabase } from "./database.ts";

/** `concord reset-password`: for somebody who cannot sign in any more, by whoever runs the server. */
export function addPasswordCommand(program: Command): void {
  act<{ withoutCode?: boolean }>(
    program
      .command("reset-password <email>")
      .description(
        "give a person a new password, shown once, and sign them out everywhere; the server may run on",
      )
      .option("--without-code", "turn their second factor off as well, as for a lost phone"),
    async ({ config, options: { withoutCode = false } }, email = "") => {
      const reset = await withDatabase(config, (url) => resetPassword(url, { email, withoutCode }));
      const { name, password } = reset;
      return {
        json: reset,
        lines: [
          `The new password of ${name}, ${reset.email}: ${password}`,
          `It is not shown again. ${name} is signed out everywhere, and can change it under Your account.`,
        ],
      };
    },
  );
}
