// Draws one slide. Everything comes in as data and goes into attributes and text nodes; nothing is parsed.
const VIEWS = { join, members, board, words: () => [] };

export default function ({ data, parentElement }) {
  const slide = parentElement.querySelector(".slide");
  const parts = [made("div", "title", data.title), made("h1", "lead", data.lead), ...VIEWS[data.view](data)];
  if (data.foot) parts.push(made("div", "foot", data.foot));
  slide.replaceChildren(...parts);
}

function made(tag, look, text) {
  const element = document.createElement(tag);
  if (look) element.className = look;
  if (text !== undefined) element.textContent = text;
  return element;
}

function join(data) {
  const box = made("div", "join");
  const picture = made("img");
  picture.src = `data:image/svg+xml;utf8,${encodeURIComponent(data.picture)}`;
  picture.alt = data.alt;
  const words = made("div");
  words.append(made("div", "code", data.code), made("div", "link", data.link));
  box.append(picture, words);
  return [box];
}

function members(data) {
  return data.places.map(([words, number, away]) => {
    const line = made("div", away ? "place away" : "place");
    const dots = made("div", "dots");
    dots.setAttribute("aria-hidden", "true");
    for (let i = 0; i < number; i += 1) dots.append(made("span", "dot"));
    line.append(made("span", "", words), made("b", "", String(number)), dots);
    return line;
  });
}

function board(data) {
  if (!data.rows.length) return [];
  const table = made("table");
  table.append(line("th", data.heads), ...data.rows.map((cells) => line("td", cells)));
  return [table];
}

function line(tag, cells) {
  const row = made("tr");
  for (const cell of cells) row.append(made(tag, "", cell));
  return row;
}
