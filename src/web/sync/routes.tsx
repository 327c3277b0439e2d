/** The screens of the integration; they hang below `organizationRoute` of app/roots.ts. */
export const syncRoutes = [] as const;
