// The shell leaves when Python says that the app is on screen.
/** @import { Engine } from "./shapes" */
const PATIENCE = 20_000; // more than the app waits for a device that does not say what it is
const FADE = 150;

// Fulfilled when the shell has left. An app that has met its engine and forgets to speak gets its screen all the same;
// one that never comes leaves it to the shell.
/** @param {HTMLElement} shell @param {Engine} engine */
export async function handOver(shell, { connected, shown }) {
  await Promise.race([shown, connected.then(() => after(PATIENCE), () => shown)]);
  await nextFrame();
  await nextFrame();
  await leave(shell);
}

/** @param {number} milliseconds @returns {Promise<void>} */
export function after(milliseconds) {
  return new Promise((over) => setTimeout(over, milliseconds));
}

function nextFrame() {
  return new Promise(requestAnimationFrame);
}

/** @param {HTMLElement} shell */
async function leave(shell) {
  shell.classList.add("leaving");
  const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : FADE;
  await shell.animate({ opacity: 0 }, { duration, fill: "forwards" }).finished;
  shell.remove();
}
