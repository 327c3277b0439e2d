import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { Paper } from "#billing/paper/paper.ts";
import { PaperLines } from "./PaperLines.tsx";
import { PaperTotals } from "./PaperTotals.tsx";
import classes from "./Paper.module.css";

/** A paper: who writes to whom, what is sold, what it comes to. */
export function Sheet({ paper }: { paper: Paper }) {
  const { title, number, mark, from, parties, facts, words } = paper;
  return (
    <article className={classes.paper} aria-label={`${title} ${number ?? ""}`.trim()}>
      <header className={classes.head}>
        <Address lines={from} isStrong />
        <div className={classes.title}>
          <Title order={2}>{title}</Title>
          <span className="figures">{number ?? mark}</span>
        </div>
      </header>
      <div className={classes.parties}>
        {parties.map((party, at) => (
          <Party key={party.title} title={party.title}>
            <Address lines={party.lines} isStrong={at === 0} />
          </Party>
        ))}
        <dl className={classes.facts}>
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <PaperLines of={paper} />
      <PaperTotals of={paper} />
      {words.map(({ title: heading, text }) => (
        <section key={heading} className={classes.words}>
          <h3>{heading}</h3>
          <p>{text}</p>
        </section>
      ))}
    </article>
  );
}

function Party({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function Address({ lines: [first, ...others], isStrong = false }: { lines: string[]; isStrong?: boolean }) {
  return (
    <address className={classes.address}>
      {isStrong ? <strong>{first}</strong> : first}
      {others.length > 0 && `\n${others.join("\n")}`}
    </address>
  );
}
