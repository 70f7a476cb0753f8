/* The work-list by keyboard: a digit opens what stands beside it, with Alt while somebody types. */

const TYPED_IN = "input, textarea, select";

document.addEventListener("keydown", (event) => {
  const isFree = event.altKey || !event.target.closest(TYPED_IN);
  if (!isFree || event.ctrlKey || event.metaKey || !/^Digit[1-9]$/.test(event.code)) {
    return;
  }
  const link = document.querySelector(`[data-key="${event.code.at(-1)}"]`);
  if (link) {
    event.preventDefault();
    link.click();
  }
});
