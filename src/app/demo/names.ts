/** The organization that the demo fills. */
export const demoOrganization = "Northwind Subscriptions";

/** One without anything in it, to try the set-up oneself. */
export const emptyOrganization = "Empty Company";
