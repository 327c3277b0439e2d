/** Long enough for the click that belongs to a released button to arrive first. */
const clickMs = 50;

let isDown = false;

if (typeof document !== "undefined") {
  document.addEventListener("pointerdown", () => (isDown = true), true);
  for (const name of ["pointerup", "pointercancel"])
    document.addEventListener(name, () => (isDown = false), true);
}

/**
 * Does something now, or, while a button of the mouse is pressed, once it was released and its click arrived. What
 * moves the page between press and release would move the thing that was pressed away from under the pointer.
 */
export function afterPointer(work: () => void): void {
  if (!isDown) return work();
  document.addEventListener("pointerup", () => setTimeout(work, clickMs), { once: true });
}
