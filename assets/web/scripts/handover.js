// The shell leaves when the app says, over a channel that Python can speak on, that it is on screen.
const CHANNEL = "kopilka";
const PATIENCE = 10_000;
const FADE = 150;

// `connected` is fulfilled when Python has met Flutter. An app that then forgets to speak gets its screen;
// one that never comes leaves it to the shell.
export function handOver(shell, connected) {
  return new Promise((shown) => {
    const channel = new BroadcastChannel(CHANNEL);
    const leave = () => {
      channel.close();
      afterFrames(2, () => remove(shell));
      shown();
    };
    channel.onmessage = ({ data }) => data === "shown" && leave();
    connected.then(() => setTimeout(leave, PATIENCE), () => {});
  });
}

function afterFrames(count, then) {
  requestAnimationFrame(() => (count > 1 ? afterFrames(count - 1, then) : then()));
}

function remove(shell) {
  shell.classList.add("leaving");
  const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : FADE;
  shell.animate({ opacity: 0 }, { duration, fill: "forwards" }).onfinish = () => shell.remove();
}
