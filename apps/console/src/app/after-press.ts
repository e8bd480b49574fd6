let pressed = false;

addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"] as const) addEventListener(end, () => (pressed = false), true);

/**
 * Does `work` now, or as soon as the button that is being pressed has been let go.
 * A field that checks itself when it loses the focus makes the form grow; were that to happen between press and release,
 * the button that was pressed would slide away from under the pointer and its click would be lost.
 */
export function afterPress(work: () => void): void {
  if (!pressed) {
    work();
    return;
  }
  const later = () => {
    for (const end of ["pointerup", "pointercancel"] as const) removeEventListener(end, later, true);
    setTimeout(work);
  };
  for (const end of ["pointerup", "pointercancel"] as const) addEventListener(end, later, true);
}
