import { createRoute } from "@tanstack/react-router";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { z } from "zod";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";
import { financeAt } from "./finance/finance-modules.ts";
import { moduleAt } from "./module.ts";

const getParentRoute = () => organizationRoute;

/** Addresses below a module that does not exist lead nowhere. */
const inModule = (params: { module: string }): void => void moduleAt(params.module);

const homeRoute = createRoute({
  getParentRoute,
  path: "crm",
  component: lazyScreen(() => import("./Home.tsx"), "CrmHome"),
});

const listRoute = createRoute({
  getParentRoute,
  path: "crm/$module",
  beforeLoad: ({ params }) => inModule(params),
  validateSearch: z.object({
    view: textParam,
    q: textParam,
    open: textParam,
    filter: textParam,
    sort: z.enum(["Created_Time", "Modified_Time"]).optional().catch(undefined),
    order: z.enum(["asc"]).optional().catch(undefined),
    show: z.enum(["board"]).optional().catch(undefined),
  }),
  component: lazyScreen(() => import("./list/RecordList.tsx"), "RecordList"),
});

const newRoute = createRoute({
  getParentRoute,
  path: "crm/$module/new",
  beforeLoad: ({ params }) => inModule(params),
  validateSearch: z.object({ account: textParam, contact: textParam }),
  component: lazyScreen(() => import("./record/NewRecord.tsx"), "NewRecord"),
});

const importRoute = createRoute({
  getParentRoute,
  path: "crm/$module/import",
  beforeLoad: ({ params }) => inModule(params),
  component: lazyScreen(() => import("./csv/ImportPage.tsx"), "ImportPage"),
});

const binRoute = createRoute({
  getParentRoute,
  path: "crm/$module/recycle-bin",
  beforeLoad: ({ params }) => inModule(params),
  component: lazyScreen(() => import("./list/RecycleBin.tsx"), "RecycleBin"),
});

const mergeRoute = createRoute({
  getParentRoute,
  path: "crm/$module/merge",
  beforeLoad: ({ params }) => inModule(params),
  validateSearch: z.object({ ids: textParam }),
  component: lazyScreen(() => import("./merge/MergePage.tsx"), "MergePage"),
});

const newViewRoute = createRoute({
  getParentRoute,
  path: "crm/$module/views/new",
  beforeLoad: ({ params }) => inModule(params),
  validateSearch: z.object({ from: textParam, filter: textParam }),
  component: lazyScreen(() => import("./view/ViewPage.tsx"), "NewView"),
});

const viewRoute = createRoute({
  getParentRoute,
  path: "crm/$module/views/$view",
  beforeLoad: ({ params }) => inModule(params),
  component: lazyScreen(() => import("./view/ViewPage.tsx"), "EditView"),
});

const recordRoute = createRoute({
  getParentRoute,
  path: "crm/$module/$record",
  beforeLoad: ({ params }) => inModule(params),
  component: lazyScreen(() => import("./record/RecordPage.tsx"), "RecordPage"),
});

const editRoute = createRoute({
  getParentRoute,
  path: "crm/$module/$record/edit",
  beforeLoad: ({ params }) => inModule(params),
  component: lazyScreen(() => import("./record/EditRecord.tsx"), "EditRecord"),
});

const fieldsRoute = createRoute({
  getParentRoute,
  path: "crm/setup/fields",
  validateSearch: z.object({
    module: z.enum(["accounts", "contacts", "deals"]).optional().catch(undefined),
    show: z.enum(["own"]).optional().catch(undefined),
  }),
  component: lazyScreen(() => import("./setup/Fields.tsx"), "Fields"),
});

const financeSetupRoute = createRoute({
  getParentRoute,
  path: "crm/setup/finance",
  component: lazyScreen(() => import("./setup/Finance.tsx"), "Finance"),
});

const financeListRoute = createRoute({
  getParentRoute,
  path: "crm/finance/$module",
  beforeLoad: ({ params }) => void financeAt(params.module),
  validateSearch: z.object({ q: textParam, status: textParam, record: textParam }),
  component: lazyScreen(() => import("./finance/FinanceList.tsx"), "FinanceList"),
});

const financeNewRoute = createRoute({
  getParentRoute,
  path: "crm/finance/$module/new",
  beforeLoad: (at) => {
    financeAt(at.params.module);
    needs("write")(at);
  },
  validateSearch: z.object({ record: textParam }),
  component: lazyScreen(() => import("./finance/NewFinance.tsx"), "NewFinance"),
});

const financeDocumentRoute = createRoute({
  getParentRoute,
  path: "crm/finance/$module/$document",
  beforeLoad: ({ params }) => void financeAt(params.module),
  component: lazyScreen(() => import("./finance/FinancePage.tsx"), "FinancePage"),
});

const usersRoute = createRoute({
  getParentRoute,
  path: "crm/setup/users",
  component: lazyScreen(() => import("./setup/Users.tsx"), "Users"),
});

const profilesRoute = createRoute({
  getParentRoute,
  path: "crm/setup/profiles",
  component: lazyScreen(() => import("./setup/profiles/Profiles.tsx"), "Profiles"),
});

const profileRoute = createRoute({
  getParentRoute,
  path: "crm/setup/profiles/$profile",
  component: lazyScreen(() => import("./setup/profiles/ProfilePage.tsx"), "ProfilePage"),
});

const rolesRoute = createRoute({
  getParentRoute,
  path: "crm/setup/roles",
  component: lazyScreen(() => import("./setup/roles/Roles.tsx"), "Roles"),
});

const dataSharingRoute = createRoute({
  getParentRoute,
  path: "crm/setup/data-sharing",
  component: lazyScreen(() => import("./setup/DataSharing.tsx"), "DataSharing"),
});

const zscKeyRoute = createRoute({
  getParentRoute,
  path: "crm/setup/zsc-key",
  component: lazyScreen(() => import("./setup/ZscKey.tsx"), "ZscKey"),
});

const clientsRoute = createRoute({
  getParentRoute,
  path: "crm/setup/clients",
  component: lazyScreen(() => import("./setup/Clients.tsx"), "Clients"),
});

const channelsRoute = createRoute({
  getParentRoute,
  path: "crm/setup/channels",
  component: lazyScreen(() => import("./setup/Channels.tsx"), "Channels"),
});

export const crmRoutes = [
  homeRoute,
  listRoute,
  newRoute,
  importRoute,
  binRoute,
  mergeRoute,
  newViewRoute,
  viewRoute,
  recordRoute,
  editRoute,
  fieldsRoute,
  usersRoute,
  profilesRoute,
  profileRoute,
  rolesRoute,
  dataSharingRoute,
  financeSetupRoute,
  financeListRoute,
  financeNewRoute,
  financeDocumentRoute,
  zscKeyRoute,
  clientsRoute,
  channelsRoute,
] as const;
