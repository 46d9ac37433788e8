// What comes after the card: Python and Flutter, the hand-over to them, and keeping all of it for the next time.
/** @import { Shown, Site } from "./shapes" */
import { startEngine } from "./engine.js";
import { after, handOver } from "./handover.js";
import { drawLaunch } from "./home_screen.js";
import { keepApp } from "./keeping.js";
import { beginAnewWithoutPicture, wasLostAgain } from "./lost_picture.js";
import { followRatio } from "./ratio.js";
import { serveEverySense } from "./senses.js";

const PATIENCE = 90_000; // milliseconds, for an app that neither comes nor says why
const SETTLED = 2_000; // the first seconds of a visit, which the member has for themselves

// The engine is loaded at once; `shown` is fulfilled with the shell when the app may come to the screen in its place.
// `tellTrouble` is called when the app cannot open, or is later than anybody waits; it may come even so.
/** @param {Site} site @param {Promise<Shown>} shown @param {() => void} tellTrouble */
export async function openApp(site, shown, tellTrouble) {
  if (wasLostAgain()) return tellTrouble();
  beginAnewWithoutPicture();
  serveEverySense();
  const engine = startEngine(site, shown);
  engine.connected.catch(() => {}); // until somebody waits for it
  followRatio();
  const { shell } = await shown;
  Promise.race([engine.connected, tooLate()]).catch(tellTrouble);
  await handOver(shell, engine);
  await after(SETTLED);
  await keepApp();
  await drawLaunch(site.icons);
}

async function tooLate() {
  await after(PATIENCE);
  throw new Error("the app is late");
}
