import { Anchor } from "@mantine/core";

/** A web address; only what is one by its scheme, or has none, becomes a link. */
export function WebLink({ address }: { address: string }) {
  const isBare = !/^[a-z][a-z0-9+.-]*:/i.test(address) || /^[^/:]+:\d/.test(address);
  if (!isBare && !/^https?:\/\//i.test(address)) return <>{address}</>;
  return (
    <Anchor href={isBare ? `https://${address}` : address} target="_blank" rel="noreferrer noopener">
      {address.replace(/^https?:\/\//i, "")}
    </Anchor>
  );
}
