import {
  Anchor,
  Collapse,
  PasswordInput,
  Select,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { SecretOnce } from "#web/ui/Field.tsx";
import type { FormState } from "#web/ui/form.ts";
import { usePlaces } from "#web/sync/places.ts";
import { type CredentialValues, dataCentres } from "./credentials.ts";

type FieldsProps<Values extends CredentialValues> = { of: FormState<Values> };

/** With which CRM, and what proves who connects. */
export function CredentialFields<Values extends CredentialValues>({ of }: FieldsProps<Values>) {
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Which CRM"
        data={[
          { value: "zsc", label: "Concord CRM" },
          { value: "oauth", label: "Zoho CRM" },
        ]}
        {...of.field("kind")}
      />
      {of.values.kind === "zsc" ? <ZscFields of={of} /> : <OAuthFields of={of} />}
    </Stack>
  );
}

function ZscFields<Values extends CredentialValues>({ of }: FieldsProps<Values>) {
  const places = usePlaces();
  const [isOther, setOther] = useState(of.values.crm_url !== "");
  return (
    <>
      <TextInput
        {...of.field("email")}
        type="email"
        label="E-mail address"
        description="Of a CRM user, best of an administrator. The sync reads the CRM with this user's rights."
        autoComplete="off"
      />
      <div>
        <PasswordInput
          {...of.field("zsc_key")}
          label="ZSC key"
          description="Zoho Service Communication key of the same user."
          autoComplete="off"
        />
        <Anchor
          component={Link}
          to={places.keyScreen}
          target="_blank"
          size="sm"
          mt={6}
          display="inline-block"
        >
          Click here to generate the ZSC key
        </Anchor>
      </div>
      <div>
        <UnstyledButton onClick={() => setOther(!isOther)} aria-expanded={isOther} c="dimmed">
          {isOther ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}{" "}
          The CRM is on another server
        </UnstyledButton>
        <Collapse expanded={isOther}>
          <TextInput
            {...of.field("crm_url")}
            mt="xs"
            label="Address of the CRM"
            placeholder="https://crm.example.com"
            description="Leave it empty for the CRM of this server."
          />
        </Collapse>
      </div>
    </>
  );
}

/** What the sync does at Zoho, as its API console takes it. */
const scopes =
  "ZohoCRM.modules.ALL,ZohoCRM.settings.ALL,ZohoCRM.users.READ,ZohoCRM.org.READ,ZohoCRM.bulk.ALL,ZohoCRM.coql.READ";

function OAuthFields<Values extends CredentialValues>({ of }: FieldsProps<Values>) {
  return (
    <>
      <Text c="dimmed">
        In Zoho's API console make a self client, generate a code for these scopes, and enter it here within
        its minutes.
      </Text>
      <SecretOnce value={scopes} name="Scopes" />
      <Select {...of.field("data_centre")} label="Data centre" data={dataCentres} allowDeselect={false} />
      <TextInput {...of.field("client_id")} label="Client id" autoComplete="off" />
      <PasswordInput {...of.field("client_secret")} label="Client secret" autoComplete="off" />
      <PasswordInput {...of.field("grant_code")} label="Grant code" autoComplete="off" />
    </>
  );
}
