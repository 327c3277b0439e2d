import type { KeyboardEvent, MouseEvent } from "react";

/**
 * How a field with choices that are searched by typing behaves: what is typed takes the place of what was chosen, and
 * Enter chooses, or does nothing while the choices are open; the form is not sent with half a word in it.
 */
export const searchedSelect = {
  onClick: ({ currentTarget: input }: MouseEvent<HTMLInputElement>): void => {
    if (!input.readOnly) input.select();
  },
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>): void => {
    const isOpen = event.currentTarget.getAttribute("aria-expanded") === "true";
    if (event.key === "Enter" && isOpen) event.preventDefault();
  },
};
