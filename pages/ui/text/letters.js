// Draws a text symbol by symbol. Everything comes in as data and goes into text nodes: nothing is parsed.
const BITS = 8; // surprise from which the shade is at its deepest
const DEEPEST = 45; // percent of the theme's colour in it

export default function ({ data, parentElement, setTriggerValue }) {
  const page = parentElement.querySelector(".page");
  const button = parentElement.querySelector("button");
  page.setAttribute("aria-label", data.label);
  page.classList.toggle("stale", data.stale);
  page.replaceChildren(given(data.prompt), ...data.symbols.map((text, place) => symbol(data, text, place)));
  page.onclick = (event) => {
    const place = event.target.dataset?.place;
    if (place !== undefined) setTriggerValue("pick", Number(place));
  };
  button.textContent = data.copy;
  button.onclick = () => {
    copy(data.prompt + data.symbols.join(""));
    button.textContent = data.done;
  };
}

function given(prompt) {
  const start = document.createElement("span");
  start.className = "given";
  start.textContent = prompt;
  return start;
}

function symbol(data, text, place) {
  const letter = document.createElement("span");
  const chance = data.chances[place];
  const surprise = Math.min(1, -Math.log2(Math.max(chance, 1e-9)) / BITS);
  const deep = Math.round(DEEPEST * surprise);
  letter.textContent = text;
  letter.dataset.place = place;
  letter.title = `${(100 * chance).toPrecision(3)} %`;
  letter.style.backgroundColor = `color-mix(in srgb, var(--st-primary-color) ${deep}%, transparent)`;
  letter.classList.toggle("copied", data.copied.some(([start, end]) => start <= place && place < end));
  letter.classList.toggle("picked", place === data.picked);
  return letter;
}

// Works without a secure connection, too, where a browser has no other way to its clipboard.
function copy(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
