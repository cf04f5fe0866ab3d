// Draws sentences with a colour for each tag. Everything comes in as data and goes into text nodes.
const GOLDEN = 137.5; // degrees from one hue to the next, so that neighbours differ

export default function ({ data, parentElement }) {
  const page = parentElement.querySelector(".page");
  page.setAttribute("aria-label", data.label);
  page.classList.toggle("plain", !data.spans);
  page.replaceChildren(...data.sentences.map((tokens) => sentence(tokens, data)));
}

function sentence(tokens, data) {
  const line = document.createElement("p");
  for (const part of tokens) line.append(piece(part, data), data.joined ? "" : " ");
  return line;
}

function piece(part, data) {
  const [text, tag, place, title] = part;
  const box = document.createElement("span");
  const word = document.createElement("span");
  word.textContent = text;
  box.append(word);
  if (title) box.title = title;
  if (place >= 0) {
    const hue = Math.round((place * GOLDEN + 200) % 360);
    box.className = "tagged";
    box.style.backgroundColor = `hsl(${hue} 70% 50% / ${place < 40 ? 24 : 12}%)`;
    box.style.borderBottomColor = `hsl(${hue} 65% 50%)`;
    const name = document.createElement("span");
    name.className = "tag";
    name.textContent = tag;
    box.append(name);
  }
  return box;
}
