import { getRouteApi } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields, useRecord } from "#web/crm/crm-queries.ts";
import { moduleAt } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { FormShape } from "./FormShape.tsx";
import { NoRecord } from "./NoRecord.tsx";
import { RecordForm } from "./RecordForm.tsx";

const route = getRouteApi("/o/$org/crm/$module/$record/edit");

/** All fields of a record as a form. */
export function EditRecord() {
  const params = route.useParams();
  const module = moduleAt(params.module);
  const navigate = route.useNavigate();
  const { id: organization } = useOrganization();
  const record = useRecord(module.name, params.record);
  const fields = useFields(module.name);
  const leave = (): void =>
    void navigate({ to: addressIn(organization, `crm/${module.path}/${params.record}`) });
  return (
    <Page title={`Edit ${record.data ? nameOf(module, record.data) : module.one}`} width="narrow">
      <Loaded of={fields} skeleton={<FormShape />}>
        {(all) => (
          <Loaded of={record} skeleton={<FormShape />}>
            {(found) =>
              found === null ? (
                <NoRecord module={module} id={params.record} />
              ) : (
                <RecordForm
                  key={found.id}
                  module={module}
                  fields={all}
                  record={found}
                  onCancel={leave}
                  onSaved={() => {
                    tell("Your changes are saved.");
                    leave();
                  }}
                />
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
