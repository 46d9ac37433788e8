// The shell leaves when the app says, over a channel that Python can speak on, that it is on screen.
const CHANNEL = "kopilka";
const PATIENCE = 10_000;

// `connected` is fulfilled when Python has met Flutter. An app that then forgets to speak gets its screen.
export function handOver(shell, connected) {
  return new Promise((shown) => {
    const channel = new BroadcastChannel(CHANNEL);
    const leave = () => {
      channel.close();
      afterFrames(2, () => remove(shell));
      shown();
    };
    channel.onmessage = ({ data }) => data === "shown" && leave();
    connected.then(() => setTimeout(leave, PATIENCE));
  });
}

function afterFrames(count, then) {
  requestAnimationFrame(() => (count > 1 ? afterFrames(count - 1, then) : then()));
}

function remove(shell) {
  shell.addEventListener("transitionend", () => shell.remove());
  shell.classList.add("leaving");
  if (getComputedStyle(shell).transitionDuration === "0s") shell.remove();
}
