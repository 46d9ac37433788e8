// The shell leaves when Python says that the app is on screen.
const PATIENCE = 10_000;
const FADE = 150;

// Fulfilled when the shell leaves. An app that has met its engine and forgets to speak gets its screen all the same;
// one that never comes leaves it to the shell.
export async function handOver(shell, { connected, shown }) {
  await Promise.race([shown, connected.then(() => after(PATIENCE), () => shown)]);
  afterFrames(2, () => remove(shell));
}

function after(milliseconds) {
  return new Promise((over) => setTimeout(over, milliseconds));
}

function afterFrames(count, then) {
  requestAnimationFrame(() => (count > 1 ? afterFrames(count - 1, then) : then()));
}

function remove(shell) {
  shell.classList.add("leaving");
  const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : FADE;
  shell.animate({ opacity: 0 }, { duration, fill: "forwards" }).onfinish = () => shell.remove();
}
