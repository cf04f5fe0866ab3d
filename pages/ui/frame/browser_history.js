// One press of a person is one step of the browser's history, and a step is another page, or another of its
// `places`. The app writes its address in several goes (a page, then its ids, then without what a widget had
// bound): all but the first replace it, so that Back always leads to something else. Where a step shows
// another `top`, what is shown starts at its top.
const HERE = "rnnkit_history";

export default function ({ data }) {
  if (!window[HERE]) hold((window[HERE] = { pressed: false, places: data.places, top: data.top }));
  const here = window[HERE];
  if (here.top !== data.top) document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  here.top = data.top;
}

function hold(here) {
  const push = history.pushState.bind(history);
  for (const kind of ["pointerdown", "keydown"])
    addEventListener(kind, () => (here.pressed = true), { capture: true });
  addEventListener("popstate", () => (here.pressed = false), { capture: true });
  history.pushState = (state, title, address) => {
    const step = here.pressed && place(address, here.places) !== place(location.href, here.places);
    if (!step) return history.replaceState(state, title, address);
    here.pressed = false;
    push(state, title, address);
  };
}

function place(address, names) {
  const url = new URL(address, location.href);
  return [url.pathname, ...names.map((name) => url.searchParams.get(name))].join(" ");
}
