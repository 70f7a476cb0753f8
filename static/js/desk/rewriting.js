/* Writes the parts of the page anew after a saving; focus, scroll and what is typed stay. */

const TYPED_IN = "input:not([type=radio]):not([type=checkbox]):not([type=hidden]), textarea";

/** Puts new parts (name → HTML) in place of those that are shown. */
export function rewrite(parts, panes) {
  const hadFocus = document.getElementById("part-list").contains(document.activeElement);
  for (const [name, html] of Object.entries(parts)) {
    const box = document.getElementById(`part-${name}`);
    const at = document.activeElement;
    if (box?.contains(at) && at.matches(TYPED_IN)) {
      renewHidden(box, html); // Not the field itself: an input method may be composing in it.
    } else if (box) {
      replace(box, html);
    }
  }
  panes.again(hadFocus);
}

function replace(box, html) {
  const scrolled = [box.scrollTop, box.firstElementChild?.scrollTop ?? 0];
  const focused = box.contains(document.activeElement) ? signature(document.activeElement) : null;
  box.innerHTML = html;
  box.scrollTop = scrolled[0];
  if (box.firstElementChild) {
    box.firstElementChild.scrollTop = scrolled[1];
  }
  if (focused) {
    const same = [...box.querySelectorAll("button, input, a, summary")];
    same.find((one) => signature(one) === focused)?.focus({ preventScroll: true });
  }
}

/** What tells a control from the others of its part. */
function signature(control) {
  const { tagName, id, name, value, form } = control;
  return [tagName, id, name, value, form?.getAttribute("action"), control.dataset.act].join("|");
}

/** What the server wants back with each form: which version, and which reading, was shown. */
function renewHidden(box, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  for (const field of box.querySelectorAll("input[type=hidden]")) {
    const action = CSS.escape(field.form.getAttribute("action"));
    const now = fresh.content.querySelector(`form[action="${action}"] [name="${field.name}"]`);
    field.value = now?.value ?? field.value;
  }
}
