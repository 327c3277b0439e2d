import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../crm/support/crm-world.ts";
import { crmClass, parameters } from "./official-client.ts";
import { type OfficialWorld, openOfficialWorld } from "./official-world.ts";

let crm: OfficialWorld;
beforeAll(async () => {
  crm = await openOfficialWorld("refresh_token");
});
afterAll(() => crm.stop());

const Operations = crmClass("notifications/notifications_operations", "NotificationsOperations");
const Body = crmClass("notifications/body_wrapper", "BodyWrapper");
const Notification = crmClass("notifications/notification", "Notification");
const param = (name: string): Json => crmClass("notifications/notifications_operations", name);

const channelId = "1000000068001";

/** A request about one channel. */
function bodyOf(fill: (notification: Json) => void): Json {
  const notification = new Notification();
  notification.setChannelId(channelId);
  fill(notification);
  const body = new Body();
  body.setWatch([notification]);
  return body;
}

/** Opens the channel, or says all of it anew. */
const whole = (events: string[]): Json =>
  bodyOf((notification) => {
    notification.setEvents(events);
    notification.setNotifyUrl(`${crm.url}/hooks`);
    notification.setToken("our secret");
  });

async function list(): Promise<Json> {
  const map = await parameters([[param("GetNotificationsParam").CHANNEL_ID, BigInt(channelId)]]);
  return new Operations().getNotifications(map);
}

test("it opens a channel, lists it by module, replaces and narrows it, and closes it", async () => {
  const operations = new Operations();
  const opened = await operations.enableNotifications(whole(["Accounts.all", "Contacts.edit"]));
  expect(opened.getStatusCode()).toBe(201);
  const [item] = opened.getObject().getWatch();
  expect(item.getCode().getValue()).toBe("SUCCESS");
  const events = item.getDetails().get("events");
  expect(events.map((event: Json) => event.getResourceName())).toEqual(["Accounts", "Contacts"]);
  expect(events[0].getChannelExpiry()).toBeInstanceOf(Date);

  const listed = await list();
  expect(listed.getStatusCode()).toBe(200);
  expect(listed.getObject().getInfo().getCount()).toBe(2);
  const [accounts] = listed.getObject().getWatch();
  expect([
    accounts.getChannelId(),
    accounts.getEvents(),
    accounts.getToken(),
    accounts.getNotifyUrl(),
  ]).toEqual([
    channelId,
    ["Accounts.create", "Accounts.edit", "Accounts.delete"],
    "our secret",
    `${crm.url}/hooks`,
  ]);

  const replaced = await operations.updateNotifications(whole(["Contacts.all"]));
  expect(replaced.getObject().getWatch()[0].getStatus().getValue()).toBe("success");
  const narrowed = await operations.disableNotification(
    bodyOf((notification) => {
      notification.setEvents(["Contacts.create"]);
      notification.setDeleteEvents(true);
    }),
  );
  expect(narrowed.getObject().getWatch()[0].getMessage().getValue()).toBe(
    "Successfully removed the subscribe details",
  );
  const [contacts] = (await list()).getObject().getWatch();
  expect(contacts.getEvents()).toEqual(["Contacts.edit", "Contacts.delete"]);

  const closed = await operations.deleteNotification(
    await parameters([[param("DeleteNotificationParam").CHANNEL_IDS, channelId]]),
  );
  expect(closed.getObject().getWatch()[0].getMessage().getValue()).toBe(
    "Successfully un-subscribed from actions-watch",
  );
  expect((await list()).getStatusCode()).toBe(204);
});

test("it is told why a channel is refused", async () => {
  const refused = await new Operations().enableNotifications(
    bodyOf((notification) => {
      notification.setEvents(["Accounts.all"]);
      notification.setNotifyUrl("http://10.0.0.1/");
    }),
  );
  expect(refused.getStatusCode()).toBe(400);
  expect(refused.getObject().getWatch()[0].getDetails().get("api_name")).toBe("notify_url");
});
