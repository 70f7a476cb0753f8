/* Dialogs in which one thing is decided. Each opens with what is known and tells the decision. */

const by = (id) => document.getElementById(id);

/** Opens a dialog; resolves with the form's fields, or null when it was left. */
export function asked(id, { fields = {}, focus } = {}) {
  const dialog = by(id);
  const form = dialog.querySelector("form");
  for (const [name, value] of Object.entries(fields)) {
    if (form.elements[name]) {
      form.elements[name].value = value ?? "";
    }
  }
  dialog.returnValue = "";
  dialog.showModal();
  (form.elements[focus] ?? dialog.querySelector("input:not([type=hidden]), select, button"))?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        const left = dialog.returnValue === "" || dialog.returnValue === "cancel";
        resolve(left ? null : { ...Object.fromEntries(new FormData(form)), by: dialog.returnValue });
      },
      { once: true },
    );
  });
}

/** Closes a dialog with an answer. */
export function answer(id, value) {
  by(id).close(value);
}

/** Shows a dialog that only tells. */
export function tell(id) {
  by(id).showModal();
}

/** Whether some dialog is open: then the page's keys are not its own. */
export function isOpen() {
  return document.querySelector("dialog[open]") !== null;
}

/* Enter decides in a list of choices too, as it does in a field. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("dialog select")) {
    event.preventDefault();
    const { form } = event.target;
    form.requestSubmit(form.querySelector("[type=submit][value=save]"));
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) {
    event.target.closest("dialog").close("cancel");
  }
});
