// Keeps the secret that makes this browser the owner of its runs: in a cookie, which the next visit brings
// before anything is drawn; where cookies are refused, in local storage. It asks for a rerun only to tell the
// page of another secret that was kept here, or that nothing can be kept (""), and where the theme is another
// one than the page was drawn for: the colours of charts come from the server, which learns of it so.
const LOOK = "rnnkit_look";
const NAME = location.protocol === "https:" ? "__Host-rnnkit_visitor" : "rnnkit_visitor";
const YEAR = 365 * 24 * 3600;

export default function ({ data, setStateValue, setTriggerValue }) {
  if (!window[LOOK]) follow((window[LOOK] = {}));
  Object.assign(window[LOOK], { theme: data.theme, ask: setTriggerValue });
  const found = data.brought ? data.token : cookie() || stored();
  const token = found || data.token;
  const kept = keep(token);
  if (token !== data.token) setStateValue("found", token);
  else if (!kept) setStateValue("found", "");
}

function follow(drawn) {
  const app = document.querySelector(".stApp");
  const turned = () => {
    const theme = getComputedStyle(app).colorScheme;
    if (theme === drawn.theme) return;
    drawn.theme = theme;
    drawn.ask("theme", theme);
  };
  new MutationObserver(turned).observe(app, { attributeFilter: ["class"] });
}

function keep(token) {
  const secure = NAME.startsWith("__Host-") ? "; Secure" : "";
  document.cookie = `${NAME}=${token}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  if (cookie() === token) return true;
  try {
    localStorage.setItem(NAME, token);
    return stored() === token;
  } catch {
    return false;
  }
}

function cookie() {
  const pairs = document.cookie.split("; ").map((pair) => pair.split("="));
  return pairs.find(([name]) => name === NAME)?.[1] ?? "";
}

function stored() {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}
