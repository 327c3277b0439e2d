import { getRouteApi, useRouter } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields, useRecord, useUsers } from "#web/crm/crm-queries.ts";
import { moduleAt } from "#web/crm/module.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { FormShape } from "./FormShape.tsx";
import { RecordForm } from "./RecordForm.tsx";

const route = getRouteApi("/o/$org/crm/$module/new");

/** A new account, contact or deal; `?account=` and `?contact=` say whom it belongs to. */
export function NewRecord() {
  const module = moduleAt(route.useParams().module);
  const { account, contact } = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const { id: organization } = useOrganization();
  const fields = useFields(module.name);
  const beginning = useBeginning(account, contact);
  return (
    <Page title={`New ${module.one}`} width="narrow">
      <Loaded of={fields} skeleton={<FormShape />}>
        {(all) =>
          beginning && (
            <RecordForm
              key={module.name}
              module={module}
              fields={all}
              record={beginning}
              onCancel={() => router.history.back()}
              onSaved={(id) => {
                tell(`The ${module.one} is created.`);
                void navigate({ to: addressIn(organization, `crm/${module.path}/${id}`), replace: true });
              }}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

/** What a new record begins with: its owner, and the look-ups that the address names. Undefined until that is known. */
function useBeginning(
  account: string | undefined,
  contact: string | undefined,
): Partial<CrmRecord> | undefined {
  const own = useUsers("CurrentUser");
  const accountRecord = useRecord("Accounts", account);
  const contactRecord = useRecord("Contacts", contact);
  if (
    own.isPending ||
    (account !== undefined && accountRecord.isPending) ||
    (contact !== undefined && contactRecord.isPending)
  )
    return undefined;
  const ofContact = contactRecord.data?.["Account_Name"];
  const [user] = own.data ?? [];
  return {
    ...(user ? { Owner: { id: user.id, name: user.full_name } } : {}),
    ...(accountRecord.data
      ? { Account_Name: { id: accountRecord.data.id, name: accountRecord.data["Account_Name"] } }
      : ofContact
        ? { Account_Name: ofContact }
        : {}),
    ...(contactRecord.data
      ? { Contact_Name: { id: contactRecord.data.id, name: contactRecord.data["Full_Name"] } }
      : {}),
  };
}
