// The shell leaves when Python says that the app is on screen.
const PATIENCE = 20_000; // more than the app waits for a device that does not say what it is
const FADE = 150;

// Fulfilled when the shell has left. An app that has met its engine and forgets to speak gets its screen all the same;
// one that never comes leaves it to the shell.
export async function handOver(shell, { connected, shown }) {
  await Promise.race([shown, connected.then(() => after(PATIENCE), () => shown)]);
  await nextFrame();
  await nextFrame();
  await leave(shell);
}

export function after(milliseconds) {
  return new Promise((over) => setTimeout(over, milliseconds));
}

function nextFrame() {
  return new Promise(requestAnimationFrame);
}

async function leave(shell) {
  shell.classList.add("leaving");
  const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : FADE;
  await shell.animate({ opacity: 0 }, { duration, fill: "forwards" }).finished;
  shell.remove();
}
