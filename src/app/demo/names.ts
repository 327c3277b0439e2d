/** The organization that the demo fills; commands choose it where several exist and none is named. */
export const demoOrganization = "Northwind Subscriptions";

/** One without anything in it, to try the set-up oneself. */
export const emptyOrganization = "Empty Company";
