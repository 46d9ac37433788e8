/** How a code gets in: a keyboard-wedge scanner that types, or the platform's camera and BarcodeDetector. */

const FORMATS = ["qr_code", "ean_13", "code_128"];
const LOOK_EVERY_MS = 150;

/** A wedge types wherever the focus is: its keys belong to the code field that `field()` gives. */
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
    if (event.target instanceof Element && event.target.closest("input, dialog[open]")) return;
    field()?.focus();
  });
}

export async function hasCamera() {
  if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices?.getUserMedia) return false;
  const known = await BarcodeDetector.getSupportedFormats();
  return known.includes("qr_code");
}

/** Opens the camera's dialog until a code is read or it is closed. */
export async function scanByCamera(dialog, words, scanned) {
  const stop = new AbortController();
  const [video, aim, close] = ["video", "p", "button"].map((name) => dialog.querySelector(name));
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

async function readCode(video, signal) {
  const known = await BarcodeDetector.getSupportedFormats();
  const detector = new BarcodeDetector({ formats: FORMATS.filter((one) => known.includes(one)) });
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

async function firstCode(detector, video, signal) {
  while (!signal.aborted) {
    const [code] = await detector.detect(video);
    if (code) return code.rawValue;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return null;
}
