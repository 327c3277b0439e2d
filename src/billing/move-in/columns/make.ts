import type { Column, ColumnType } from "#billing/move-in/column.ts";

type Make = (field: string, label: string, ...headings: string[]) => Column;

function columnsOf(type: ColumnType): Make {
  return (field, label, ...headings) => ({ field, label, type, headings });
}

/** Makers of columns by how their cells are read: a field, its label, and what exports call it, the most usual first. */
export const text = columnsOf("text");
export const day = columnsOf("day");
export const number = columnsOf("decimal");
export const whole = columnsOf("whole");
export const flag = columnsOf("flag");

/** A column of which each row of a record has a value of its own. */
export function ofLine(column: Column): Column {
  return { ...column, isOfLine: true };
}
