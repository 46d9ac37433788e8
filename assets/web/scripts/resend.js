// Asking for the one-time code again, not before the server allows it.
/** @import { Speaker } from "./words.js" */
import { button } from "./sign_in_parts.js";

const TICK = 250;

// A button that counts down to `allowedAt` (milliseconds by this device's clock) first; the seconds are not announced.
/** @param {Speaker} say @param {number} allowedAt @param {() => void} send */
export function resendButton(say, allowedAt, send) {
  const made = button(say.say("resend"), { type: "button", class: "quiet", "aria-live": "off" });
  made.onclick = send;
  const count = () => {
    const seconds = Math.max(0, Math.ceil((allowedAt - Date.now()) / 1000));
    made.disabled = seconds > 0;
    made.textContent = seconds > 0 ? say.say("resend_in", { time: minutes(seconds) }) : say.say("resend");
    if (seconds > 0) setTimeout(() => made.isConnected && count(), TICK);
  };
  count();
  return made;
}

/** @param {number} seconds */
function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
