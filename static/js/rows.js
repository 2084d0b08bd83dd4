/* Adds and removes rows of a form where it stands. Without it the same buttons send the form, and it comes back with
   the row and everything that was typed. */

for (const rows of document.querySelectorAll("[data-rows]")) {
  const form = rows.closest("form");
  const add = form.querySelector(`[data-add-row="${rows.dataset.rows}"]`);
  const pattern = new RegExp(`(${rows.dataset.rows}|addressee)-[0-9]+`, "g");
  let next = 1000; // past every row that the page came with

  const changed = () => form.dispatchEvent(new Event("rows"));

  function fresh() {
    const row = rows.lastElementChild.cloneNode(true);
    const number = next++;
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        element.setAttribute(name, value.replace(pattern, `$1-${number}`));
      }
      element.classList.remove("has-error");
      if (element.matches("input, textarea")) empty(element);
    }
    for (const error of row.querySelectorAll(".error")) error.remove();
    return row;
  }

  function empty(field) {
    field.value = "";
    field.defaultValue = "";
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }

  add.addEventListener("click", (event) => {
    if (!rows.lastElementChild) return;
    event.preventDefault();
    rows.append(fresh());
    rows.lastElementChild.querySelector("input").focus();
    changed();
  });

  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-row]");
    if (!button || rows.children.length < 2) return; // the last one: the form comes back with an empty row
    event.preventDefault();
    const row = button.closest("[data-row]");
    const neighbor = row.previousElementSibling ?? row.nextElementSibling;
    row.remove();
    neighbor.querySelector("input").focus();
    changed();
  });
}
