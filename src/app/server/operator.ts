import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { AppError } from "#kernel/errors.ts";
import { type SignedIn, systemActor } from "#platform/auth/actor.ts";
import type { SignIn } from "#platform/auth/sign-in.ts";
import type { Deps } from "#platform/deps.ts";
import { readJsonBody } from "#platform/http/body.ts";
import { parseInput } from "#platform/http/parse-input.ts";
import type { Server } from "#platform/http/server.ts";
import { randomSecret, sameSecret } from "#platform/secrets/secrets.ts";
import { createWholeOrganization } from "#app/organization/organization.commands.ts";
import { createCommandKeys } from "./command-keys.ts";
import { OperatorOrganization } from "./operator.api.ts";

/** An organization is a few short texts. */
const maxBodyBytes = 64_000;

type OperatorOptions = { deps: Deps; signIn: SignIn; dataDir: string; operatorKey: string };

/**
 * What the operator of this machine may do beside any organization: list and make organizations. Reached from the
 * machine itself only, with a key that lives as long as the process and is kept where only its owner reads.
 */
export function mountOperator(server: Server, { deps, signIn, dataDir, operatorKey }: OperatorOptions): void {
  const keys = createCommandKeys(deps, dataDir);
  server.get("/operator/organizations", async (context) => {
    admit(context, operatorKey);
    return context.json({ organizations: await keys.all() }, 200, { "cache-control": "no-store" });
  });
  server.post("/operator/organizations", async (context) => {
    admit(context, operatorKey);
    const given = await readJsonBody(context.req.raw, maxBodyBytes);
    const { owner: email, ...wanted } = parseInput(OperatorOrganization, given, "body");
    const owner = await ownerOf({ deps, signIn }, email);
    const made = await createWholeOrganization(deps, { owner, actor: systemActor, wanted }).catch(
      async (error: unknown) => {
        // Nobody will ever see the password of an account that was made for this.
        if (owner.password !== undefined)
          await deps.system.deleteFrom("auth.user").where("id", "=", owner.userId).execute();
        throw error;
      },
    );
    return context.json({ ...made, owner: owner.email, password: owner.password }, 200, {
      "cache-control": "no-store",
    });
  });
}

/** A stranger sees nothing here: neither that the address exists nor that a key was wrong. */
function admit(context: Context, operatorKey: string): void {
  const address = getConnInfo(context).remote.address ?? "";
  const isLoopback = /^(127\.|::1$|::ffff:127\.)/.test(address);
  const text = /^Bearer (\S+)$/.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
  if (!isLoopback || !sameSecret(text, operatorKey))
    throw new AppError("route.not_found", { path: context.req.path });
}

type Owner = SignedIn & { password?: string };

async function ownerOf(
  { deps, signIn }: Pick<OperatorOptions, "deps" | "signIn">,
  email: string | undefined,
): Promise<Owner> {
  const wanted = email?.toLowerCase();
  const people = await deps.system
    .selectFrom("auth.user")
    .select(["id", "email", "name"])
    .$if(wanted !== undefined, (query) => query.where("email", "=", wanted ?? ""))
    .limit(2)
    .execute();
  const [only, another] = people;
  if (only && !another) return { userId: only.id, email: only.email, name: only.name };
  if (wanted === undefined) throw new AppError("organization.owner_unclear");
  const password = randomSecret().slice(0, 20);
  const name = wanted.split("@", 1)[0] ?? wanted;
  const { user } = await signIn.api.signUpEmail({ body: { email: wanted, password, name } });
  return { userId: user.id, email: user.email, name: user.name, password };
}
