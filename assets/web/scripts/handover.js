// The shell leaves when the app says, over a channel that Python can speak on, that its first frame is up.
const CHANNEL = "kopilka";

export function handOver(shell) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data !== "shown") return;
    channel.close();
    afterFrames(2, () => leave(shell));
  };
}

function afterFrames(count, then) {
  requestAnimationFrame(() => (count > 1 ? afterFrames(count - 1, then) : then()));
}

function leave(shell) {
  const remove = () => shell.remove();
  shell.addEventListener("transitionend", remove);
  shell.classList.add("leaving");
  if (getComputedStyle(shell).transitionDuration === "0s") remove();
}
