import { Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { accountWords } from "#billing/ledger/account-words.ts";
import { type Posted, type PostingView, postingsOf } from "#billing/ledger/ledger.api.ts";
import { useCall } from "#web/api.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showAmount, showDay } from "#web/ui/show.ts";
import { postingWords } from "./ledger-words.ts";
import classes from "./Postings.module.css";

type Which = { kind: Posted; id: string };

/** What the ledger says of an invoice, a credit note or a payment, asked for when it is opened. */
export function Postings({ of }: { of: Which }) {
  const [isOpen, open] = useDisclosure(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section>
      <UnstyledButton className={classes.toggle} aria-expanded={isOpen} onClick={open.toggle}>
        <Chevron size={16} aria-hidden />
        <Title order={2}>Ledger postings</Title>
      </UnstyledButton>
      {isOpen && <Opened of={of} />}
    </section>
  );
}

function Opened({ of: { kind, id } }: { of: Which }) {
  const params = { [kind]: id } as Record<Posted, string>;
  const postings = useCall(postingsOf(kind), { params });
  return (
    <Loaded of={postings}>
      {({ items, base_currency: base }) => (
        <Stack gap="md" mt="xs">
          {items.length === 0 && <Text c="dimmed">Nothing was posted: it is over nothing.</Text>}
          {items.map((posting) => (
            <Posting key={posting.id} of={posting} base={base} />
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

/** One posting; amounts of another currency with what they are in the base currency. */
function Posting({ of, base }: { of: PostingView; base: string }) {
  const isForeign = of.currency_code !== base;
  return (
    <table className={classes.posting}>
      <caption>
        {postingWords(of.kind)} · {showDay(of.date)}
      </caption>
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">Debit</th>
          <th scope="col">Credit</th>
        </tr>
      </thead>
      <tbody>
        {of.entries.map(({ account, amount, base_amount: inBase }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- entries have their places
          <tr key={at}>
            <td>{accountWords[account]}</td>
            {sides(amount, inBase).map((isHere, side) => (
              <td key={side === 0 ? "debit" : "credit"}>
                {isHere && showAmount(withoutSign(amount), of.currency_code)}
                {isHere && isForeign && <small>{showAmount(withoutSign(inBase), base)}</small>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On which side an entry stands, debit first. What an exchange rate made has no amount in the currency itself. */
function sides(amount: string, inBase: string): [isDebit: boolean, isCredit: boolean] {
  const isCredit = (/[1-9]/.test(amount) ? amount : inBase).startsWith("-");
  return [!isCredit, isCredit];
}

function withoutSign(amount: string): string {
  return amount.replace("-", "");
}
