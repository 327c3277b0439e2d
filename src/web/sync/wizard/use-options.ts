import { useDebouncedValue } from "@mantine/hooks";
import { skipToken, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { call, type CallError } from "#platform/http/call.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { checkSettings, configureOptions } from "#sync/connection/connection.api.ts";
import { readSamples } from "#sync/connection/samples.api.ts";
import type { ModuleChoice, SyncSettings } from "#sync/connection/settings.api.ts";
import { callerIn, keyOf, query, useOrganizationId } from "#web/api.ts";
import { type Answers, moduleAnswers, type Options, settingsOf } from "./answers.ts";
import type { RowProblem } from "./problems.ts";
import type { Samples } from "./sample.ts";

/** Reading the CRM's fields and views costs API credits, and they rarely change while one configures. */
const optionsStaleMs = 60_000;

/** A pause in the typing and choosing after which a configuration is checked. */
const checkAfterMs = 300;

/** What the wizard offers for a module; asks nothing before one is chosen. */
export function useOptions(
  connection: string,
  module: ModuleChoice | null,
): UseQueryResult<Options, CallError> {
  const organization = useOrganizationId();
  return useQuery({
    ...query(organization, configureOptions, {
      params: { connection },
      query: { module: module ?? "accounts" },
    }),
    enabled: module !== null,
    staleTime: optionsStaleMs,
  });
}

/** Records of the chosen views. */
export function useSamples(connection: string, answers: Answers, options: Options | undefined): Samples {
  const organization = useOrganizationId();
  const chosen = options === undefined ? undefined : moduleAnswers(answers, options);
  const asked = useQuery({
    ...query(organization, readSamples, {
      params: { connection },
      query: {
        module: answers.module ?? "accounts",
        view: chosen?.view?.id,
        contact_view: chosen?.contact_view?.id,
      },
    }),
    enabled: chosen !== undefined && answers.module !== null,
    staleTime: optionsStaleMs,
  });
  return asked.data ?? noSamples;
}

const noSamples: Samples = { samples: [], contact_samples: [] };

export type Checked = {
  problems: RowProblem[];
  answer: Received<typeof checkSettings> | undefined;
  isAsking: boolean;
};

/** The server's word on the configuration as it stands, asked while one chooses. */
export function useCheck(connection: string, answers: Answers, options: Options | undefined): Checked {
  const organization = useOrganizationId();
  const settings = options && settingsOf(answers, options);
  // By its text: an equal configuration is not asked about again.
  const [settled] = useDebouncedValue(settings && JSON.stringify(settings), checkAfterMs);
  const body = settled === undefined ? undefined : (JSON.parse(settled) as SyncSettings);
  const canAsk = body !== undefined && body.match_keys.length > 0 && body.mapping.length > 0;
  const asked = useQuery<Received<typeof checkSettings>, CallError>({
    queryKey: [...keyOf(organization, checkSettings, undefined), connection, settled],
    queryFn: canAsk
      ? () => call(callerIn(organization), checkSettings, { params: { connection }, body })
      : skipToken,
    placeholderData: (before) => before,
    staleTime: optionsStaleMs,
  });
  return { problems: asked.data?.problems ?? [], answer: asked.data, isAsking: asked.isFetching };
}
