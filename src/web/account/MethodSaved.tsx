import { Text } from "@mantine/core";
import { Entry } from "./Entry.tsx";

/** Where the gateway leads somebody who has given a card or account; it may be a customer, who knows nothing of us. */
export function MethodSaved() {
  return (
    <Entry title="Thank you">
      <Text>Your payment method is saved. You can close this window.</Text>
    </Entry>
  );
}

/** Where it leads somebody who has not. */
export function MethodGivenUp() {
  return (
    <Entry title="Nothing was saved">
      <Text>No payment method was added. To add one after all, open the link again.</Text>
    </Entry>
  );
}
