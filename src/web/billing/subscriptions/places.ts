import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the subscriptions' screens. */
export type SubscriptionPlaces = ReturnType<typeof subscriptionPlaces>;

/** The addresses of the subscriptions' screens within an organization. */
export function subscriptionPlaces(organization: string) {
  const root = addressIn(organization, "billing/subscriptions");
  return {
    list: root,
    create: `${root}/new`,
    subscription: (id: string) => `${root}/${id}`,
  };
}

export function useSubscriptionPlaces(): SubscriptionPlaces {
  return subscriptionPlaces(useOrganization().id);
}
