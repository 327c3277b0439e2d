import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import { type Route, route } from "#platform/http/serve.ts";
import * as api from "./story.api.ts";
import { tellOrigins, tellStory } from "./story.commands.ts";
import type { Subject } from "./story.store.ts";

/** Handlers of the stories of fields (B5). */
export function storyRoutes(): Route[] {
  return [
    route(api.customerOrigins, (call, { params }) => tellOrigins(call, customer(params.customer))),
    route(api.customerStory, (call, { params }) => tellStory(call, customer(params.customer), params.field)),
    route(api.personOrigins, (call, { params }) => tellOrigins(call, person(params.person))),
    route(api.personStory, (call, { params }) => tellStory(call, person(params.person), params.field)),
  ];
}

function customer(id: string): Subject {
  return { target: "customer", id: id as CustomerId };
}

function person(id: string): Subject {
  return { target: "contact_person", id: id as ContactPersonId };
}
