// Signing in leads to another site and from there to the first page. So the address that was left is noted in
// the tab, and whoever arrives on the bare first page signed in is taken back to it: links survive the question.
const KEY = "rnnkit_came_for";

export default function ({ data }) {
  if (!window[KEY]) {
    window[KEY] = { note: false };
    addEventListener("pagehide", () => window[KEY].note && keep(location.pathname + location.search));
  }
  window[KEY].note = !data.signed_in;
  const left = data.signed_in && take();
  const bare = location.pathname === data.base && !location.search;
  if (left && bare && left !== data.base) location.replace(new URL(left, location.origin));
}

function keep(address) {
  try {
    sessionStorage.setItem(KEY, address);
  } catch {
    // A browser that keeps nothing starts on the first page.
  }
}

function take() {
  try {
    const left = sessionStorage.getItem(KEY) ?? "";
    sessionStorage.removeItem(KEY);
    return /^\/(?![/\\])/.test(left) ? left : "";
  } catch {
    return "";
  }
}
