import { mayDo, type Permissions } from "#crm/user/permissions.ts";
import { fixedId, type Module, moduleOf, modules, type RelatedList } from "./module.ts";

/**
 * A module as /settings/modules shows it, with what the caller's profile allows in it. No other keys: the published
 * description forbids them.
 */
export function moduleJson(
  { api_name, id, singular, plural }: Module,
  permissions: Permissions,
): Record<string, unknown> {
  return {
    api_name,
    module_name: api_name,
    id,
    singular_label: singular,
    plural_label: plural,
    actual_singular_label: singular,
    actual_plural_label: plural,
    api_supported: true,
    viewable: mayDo(permissions, api_name, "view"),
    creatable: mayDo(permissions, api_name, "create"),
    editable: mayDo(permissions, api_name, "edit"),
    deletable: mayDo(permissions, api_name, "delete"),
    convertable: false,
    visibility: 1,
    status: "visible",
    show_as_tab: true,
    quick_create: true,
    generated_type: "default",
    access_type: "org_based",
    private_profile: null,
    global_search_supported: true,
    public_fields_configured: false,
    recycle_bin_on_delete: true,
    has_more_profiles: false,
    sub_menu_available: true,
    presence_sub_menu: true,
    triggers_supported: true,
    isBlueprintSupported: false,
    lookupable: true,
    feeds_required: false,
    profile_count: 2,
    business_card_field_limit: 5,
    sequence_number: modules.findIndex((module) => module.api_name === api_name) + 1,
    web_link: null,
    description: null,
    modified_time: null,
    modified_by: null,
    parent_module: {},
    arguments: [],
    profiles: [],
  };
}

/** The related lists of a module as /settings/related_lists shows them. */
export function relatedListsJson(module: Module, lists: readonly RelatedList[]): Record<string, unknown>[] {
  return lists.map(({ list, module: name }, at) => ({
    id: fixedId(module.id, 3, at),
    sequence_number: String(at + 1),
    display_label: list.replaceAll("_", " "),
    api_name: list,
    name: list.replaceAll("_", " "),
    module: { api_name: name, id: moduleOf(name).id },
    action: null,
    href: `${module.api_name}/{ENTITYID}/${list}`,
    type: "default",
    status: "visible",
    connectedmodule: null,
    linkingmodule: null,
    customize_sort: false,
    customize_fields: false,
    customize_display_label: false,
  }));
}
