// What the page shows before the app has booted: the member's card with its current code.
import { STEP_SECONDS, cardCode, stepAt } from "./card_code.js";
import { element } from "./dom.js";
import { readKept } from "./kept.js";
import { QUIET, drawQr, qrRows } from "./qr.js";
import { brandView, cardView, tillView, troubleView } from "./views.js";
import { speakerFor } from "./words.js";

const MODULES = 29 + 2 * QUIET;
const LARGE = 1.4;
const VIEWS = { "/": cardView, "/card/till": tillView };

// Puts the shell on the page; fulfilled when the code can be scanned, or when there is none to show.
// `news` is told beside the card.
export async function showShell(site, news) {
  const { settings, card } = await readKept();
  const speaker = speakerFor(site, settings.language);
  document.documentElement.lang = speaker.language;
  dress(settings);
  const shell = element("div", { id: "shell" }, brandView(speaker));
  shell.classList.toggle("large", settings.text_scale >= LARGE);
  document.body.append(shell);
  if (card && VIEWS[location.pathname]) await showCard(shell, speaker, settings, card);
  if (news) shell.append(element("p", { class: "news", role: "status" }, news));
  return { shell, speaker };
}

// The app does not come: a card stays what it is, and whoever has none reads why.
export function showTrouble(shell, speaker) {
  shell.querySelector("progress")?.remove();
  shell.querySelector(".news")?.remove();
  shell.append(troubleView(speaker, () => location.reload()));
}

// The page in the member's own theme and text size.
export function dress({ theme = "system", text_scale: scale = 1 }) {
  document.documentElement.dataset.theme = theme;
  document.documentElement.style.setProperty("--scale", scale);
}

async function showCard(shell, speaker, settings, card) {
  const brand = [...shell.childNodes];
  try {
    const shown = VIEWS[location.pathname](speaker, card);
    shell.replaceChildren(shown.page);
    await keepCodeFresh(speaker, card, shown, () => roomFor(settings, shown.type), shell);
  } catch {
    shell.replaceChildren(...brand); // what is kept is not a wallet: the app will fetch another
  }
}

async function keepCodeFresh(speaker, card, shown, room, shell) {
  const now = () => Date.now() / 1000 + card.offset;
  let drawn = null;
  const refresh = async () => {
    const step = stepAt(now());
    const place = [step, devicePixelRatio, innerWidth, innerHeight].join();
    if (place !== drawn) {
      const code = await cardCode(card.key, card.kid, step, shown.type);
      draw(shown.canvas, qrRows(code), room());
      drawn = place;
    }
    count(speaker, shown, STEP_SECONDS - (now() % STEP_SECONDS));
  };
  await refresh();
  const ticking = setInterval(() => (shell.isConnected ? refresh() : clearInterval(ticking)), 250);
}

function count(speaker, { countdown, ring, phrase }, secondsLeft) {
  const seconds = Math.ceil(secondsLeft);
  const words = speaker.say(phrase, { seconds });
  if (countdown.textContent === words) return;
  countdown.textContent = words;
  ring.style.setProperty("--left", seconds / STEP_SECONDS);
}

// A whole number of device pixels for each module, and the picture on the whole device pixel where Flutter has it.
// Layout counts in 64ths of a pixel and would stretch some modules at odd pixel ratios; a transform is exact.
function draw(canvas, rows, room) {
  const ratio = devicePixelRatio;
  const module = Math.max(1, Math.floor(Math.floor(room * ratio + 1e-6) / MODULES));
  drawQr(canvas, rows, module);
  const surplus = canvas.width - canvas.width / ratio;
  canvas.style.margin = `0 ${-surplus}px ${-surplus}px 0`;
  canvas.style.transform = "none";
  const { x, y } = canvas.getBoundingClientRect();
  const across = Math.floor(x * ratio) / ratio - x;
  const down = Math.round(y * ratio) / ratio - y;
  canvas.style.transform = `translate(${across}px, ${down}px) scale(${1 / ratio})`;
}

// As kopilka/ui/card.py and till_code.py give it.
function roomFor({ code_scale: wish = 1, text_scale: scale = 1 }, type) {
  if (type === "E") return Math.min(350 * wish, 460, innerWidth - 8, innerHeight - 150);
  const around = 56 + 76 + 62 + 48 + 62 * scale;
  const width = innerWidth < 840 ? innerWidth - 40 : 400;
  return Math.max(4 * MODULES, Math.min(230 * wish, width - 48, innerHeight - around));
}
