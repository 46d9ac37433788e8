// The page's own script: the card first, or the way to one, then the app behind it.
/** @import { Kept, Link, Site } from "./shapes" */
import { readKept } from "./kept.js";
import { missing } from "./needs.js";
import { holdOffer } from "./offer.js";
import { dress, showBrand, showShell, showTrouble } from "./shell.js";

const QUIET = 120; // milliseconds: a card's way to the screen, from which the engine would take its time
const WAITING = 2_000; // milliseconds after which a message's code is awaited: whoever has it already gets the card first
const JOIN = /^\/join\/([\w-]{1,64})$/;
const SIGN_IN = "/sign-in";
const DISPLAY = "/display";
/** @type {Site} */
const site = JSON.parse(document.getElementById("site")?.textContent ?? "");

async function open() {
  const lacking = missing();
  let waits = () => {};
  const waiting = new Promise((begun) => {
    waits = () => {
      app();
      setTimeout(begun, WAITING);
    };
  });
  const shown = show(!lacking.length, waits);
  const tellTrouble = () => shown.then(({ shell, speaker }) => showTrouble(shell, speaker, lacking));
  if (lacking.length) return tellTrouble();
  await Promise.race([waiting, shown]);
  return app().then(({ openApp }) => openApp(site, shown, tellTrouble), tellTrouble);
}

// Fulfilled with the shell when its card can be scanned, or when it has none to show. `waits` is called when a member
// begins to wait for a message.
/** @param {boolean} canRun @param {() => void} waits */
async function show(canRun, waits) {
  const kept = await readKept();
  const news = await entered(kept, canRun, waits);
  app();
  const opened = await showShell(site, news);
  if (opened.shell.querySelector("canvas")) await painted();
  return opened;
}

// The way in that this address is, if it is one; fulfilled with what to tell beside the card.
/** @param {Kept} kept @param {boolean} canRun @param {() => void} waits @returns {Promise<string | null | void>} */
async function entered(kept, canRun, waits) {
  const { pathname, search } = location;
  const { challenge, code } = Object.fromEntries(new URLSearchParams(search));
  const receipt = JOIN.exec(pathname)?.[1];
  if (receipt) return joined(receipt, kept, waits);
  if (pathname === SIGN_IN && challenge && code) return signedInByLink({ challenge, code }, kept);
  if (kept.isNew && canRun && !pathname.startsWith(DISPLAY)) return signedInByCode(kept, waits);
}

// A receipt's points are taken before anything else; what came of it is told beside the card.
/** @param {string} code @param {Kept} kept @param {() => void} waits */
async function joined(code, { settings }, waits) {
  dress(settings);
  const { join } = await beside();
  const news = await join(site, code, settings, waits);
  goToCard();
  return news;
}

// A sign-in link leads to the card at once, where it needs no question.
/** @param {Link} link @param {Kept} kept */
async function signedInByLink(link, { settings }) {
  const { speaker } = showBrand(site, settings);
  const ways = beside();
  app();
  const { openLink } = await ways;
  if (await openLink(site, link, speaker.askedFor)) goToCard();
}

// Whoever has no card gets it here; where that cannot be, the app asks for the code.
/** @param {Kept} kept @param {() => void} waits */
async function signedInByCode({ settings }, waits) {
  dress(settings);
  const ways = await beside().catch(() => null);
  await ways?.signIn(site, settings, waits);
  if (location.pathname === SIGN_IN) goToCard();
}

function goToCard() {
  history.replaceState(null, "", "/");
}

function app() {
  /** @type {Promise<typeof import("./app.js")>} */
  const begun = import(site.app);
  begun.catch(() => {}); // until it is needed
  return begun;
}

/** @returns {Promise<typeof import("./join.js")>} */
const beside = () => import(site.join);

// The next frame begins when the one with the card has left: only then may anything else take time.
function painted() {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, QUIET))));
}

holdOffer();
open();
