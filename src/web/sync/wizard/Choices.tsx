import { Radio, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Wizard.module.css";

export type Choice<Value extends string> = {
  value: Value;
  title: string;
  text: ReactNode;
  /** Why it cannot be chosen now. */
  refused?: string | null | undefined;
};

type ChoicesProps<Value extends string> = {
  label: string;
  value: Value | null;
  choices: readonly Choice<Value>[];
  onChange: (value: Value) => void;
};

/** One of a few, each with a sentence about what it does. */
export function Choices<Value extends string>({ label, value, choices, onChange }: ChoicesProps<Value>) {
  return (
    <Radio.Group aria-label={label} value={value ?? ""} onChange={(next) => onChange(next as Value)}>
      <div className={classes.choices}>
        {choices.map(({ value: own, title, text, refused }) => (
          <Radio.Card
            key={own}
            value={own}
            className={classes.choice}
            disabled={Boolean(refused)}
            data-disabled={Boolean(refused) || undefined}
          >
            <Radio.Indicator mt={2} />
            <div>
              <Text fw={600}>{title}</Text>
              <Text c="dimmed">{text}</Text>
              {refused && <Text mt={4}>{refused}</Text>}
            </div>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
