// The page's own script: the card first, then Python and Flutter behind it.
import { startEngine } from "./engine.js";
import { after, handOver } from "./handover.js";
import { keepApp } from "./keeping.js";
import { readKept } from "./kept.js";
import { followRatio } from "./ratio.js";
import { dress, showShell, showTrouble } from "./shell.js";

const QUIET = 120; // milliseconds: a card's way to the screen, from which the engine would take its time
const SETTLED = 2_000; // and the first seconds of a visit, which the member has for themselves
const JOIN = /^\/join\/([\w-]{1,64})$/;
const site = JSON.parse(document.getElementById("site").textContent);

async function open() {
  const news = await joined(JOIN.exec(location.pathname)?.[1]);
  const { shell, speaker } = await showShell(site, news);
  if (shell.querySelector("canvas")) await painted();
  const engine = startEngine(site);
  engine.connected.catch(() => showTrouble(shell, speaker));
  followRatio();
  await handOver(shell, engine);
  await after(SETTLED);
  await keepApp();
}

// A receipt's points are taken before anything else; what came of it is told beside the card.
async function joined(code) {
  if (!code) return null;
  const { settings } = await readKept();
  dress(settings);
  const { join } = await import(site.join);
  const news = await join(site, code, settings);
  document.getElementById("shell").remove();
  history.replaceState(null, "", "/");
  return news;
}

// The next frame begins when the one with the card has left: only then may anything else take time.
function painted() {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, QUIET))));
}

open();
