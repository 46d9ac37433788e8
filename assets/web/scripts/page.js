// The page's own script: the card first, then the app behind it.
import { readKept } from "./kept.js";
import { missing } from "./needs.js";
import { dress, showBrand, showShell, showTrouble } from "./shell.js";

const QUIET = 120; // milliseconds: a card's way to the screen, from which the engine would take its time
const JOIN = /^\/join\/([\w-]{1,64})$/;
const SIGN_IN = "/sign-in";
const site = JSON.parse(document.getElementById("site")?.textContent ?? "");

async function open() {
  const app = import(site.app);
  app.catch(() => {}); // until it is needed
  const news = await joined(JOIN.exec(location.pathname)?.[1]);
  await signedIn();
  const { shell, speaker } = await showShell(site, news);
  if (shell.querySelector("canvas")) await painted();
  const lacking = missing();
  if (lacking.length) return showTrouble(shell, speaker, lacking);
  const tellTrouble = () => showTrouble(shell, speaker);
  return app.then(({ openApp }) => openApp(site, shell, tellTrouble), tellTrouble);
}

// A receipt's points are taken before anything else; what came of it is told beside the card.
async function joined(code) {
  if (!code) return null;
  const { settings } = await readKept();
  dress(settings);
  const { join } = await import(site.join);
  const news = await join(site, code, settings);
  document.getElementById("shell")?.remove();
  history.replaceState(null, "", "/");
  return news;
}

// A sign-in link leads to the card at once, where it needs no question.
async function signedIn() {
  const { challenge, code } = Object.fromEntries(new URLSearchParams(location.search));
  if (location.pathname !== SIGN_IN || !challenge || !code) return;
  const { settings } = await readKept();
  const { shell, speaker } = showBrand(site, settings);
  const { openLink } = await import(site.join);
  if (await openLink(site, { challenge, code }, speaker.language)) history.replaceState(null, "", "/");
  shell.remove();
}

// The next frame begins when the one with the card has left: only then may anything else take time.
function painted() {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, QUIET))));
}

open();
