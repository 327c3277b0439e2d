import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { getFinance } from "#crm/finance/finance.api.ts";
import { useCall } from "#web/api.ts";
import { financeShown } from "#web/crm/finance/finance-modules.ts";
import { useFinancePlaces } from "#web/crm/finance/finance-queries.ts";
import { FinanceRight } from "#web/crm/setup/FinanceRight.tsx";
import { Field, Fields } from "#web/ui/Field.tsx";

/** What the users of a profile see of billing; for whoever does the set-up. */
export function ProfileFinance({ profile: id }: { profile: string }) {
  const { data } = useCall(getFinance);
  const places = useFinancePlaces();
  const profile = data?.profiles?.find((one) => one.id === id);
  if (data === undefined || profile === undefined) return null;
  const on = financeShown.filter(({ module }) =>
    data.modules.some((one) => one.module === module && one.enabled),
  );
  return (
    <Stack component="section" gap="sm" align="flex-start">
      <Title order={2}>Billing</Title>
      <Text c="dimmed">
        {on.length === 0
          ? "The CRM shows no module of billing."
          : "What its users may do with what the CRM shows of billing."}
      </Text>
      {on.length > 0 && (
        <Fields>
          {on.map((shown) => (
            <Field key={shown.module} name={shown.title}>
              <FinanceRight profile={profile} shown={shown} />
            </Field>
          ))}
        </Fields>
      )}
      <Anchor component={Link} to={places.setup} size="sm">
        Choose which modules the CRM shows
      </Anchor>
    </Stack>
  );
}
