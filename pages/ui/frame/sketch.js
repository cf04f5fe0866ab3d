// Draws a picture shape by shape. Everything comes in as data and goes into attributes and text nodes.
const SVG = "http://www.w3.org/2000/svg";
const TAGS = ["rect", "line", "text", "circle", "image"];

export default function ({ data, parentElement }) {
  const svg = parentElement.querySelector("svg");
  svg.setAttribute("height", data.height);
  svg.style.minWidth = `${data.width}px`;
  svg.setAttribute("aria-label", data.alt);
  svg.querySelector("g").replaceChildren(...data.shapes.map(drawn));
}

function drawn([tag, look, text, low, hint]) {
  if (!TAGS.includes(tag)) throw new Error(`no shape is called ${tag}`);
  const shape = made(tag, look, text);
  if (low) shape.append(made("tspan", { dy: "4", "font-size": "70%" }, low));
  if (hint) shape.append(made("title", {}, hint));
  return shape;
}

function made(tag, look, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(look)) element.setAttribute(name, value);
  if (text) element.append(text);
  return element;
}
