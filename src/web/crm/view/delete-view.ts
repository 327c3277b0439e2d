import { useNavigate } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { writeOne } from "#web/crm/crm-client.ts";
import type { Module } from "#web/crm/module.ts";
import { useSetupWrite } from "#web/crm/record-writes.ts";
import type { CrmView } from "#web/crm/types.ts";
import { ask } from "#web/ui/ask.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";

/** Deletes a view after asking; its records stay. */
export function useDeleteView(module: Module): (view: CrmView) => void {
  const { id } = useOrganization();
  const navigate = useNavigate();
  const write = useSetupWrite(["custom_views"], (organization, view: CrmView) =>
    writeOne(organization, {
      method: "DELETE",
      path: `/settings/custom_views/${view.id}?module=${module.name}`,
    }),
  );
  return (view) => {
    const whom = view.access_type === "only_to_me" ? "" : " Everybody who may use it loses it.";
    void ask({
      title: `Delete the view ${view.name}?`,
      text: `Its ${module.many} stay.${whom} A sync that uses it stops until another view is chosen.`,
      yes: "Delete view",
      danger: true,
    })
      .then(async (yes) => {
        if (!yes) return;
        await navigate({ to: addressIn(id, `crm/${module.path}`) });
        await write.mutateAsync(view);
        tell(`The view ${view.name} is deleted.`);
      })
      .catch(tellProblem);
  };
}
