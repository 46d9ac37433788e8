// Python in its worker. Where its memory does not wake, by its own word or by its silence, another worker does without.
/** @import { Python, Site } from "./shapes" */
import { askContrast, contrast } from "./contrast.js";
import { askHand, askSheet, canShare, canSharePictures } from "./hand.js";
import { askHomeScreen, inTab } from "./home_screen.js";
import { askForNotices } from "./notices.js";
import { askPhone, onPhone } from "./phone.js";
import { askOwner } from "./unlock.js";
import { askWhere } from "./whereabouts.js";

const SILENCE = 30; // seconds: several times what waking takes on a slow phone
const NOTE = "kopilka plain"; // in localStorage: the memory that did not wake here, which no other start need try

// `send` and `receive` carry the messages of Flet's client, once `connected`; `shown` is fulfilled when the app is on
// screen. `connected` is rejected when Python cannot start either way.
/** @param {Site} site @returns {Python} */
export function startPython({ worker, python: runtime, memory, plain, main }) {
  /** @type {Worker} */
  let python;
  /** @type {number | undefined} */
  let watch;
  /** @type {((message: Uint8Array) => void) | null} */
  let receive = null;
  /** @type {() => void} */
  let show;
  /** @type {() => void} */
  let connect;
  /** @type {(why: unknown) => void} */
  let fail;
  /** @type {Promise<void>} */
  const shown = new Promise((done) => { show = done; });
  /** @type {Promise<void>} */
  const connected = new Promise((done, failed) => { [connect, fail] = [done, failed]; });

  /** @param {boolean} plainly */
  function begin(plainly) {
    python = new Worker(worker, { type: "module", name: "python" });
    python.onerror = fail;
    python.onmessage = ({ data, ports }) => {
      if (data instanceof Uint8Array) receive?.(data);
      else if (data.phone) askPhone(data.phone);
      else if (data.hand) askHand(data.hand);
      else if (data.sheet) askSheet(data.sheet, ports[0]);
      else if (data.unlock) askOwner(data.unlock, ports[0]);
      else if (data.notices) askForNotices(data.notices, ports[0]);
      else if (data.homeScreen) askHomeScreen(data.homeScreen, ports[0]);
      else if (data.contrast) askContrast(data.contrast, ports[0]);
      else if (data.whereabouts) askWhere(ports[0]);
      else hear(data, plainly);
    };
    const page = { documentUrl: document.URL, openedAt: performance.timeOrigin, onPhone, canShare, canSharePictures, inTab, contrast: contrast() };
    python.postMessage({ ...page, runtime, memory, plain, main, plainly });
    if (receive) python.postMessage({ connect: true });
  }

  /** @param {string} word @param {boolean} plainly */
  function hear(word, plainly) {
    switch (word) {
      case "arrived":
        watch = afterTicks(SILENCE, beginPlainly);
        break;
      case "awake":
        clearInterval(watch);
        if (plainly) note(memory);
        break;
      case "asleep":
        beginPlainly();
        break;
      case "connected":
        connect();
        break;
      case "shown":
        show();
        break;
      default:
        fail(word);
    }
  }

  function beginPlainly() {
    clearInterval(watch);
    python.onmessage = null;
    python.terminate();
    begin(true);
  }

  begin(noted() === memory);
  return {
    connected,
    shown,
    send: (message) => python.postMessage(message, [message.buffer]),
    receive: (receiver) => {
      receive = receiver;
      python.postMessage({ connect: true });
    },
    end: () => python.terminate(),
  };
}

// Seconds in which this page runs: none pass while the phone has it asleep.
/** @param {number} seconds @param {() => void} act */
function afterTicks(seconds, act) {
  const ticking = setInterval(() => {
    seconds -= 1;
    if (!seconds) act();
  }, 1000);
  return ticking;
}

function noted() {
  try {
    return localStorage.getItem(NOTE);
  } catch {
    return null; // storage is denied
  }
}

/** @param {string} memory */
function note(memory) {
  try {
    localStorage.setItem(NOTE, memory);
  } catch {
    // the next start finds out again
  }
}
