// What the page shows before the app has booted: the member's card with its current code.
/** @import { Card, CodeView, Settings, Shown, Site } from "./shapes" */
/** @import { Speaker } from "./words.js" */
import { STEP_SECONDS, stepAt } from "./card_code.js";
import { element } from "./dom.js";
import { readKept } from "./kept.js";
import { missingToKeep } from "./needs.js";
import { LARGE, brandView, cardView, tillView, troubleView } from "./views.js";
import { speakerFor } from "./words.js";

const LINE = 1.43;
/** @type {Record<string, (speaker: Speaker, card: Card, settings: Settings, site: Site) => CodeView | Promise<CodeView>>} */
const VIEWS = { "/": cardView, "/card/till": tillView };

// Puts the shell on the page; fulfilled when the code can be scanned, or when there is none to show.
// `news` is told beside the card.
/** @param {Site} site @param {string | null | void} news @returns {Promise<Shown>} */
export async function showShell(site, news) {
  const { settings, card } = await readKept();
  const { shell, speaker } = showBrand(site, settings);
  if (card && VIEWS[location.pathname]) await showCard(shell, speaker, settings, card, site);
  const told = news ?? notKept(speaker);
  if (told) shell.append(element("p", { class: "news", role: "status" }, told));
  clearBefore(shell);
  return { shell, speaker };
}

// What was on the page till now lies above the card until that is drawn; whoever wrote there hears of the card next.
/** @param {HTMLElement} shell */
function clearBefore(shell) {
  const [, former] = document.querySelectorAll("#shell");
  const hadFocus = former?.contains(document.activeElement);
  former?.remove();
  if (hadFocus) shell.querySelector("main")?.focus();
}

// The brand, for as long as there is nothing else to show.
/** @param {Site} site @param {Settings} settings @returns {Shown} */
export function showBrand(site, settings) {
  const speaker = speakerFor(site, settings.language);
  document.documentElement.lang = speaker.language;
  document.title = speaker.say("name");
  dress(settings);
  const shell = element("div", { id: "shell" }, brandView(speaker));
  shell.classList.toggle("large", /** @type {number} */ (settings.text_scale) >= LARGE);
  document.body.prepend(shell);
  return { shell, speaker };
}

// The app does not come: a card stays what it is, and whoever has none reads why. `lacking` names what the browser lacks.
/** @param {HTMLElement} shell @param {Speaker} speaker @param {string[]} lacking */
export function showTrouble(shell, speaker, lacking) {
  shell.querySelector("progress")?.remove();
  shell.querySelector(".news")?.remove();
  shell.append(troubleView(speaker, lacking.join(", "), () => location.reload()));
}

/** @param {Speaker} speaker */
function notKept(speaker) {
  const lacking = missingToKeep().join(", ");
  return lacking && speaker.say("kept_nowhere", { lacking });
}

// The page in the member's own theme and text size.
/** @param {Settings} settings */
export function dress({ theme = "system", text_scale: scale = 1 }) {
  document.documentElement.dataset.theme = theme;
  document.documentElement.style.setProperty("--scale", String(scale));
}

/**
 * @param {HTMLElement} shell @param {Speaker} speaker @param {Settings} settings @param {Card} card @param {Site} site
 */
async function showCard(shell, speaker, settings, card, site) {
  try {
    const shown = await VIEWS[location.pathname](speaker, card, settings, site);
    await keepCodeFresh(speaker, card, shown, shell);
  } catch {
    // what is kept is not a wallet: the brand stays until the app has fetched another
  }
}

/** @param {Speaker} speaker @param {Card} card @param {CodeView} shown @param {HTMLElement} shell */
async function keepCodeFresh(speaker, card, shown, shell) {
  const now = () => Date.now() / 1000 + card.offset;
  let drawn = "";
  const refresh = async () => {
    const step = stepAt(now());
    const place = [step, devicePixelRatio, innerWidth, innerHeight].join();
    if (place !== drawn) {
      const put = await shown.make(step);
      if (!shown.page.isConnected) shell.replaceChildren(shown.page);
      levelLines(shown.page);
      put();
      drawn = place;
    }
    count(speaker, shown, STEP_SECONDS - (now() % STEP_SECONDS));
  };
  await refresh();
  const ticking = setInterval(() => (shell.isConnected ? refresh() : clearInterval(ticking)), 250);
}

// A line of text is as high as in the app: 1.43 of its size (Material 3, body medium), in whole pixels.
/** @param {HTMLElement} page */
function levelLines(page) {
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("p:not(.balance), span:not(.balance *)"))) {
    line.style.lineHeight = `${Math.round(LINE * parseFloat(getComputedStyle(line).fontSize))}px`;
  }
}

/** @param {Speaker} speaker @param {CodeView} view @param {number} secondsLeft */
function count(speaker, { countdown, ring, phrase }, secondsLeft) {
  const seconds = Math.ceil(secondsLeft);
  const words = speaker.say(phrase, { seconds });
  if (countdown.textContent === words) return;
  countdown.textContent = words;
  ring.style.setProperty("--left", `${seconds / STEP_SECONDS}`);
}
