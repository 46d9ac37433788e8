// How clearly the browser's owner wants things apart: "" as they are, "more", or the colours that the browser shows alone:
// paper, ink and links.
const FORCED = matchMedia("(forced-colors: active)");
const MORE = matchMedia("(prefers-contrast: more)");
const DARK = matchMedia("(prefers-color-scheme: dark)"); // another set of forced colours comes with another scheme
const SHOWN = ["Canvas", "CanvasText", "LinkText"];

export function contrast() {
  if (FORCED.matches) return SHOWN.map(computed).join(" ");
  return MORE.matches ? "more" : "";
}

// Answers through `port` once it is something other than what the asker knows.
/** @param {[string]} known @param {MessagePort} port */
export function askContrast([known], port) {
  const queries = [FORCED, MORE, DARK];
  const look = () => {
    const now = contrast();
    if (now === known) return;
    for (const query of queries) query.removeEventListener("change", look);
    port.postMessage(now);
  };
  for (const query of queries) query.addEventListener("change", look);
  look();
}

/** @param {string} name */
function computed(name) {
  const sample = document.createElement("i");
  sample.style.color = name;
  document.body.append(sample);
  const [red, green, blue] = getComputedStyle(sample).color.match(/[\d.]+/g)?.map(Number) ?? [];
  sample.remove();
  return `#${[red, green, blue].map((one) => Math.round(one).toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}
