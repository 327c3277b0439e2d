import { createServer, type Server } from "node:net";
import { once } from "node:events";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { findMailServer } from "#billing/email/mail-server.store.ts";
import { inOrganization } from "#platform/db/db.ts";
import * as api from "#billing/email/mail-server.api.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { type Organization, type Person, startWorld, type World } from "../support/world.ts";

let world: World;
let owner: Person;
const servers: MailServer[] = [];

beforeAll(async () => {
  world = await startWorld({ env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" } });
  owner = await world.signUp("Olivia Owner");
});

afterAll(async () => {
  for (const server of servers) await server.stop();
  await world?.stop();
});

type Settings = Parameters<typeof start>[0];

async function start(options: Parameters<typeof startMailServer>[0]): Promise<MailServer> {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
}

const from = { from_name: "Northwind", from_address: "billing@northwind.example" };

/** A shop that sends by a server, and what a test e-mail comes to. */
async function shopBy(options: Settings, more: Record<string, unknown> = {}) {
  const server = await start(options);
  const shop = await world.organization("Shop", { owner });
  const { host, port } = server;
  const body = { host, port, security: options?.security ?? "none", ...from, ...more };
  await shop.send(api.saveMailServer, { body });
  return { server, shop, to: { body: { to: "olivia@example.com" } } };
}

/** What is wrong with settings, by field. */
async function problemsOf(
  shop: Organization,
  more: Record<string, unknown>,
): Promise<Record<string, string>> {
  const good = { host: "smtp.example.com", port: 587, security: "starttls" as const, ...from };
  const refusal = await shop.refusal(api.saveMailServer, { body: { ...good, ...more } });
  const fields = refusal.details["fields"] as { path: string; problem: string }[];
  return Object.fromEntries(fields.map(({ path, problem }) => [path, problem]));
}

describe("F96 given a mail server", () => {
  for (const security of ["none", "starttls", "tls"] as const)
    test(`when it is tried, then the test e-mail arrives (${security})`, async () => {
      const user = { name: "northwind", password: "a secret" };
      const signIn = { user_name: user.name, password: user.password, reply_to: "office@northwind.example" };
      const { server, shop, to } = await shopBy({ security, user }, signIn);
      expect((await shop.send(api.testMailServer, to)).answer).toContain("250");
      const [one] = server.arrived;
      expect(one).toMatchObject({
        from: from.from_address,
        to: ["olivia@example.com"],
        user: "northwind",
        isSecure: security !== "none",
        mail: {
          subject: "Test e-mail of Northwind",
          from: { name: "Northwind", address: from.from_address },
        },
      });
      expect(one?.mail.replyTo?.[0]?.address).toBe("office@northwind.example");
    });

  test("when its settings are read, then the password is not among them, and it stays where none is given", async () => {
    const user = { name: "northwind", password: "hunter2 hunter2" };
    const { server, shop, to } = await shopBy({ user }, { user_name: user.name, password: user.password });
    const { host, port } = server;
    const again = { host, port, security: "none" as const, ...from, user_name: user.name };
    const kept = await shop.send(api.saveMailServer, { body: again });
    expect(JSON.stringify([kept, await shop.send(api.getMailServer, {})])).not.toContain("hunter2");
    await shop.send(api.testMailServer, to);
    expect(server.arrived).toHaveLength(1);
    for (const other of [{ host: "127.0.0.2" }, { port: port + 1 }, { security: "tls" }, { user_name: "x" }])
      expect(await problemsOf(shop, { ...again, ...other })).toEqual({
        password: expect.stringContaining("Enter the password again"),
      });
    const log = await shop.send(listAuditLog, { query: {} });
    expect(log.items.map(({ action }) => action)).toContain("mail_server.set");
    expect(JSON.stringify(log)).not.toContain("hunter2");
    const stored = await inOrganization(world.system.deps.db, shop.id, findMailServer);
    expect(stored?.password).toMatch(/^v1\./);
  });

  test("when it is taken away, then there is none to try", async () => {
    const { shop, to } = await shopBy({});
    expect(await shop.send(api.removeMailServer, {})).toEqual({ server: null });
    expect(await shop.refusal(api.testMailServer, to)).toMatchObject({
      status: 409,
      code: "email.no_server",
    });
    expect(await shop.refusal(api.removeMailServer, {})).toMatchObject({ code: "email.no_server" });
  });
});

describe("F96 given a mail server that refuses", () => {
  test("when password, sender or recipient are wrong, then what it says is told, with what helps", async () => {
    const user = { name: "northwind", password: "right" };
    const wrong = await shopBy({ user }, { user_name: user.name, password: "wrong" });
    expect(await wrong.shop.refusal(api.testMailServer, wrong.to)).toMatchObject({
      status: 502,
      code: "email.sign_in_refused",
      title: expect.stringContaining("Username and Password not accepted") as string,
      remedy: expect.stringContaining("Settings > E-mail") as string,
    });
    const { server, shop, to } = await shopBy({});
    for (const step of ["sender", "recipient", "data"] as const) {
      server.answers[step] = [550, `5.7.1 not this ${step}`];
      const refusal = await shop.refusal(api.testMailServer, to);
      expect(refusal).toMatchObject({ status: 502, code: "email.refused" });
      expect(refusal.title).toContain(`550 5.7.1 not this ${step}`);
      delete server.answers[step];
    }
    expect(server.arrived).toEqual([]);
  });

  test("when it wants a sign-in and no user name is given, then that is said, and what to enter", async () => {
    const { server, shop, to } = await shopBy({ user: { name: "northwind", password: "right" } });
    expect(await shop.refusal(api.testMailServer, to)).toMatchObject({
      status: 502,
      code: "email.sign_in_wanted",
      title: expect.stringMatching(/no user name is given: 530 /) as string,
      remedy: expect.stringContaining("Enter user name and password") as string,
    });
    expect(server.arrived).toEqual([]);
  });

  test("when encryption does not fit the server, then it is said what failed, and what to do", async () => {
    const plain = await shopBy({ security: "none" }, { security: "starttls" });
    expect(await plain.shop.refusal(api.testMailServer, plain.to)).toMatchObject({
      code: "email.no_starttls",
      title: expect.stringContaining("offers no STARTTLS on this port") as string,
      remedy: expect.stringContaining("Choose TLS and port 465") as string,
    });
    const tls = await shopBy({ security: "none" }, { security: "tls" });
    expect(await tls.shop.refusal(api.testMailServer, tls.to)).toMatchObject({
      code: "email.not_tls",
      title: "The mail server does not speak TLS from the start on this port",
      remedy: expect.stringContaining("Choose STARTTLS and port 587") as string,
    });
    // The certificate is that of localhost.
    const other = await shopBy({ security: "tls" }, { security: "tls", host: "127.0.0.1" });
    expect(await other.shop.refusal(api.testMailServer, other.to)).toMatchObject({
      code: "email.certificate_name",
      title: expect.stringContaining("is for another name") as string,
    });
    for (const security of ["tls", "starttls"] as const) {
      const own = await shopBy({ security });
      setDefaultCACertificates(getCACertificates("bundled"));
      expect(await own.shop.refusal(api.testMailServer, own.to), security).toMatchObject({
        code: "email.certificate_untrusted",
        title: "The certificate of the mail server is not trusted",
      });
    }
  });

  test("when a user name is given and it lets nobody sign in, then nothing is sent and the password stays here", async () => {
    const user = { user_name: "northwind", password: "a secret" };
    const { server, shop, to } = await shopBy({ hidesSignIn: true }, user);
    expect(await shop.refusal(api.testMailServer, to)).toMatchObject({
      code: "email.no_sign_in",
      title: "The mail server offers no sign-in, and a user name is given",
      remedy: expect.stringContaining("leave the user name out") as string,
    });
    expect(server.arrived).toEqual([]);
    expect(server.commands).not.toContain("AUTH");
    const { host, port } = server;
    const body = { host, port, security: "none" as const, ...from };
    await shop.send(api.saveMailServer, { body });
    await shop.send(api.testMailServer, to);
    expect(server.arrived).toHaveLength(1);
  });

  test("when there is none, or it says nothing, then that is said", async () => {
    const gone = await shopBy({});
    await gone.server.stop();
    servers.splice(servers.indexOf(gone.server), 1);
    expect(await gone.shop.refusal(api.testMailServer, gone.to)).toMatchObject({ code: "email.unreachable" });
    const unknown = await shopBy({}, { host: "smtp.nowhere.invalid" });
    expect(await unknown.shop.refusal(api.testMailServer, unknown.to)).toMatchObject({
      code: "email.host_unknown",
    });
    const silent = await silentServer();
    const mute = await shopBy({}, { host: "127.0.0.1", port: portOf(silent) });
    expect(await mute.shop.refusal(api.testMailServer, mute.to)).toMatchObject({ code: "email.timeout" });
    silent.close();
  }, 40_000);
});

describe("F96 given wrong settings", () => {
  test("when they are saved, then each field is named and nothing is kept", async () => {
    const shop = await world.organization("Wrong", { owner });
    expect(await problemsOf(shop, { from_name: "North\r\nBcc: all@example.com" })).toEqual({
      from_name: "Write it on one line",
    });
    expect(await problemsOf(shop, { from_address: "nobody", reply_to: "a@b.c, d@e.f" })).toEqual({
      from_address: "Enter an e-mail address, such as name@example.com",
      reply_to: "Enter an e-mail address, such as name@example.com",
    });
    expect(await problemsOf(shop, { host: "two words", port: 70_000 })).toEqual({
      host: "Enter the name of the server, such as smtp.example.com",
      port: "Enter a port from 1 to 65535",
    });
    expect(await problemsOf(shop, { user_name: "somebody" })).toEqual({ password: "Enter the password" });
    expect(await shop.send(api.getMailServer, {})).toEqual({ server: null });
  });

  test("when the operator does not allow it, then no server inside the network is spoken to", async () => {
    const closed = await startWorld({ roles: "web" });
    const shop = await closed.organization("Closed");
    for (const host of ["localhost", "127.0.0.1", "10.0.0.5", "mail", "mail.internal", "169.254.169.254"])
      expect(await problemsOf(shop, { host }), host).toEqual({
        host: expect.stringMatching(/^This server cannot be used: .*CONCORD_WEBHOOK_ALLOW_PRIVATE to on\.$/),
      });
    await closed.stop();
  });
});

async function silentServer(): Promise<Server> {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
