/* The page's keys. They are only heard where nobody types and no dialog is open. */

import { isOpen } from "./dialogs.js";

const TYPED_IN = "input:not([type=radio]):not([type=checkbox]), textarea, select";

/** Calls `commands[key]` for a key alone; a command that gives `false` leaves the key alone. */
export function listen(commands) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isOpen()) {
      return;
    }
    const at = event.target;
    const isControl = at.closest("button, a, summary, input, label");
    if (at.closest(TYPED_IN)) {
      if (event.key === "Escape") {
        at.blur();
      }
      return;
    }
    if (isControl && ["Enter", " ", "ArrowDown", "ArrowUp"].includes(event.key)) {
      return;
    }
    const name = event.shiftKey && event.key === " " ? "Shift+ " : event.key;
    const command = /^[1-9]$/.test(event.key) ? commands.digit : commands[name];
    if (command && command(event.key) !== false) {
      event.preventDefault();
    }
  });
}
