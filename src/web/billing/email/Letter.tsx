import { Anchor } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { paragraphsOf, type Piece } from "#billing/email/letter.ts";
import classes from "./Letter.module.css";

type LetterProps = {
  /** Null where it goes to nobody; left out where that is not known yet. */
  from?: string | null;
  to: readonly string[];
  cc: readonly string[];
  subject: string;
  text: string;
  /** The file that goes with it, as a name or a link. */
  file?: ReactNode;
};

/** An e-mail as its receiver reads it: made of the same parts as the HTML that is sent. */
export function Letter({ from, to, cc, subject, text, file }: LetterProps) {
  const heads = [
    ...(from === undefined ? [] : [{ name: "From", value: from ?? "nobody: no mail server is set up" }]),
    { name: "To", value: to.join(", ") },
    ...(cc.length === 0 ? [] : [{ name: "Cc", value: cc.join(", ") }]),
    { name: "Subject", value: subject },
  ];
  return (
    <article className={classes.letter} aria-label={subject}>
      <dl className={classes.head}>
        {heads.map(({ name, value }) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
      </dl>
      <div className={classes.body}>
        {paragraphsOf(text).map((lines, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- paragraphs have their places
          <p key={at}>{lines.map(lineOf)}</p>
        ))}
      </div>
      {file !== undefined && (
        <div className={classes.file}>
          <IconPaperclip size={16} aria-hidden />
          {file}
        </div>
      )}
    </article>
  );
}

function lineOf(pieces: Piece[], at: number): ReactNode {
  return (
    // oxlint-disable-next-line react/no-array-index-key -- lines have their places
    <span key={at}>
      {at > 0 && <br />}
      {pieces.map(({ text, href }, place) =>
        href === undefined ? (
          text
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- and so have their pieces
          <Anchor key={place} href={href} target="_blank" rel="noreferrer" underline="always">
            {text}
          </Anchor>
        ),
      )}
    </span>
  );
}
