/* The box in which a notice is pasted: files may be dropped on it, and nothing typed is lost. */

import { heldPasted, holdPasted } from "./pasted.js";

const form = document.getElementById("paste-form");
const field = form.elements.text;
const told = document.getElementById("paste-told");

field.addEventListener("input", () => holdPasted(field.value));
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    form.requestSubmit();
  }
});
field.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("paste--over");
});
field.addEventListener("dragleave", () => form.classList.remove("paste--over"));
field.addEventListener("drop", (event) => {
  form.classList.remove("paste--over");
  if (event.dataTransfer.files.length) {
    event.preventDefault();
    form.elements.file.files = event.dataTransfer.files;
    form.requestSubmit();
  }
});
form.elements.file.addEventListener("change", () => {
  if (form.elements.file.files.length && !field.value.trim()) {
    form.requestSubmit();
  }
});

if (!field.value && heldPasted()) {
  field.value = heldPasted();
  told.textContent = told.dataset.restored;
  told.hidden = false;
}
