/** How a code gets in: a keyboard-wedge scanner that types, or the camera. */

/** @import { Wording } from "../shapes" */
const FORMATS = ["qr_code", "ean_13", "code_128"];
const LOOK_EVERY_MS = 150;
const HAND_MS = 200; // a wedge's keys follow each other faster; a hand needs longer to go from the keys to the scanner

/** A wedge types wherever the focus is, also on a button that its Enter would press: its keys belong to the field
 * that `field()` gives. */
/** @param {() => HTMLElement | null} field */
export function leadKeys(field) {
  document.addEventListener("keydown", (event) => {
    if (
      event.key.length !== 1 ||
      event.key === " " ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    if (event.target instanceof Element && event.target.closest("input:not([type=range], [readonly]), dialog[open]")) return;
    field()?.focus();
  });
}

/** Keys that come as fast as a wedge types them: `end()` gives what stood in the field before the first of them. */
export function createRun() {
  let [before, last] = ["", -Infinity];
  return {
    /** @param {number} at in milliseconds @param {string} text */
    goOn(at, text) {
      if (at - last > HAND_MS) before = text;
      last = at;
    },
    end() {
      const start = before;
      [before, last] = ["", -Infinity];
      return start;
    },
  };
}

/** Whether a camera may be asked for: behind https, or on this machine. */
export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

/** Opens the camera's dialog until a code is read or it is closed. */
/** @param {HTMLDialogElement} dialog @param {Wording} words @param {(code: string) => void} scanned */
export async function scanByCamera(dialog, words, scanned) {
  const stop = new AbortController();
  const [video, aim, close] = [part(dialog, "video"), part(dialog, "p"), part(dialog, "button")];
  dialog.addEventListener("close", () => stop.abort(), { once: true });
  close.setAttribute("aria-label", words.say("close"));
  close.onclick = () => dialog.close();
  aim.textContent = words.say("camera_aim");
  dialog.showModal();
  try {
    const code = await readCode(video, stop.signal);
    dialog.close();
    if (code) scanned(code);
  } catch {
    aim.textContent = words.say("camera_denied");
  }
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {HTMLDialogElement} dialog @param {Tag} tag
 */
const part = (dialog, tag) =>
  /** @type {HTMLElementTagNameMap[Tag]} */ (dialog.querySelector(tag));

/** The platform's own reader, of bar codes too; else the page's, of QR codes. */
async function reader() {
  const known = "BarcodeDetector" in globalThis ? await BarcodeDetector.getSupportedFormats() : [];
  if (known.includes("qr_code"))
    return new BarcodeDetector({ formats: FORMATS.filter((one) => known.includes(one)) });
  const own = await import("./qr_detector.js");
  return new own.BarcodeDetector({ formats: ["qr_code"] });
}

/** @param {HTMLVideoElement} video @param {AbortSignal} signal */
async function readCode(video, signal) {
  const detector = await reader();
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
  });
  try {
    video.srcObject = stream;
    await video.play();
    return await firstCode(detector, video, signal);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

/** @param {BarcodeDetector} detector @param {HTMLVideoElement} video @param {AbortSignal} signal */
async function firstCode(detector, video, signal) {
  while (!signal.aborted) {
    const [code] = await detector.detect(video);
    if (code) return code.rawValue;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return null;
}
