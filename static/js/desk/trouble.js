/* A sentence at the top of the page that says what went wrong, or what was restored. */

/** Shows `message` until the next one. */
export function explain(message) {
  const box = document.getElementById("trouble") ?? made();
  box.textContent = message;
}

function made() {
  const box = document.createElement("p");
  box.id = "trouble";
  box.className = "message warning";
  box.setAttribute("role", "alert");
  document.querySelector(".bar").after(box);
  return box;
}
