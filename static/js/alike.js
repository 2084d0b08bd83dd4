/* Asks "are you this one?" beneath the organization's name, once it was typed, and fills in the name that is chosen.
   Without it the question is asked on the page that the emailed link leads to. */

const box = document.getElementById("alike");
const input = document.getElementById("organization");
let asked = "";

if (box && input) input.addEventListener("change", ask);

async function ask() {
  const name = input.value.trim();
  if (name === asked) return;
  asked = name;
  try {
    const response = await fetch(`${box.dataset.url}?name=${encodeURIComponent(name)}`, { credentials: "omit" });
    if (!response.ok || name !== asked) return;
    show((await response.json()).alike, name);
  } catch {
    box.hidden = true; // offline: the question can wait
  }
}

function show(alike, name) {
  const others = alike.filter((one) => one.here || one.name !== name);
  box.hidden = others.length === 0;
  const list = box.querySelector("ul");
  list.replaceChildren(...others.map(line));
}

function line(one) {
  const item = document.createElement("li");
  const name = document.createElement("bdi");
  name.textContent = one.name;
  item.append(name, one.host ? ` (${one.host}) ` : " ");
  if (one.here) {
    const here = document.createElement("small");
    here.textContent = box.dataset.here;
    item.append(here);
  } else {
    item.append(use(one.name));
  }
  return item;
}

function use(name) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = box.dataset.use;
  button.addEventListener("click", () => {
    input.value = name;
    asked = name;
    box.hidden = true;
    input.focus();
  });
  return button;
}
