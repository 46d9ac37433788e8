// Python in its worker. Where its memory does not wake, by its own word or by its silence, another worker does without.
import { askPhone, onPhone } from "./phone.js";
import { askOwner } from "./unlock.js";

const SILENCE = 30; // seconds: several times what waking takes on a slow phone
const NOTE = "kopilka plain"; // in localStorage: the memory that did not wake here, which no other start need try

// `send` and `receive` carry the messages of Flet's client, once `connected`; `shown` is fulfilled when the app is on
// screen. `connected` is rejected when Python cannot start either way.
export function startPython({ worker, python: runtime, memory, plain, main }) {
  let python;
  let watch;
  /** @type {((message: Uint8Array) => void) | null} */
  let receive = null;
  let settle;
  const shown = new Promise((show) => { settle = { show }; });
  const connected = new Promise((connect, fail) => Object.assign(settle, { connect, fail }));

  function begin(plainly) {
    python = new Worker(worker, { type: "module", name: "python" });
    python.onerror = settle.fail;
    python.onmessage = ({ data, ports }) => {
      if (data instanceof Uint8Array) receive?.(data);
      else if (data.phone) askPhone(data.phone);
      else if (data.unlock) askOwner(data.unlock, ports[0]);
      else hear(data, plainly);
    };
    const page = { documentUrl: document.URL, openedAt: performance.timeOrigin, onPhone };
    python.postMessage({ ...page, runtime, memory, plain, main, plainly });
    if (receive) python.postMessage({ connect: true });
  }

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
        settle.connect();
        break;
      case "shown":
        settle.show();
        break;
      default:
        settle.fail(word);
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

function note(memory) {
  try {
    localStorage.setItem(NOTE, memory);
  } catch {
    // the next start finds out again
  }
}
