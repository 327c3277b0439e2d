import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { CallError } from "#platform/http/call.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";

type OneDocumentProps<Of> = {
  of: UseQueryResult<Of, CallError>;
  /** The page's title until it is there. */
  title: string;
  children: (document: Of) => ReactNode;
};

/** A page of one document, which has its own title once it is there. */
export function OneDocument<Of>({ of, title, children }: OneDocumentProps<Of>) {
  if (of.data !== undefined && of.error?.status !== 404) return children(of.data);
  return (
    <Page title={title}>
      <Loaded of={of}>{() => null}</Loaded>
    </Page>
  );
}
