import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { CallError } from "#platform/http/call.ts";
import {
  customerOrigins,
  customerStory,
  type FieldOrigin,
  type FieldStory,
  personOrigins,
  personStory,
} from "#sync/story/story.api.ts";
import { query, useCall, useOrganizationId } from "#web/api.ts";

/** Whose field: a customer's or a contact person's. */
export type Subject = { customer: string } | { person: string };

type Origins = { items: FieldOrigin[] };

/** Each field with where its value came from. Without a subject, nothing is asked. */
export function useOrigins(subject: Subject | undefined): UseQueryResult<Origins, CallError> {
  const organization = useOrganizationId();
  const isPerson = subject !== undefined && "person" in subject;
  const ofPerson = useQuery({
    ...query(organization, personOrigins, { params: { person: isPerson ? subject.person : "" } }),
    enabled: isPerson,
  });
  const ofCustomer = useQuery({
    ...query(organization, customerOrigins, {
      params: { customer: subject !== undefined && "customer" in subject ? subject.customer : "" },
    }),
    enabled: subject !== undefined && !isPerson,
  });
  return isPerson ? ofPerson : ofCustomer;
}

/** All that is on record of one field. */
export function useStory(subject: Subject, field: string): UseQueryResult<FieldStory, CallError> {
  const organization = useOrganizationId();
  const isPerson = "person" in subject;
  const ofPerson = useQuery({
    ...query(organization, personStory, { params: { person: isPerson ? subject.person : "", field } }),
    enabled: isPerson,
  });
  const ofCustomer = useQuery({
    ...query(organization, customerStory, { params: { customer: isPerson ? "" : subject.customer, field } }),
    enabled: !isPerson,
  });
  return isPerson ? ofPerson : ofCustomer;
}

/** The fields of a customer that a sync keeps, by name; empty for a customer that is not linked. */
export function useKeptFields(customer: string): ReadonlyMap<string, FieldOrigin> {
  const { data } = useCall(customerOrigins, { params: { customer } });
  const kept = (data?.items ?? []).filter((one) => one.kept.length > 0);
  return new Map(kept.map((one) => [one.field, one]));
}
