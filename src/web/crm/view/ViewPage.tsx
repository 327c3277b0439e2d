import { randomId } from "@mantine/hooks";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields, useView } from "#web/crm/crm-queries.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import { filterOf, joinedCriteria } from "#web/crm/list/filter.ts";
import { FormShape } from "#web/crm/record/FormShape.tsx";
import type { CriteriaJson, CrmField, CrmViewDetail } from "#web/crm/types.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { sharingOf } from "./sharing.ts";
import { treeOf } from "./criteria.ts";
import { ViewForm, type ViewValues } from "./ViewForm.tsx";

const newRoute = getRouteApi("/o/$org/crm/$module/views/new");
const editRoute = getRouteApi("/o/$org/crm/$module/views/$view");

/** A new view; `?from=` names the one that it begins as, `?filter=` what that is narrowed by. */
export function NewView() {
  const module = moduleAt(newRoute.useParams().module);
  const { from, filter } = newRoute.useSearch();
  const fields = useFields(module.name);
  const source = useView(module.name, from);
  return (
    <Page title="New view" facts={[`of ${module.many}`]} width="narrow">
      <Loaded of={fields} skeleton={<FormShape />}>
        {(all) =>
          from === undefined ? (
            <Editor module={module} fields={all} view={undefined} />
          ) : (
            <Loaded of={source} skeleton={<FormShape />}>
              {([view]) => (
                <Editor module={module} fields={all} view={view && likeOne(view, filterOf(filter))} />
              )}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  );
}

/** A view to begin with, as another one is; only a copy without further conditions is named as one. */
function likeOne(view: CrmViewDetail, filter: CriteriaJson | null): CrmViewDetail {
  return {
    ...view,
    id: "",
    name: filter === null ? `${view.name} (copy)` : "",
    criteria: joinedCriteria(view.criteria, filter),
    access_type: "only_to_me",
  };
}

/** Changes a view that somebody made. */
export function EditView() {
  const params = editRoute.useParams();
  const module = moduleAt(params.module);
  const fields = useFields(module.name);
  const view = useView(module.name, params.view);
  const found = view.data?.[0];
  return (
    <Page title={found ? `Edit ${found.name}` : "Edit view"} facts={[`of ${module.many}`]} width="narrow">
      <Loaded of={fields} skeleton={<FormShape />}>
        {(all) => (
          <Loaded of={view} skeleton={<FormShape />}>
            {([one]) => {
              if (!one)
                return (
                  <Empty drawing="lost" sentence="This view does not exist; it may have been deleted." />
                );
              if (one.system_defined)
                return (
                  <Empty
                    sentence={`${one.name} is predefined and stays as it is. Make a new view like it to change it.`}
                  />
                );
              return <Editor key={one.id} module={module} fields={all} view={one} />;
            }}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function Editor({
  module,
  fields,
  view,
}: {
  module: Module;
  fields: readonly CrmField[];
  view: CrmViewDetail | undefined;
}) {
  const { id } = useOrganization();
  const navigate = useNavigate();
  const leave = (chosen: string | undefined): void =>
    void navigate({
      to: addressIn(id, `crm/${module.path}`),
      search: (chosen ? { view: chosen } : {}) as never,
    });
  return (
    <ViewForm
      module={module}
      fields={fields}
      id={view?.id === "" ? undefined : view?.id}
      initial={valuesOf(module, fields, view)}
      onCancel={() => leave(view?.id)}
      onSaved={(saved, name) => {
        tell(`The view ${name} is saved.`);
        leave(saved);
      }}
    />
  );
}

const usualColumns: Record<Module["name"], readonly string[]> = {
  Accounts: ["Account_Name", "Phone", "Website", "Owner"],
  Contacts: ["Full_Name", "Account_Name", "Email", "Phone", "Owner"],
  Deals: ["Deal_Name", "Amount", "Stage", "Closing_Date", "Account_Name", "Owner"],
};

function valuesOf(module: Module, fields: readonly CrmField[], view: CrmViewDetail | undefined): ViewValues {
  const known = new Map(fields.map((field) => [field.api_name, field]));
  return {
    name: view?.name ?? "",
    criteria: treeOf(view?.criteria ?? null, known, () => randomId()),
    columns: view?.fields.map(({ api_name }) => api_name) ?? [...usualColumns[module.name]],
    sort_by: view?.sort_by?.api_name ?? "",
    sort_order: view?.sort_order ?? "asc",
    access: view?.access_type ?? "only_to_me",
    shared_with: (view?.shared_to ?? []).map(sharingOf),
  };
}
