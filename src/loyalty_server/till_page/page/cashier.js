/**
 * The cashier's page: a browser paired with a till, a cashier signed in by a PIN. The key is in a cookie that no
 * script reads; what was last known of the till is kept, so that the page opens without the network.
 */

import { redraw } from "./dom.js";
import { gatePanel, isWhole } from "./gate.js";
import { openMemory } from "./kept.js";
import { startTill } from "./till.js";
import { chosenLanguage, rememberLanguage, wording } from "./words.js";

/** @import { Answer, Config, Gate, GateView, Link, Page, PageState } from "../shapes" */
const KNOWN = "kopilka.cashier.known";
const PATIENCE_MS = 10_000;
const GONE = "unauthenticated";
const GATES = ["fresh_sign_in_required", GONE];

/** @type {Page} */
const page = JSON.parse(document.getElementById("config")?.textContent ?? "");
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("gate"));
/** @type {Gate} */
const gate = { step: "staff", chosen: "", typed: "", problem: null, busy: false };
let words = speak(chosenLanguage(page.words));
let known = recalled();
/** @type {ReturnType<typeof startTill> | undefined} */
let till;
/** @type {ReturnType<typeof openMemory> | undefined} */
let opening;

/** @type {GateView["act"]} */
const act = {
  choose: (id) => show({ step: "pin", chosen: id, typed: "", problem: null }),
  back: () => show({ step: "staff", typed: "", problem: null }),
  switchLanguage() {
    rememberLanguage(words.other);
    words = speak(words.other);
    show({});
  },
  async pair(code) {
    const name = navigator.userAgentData?.platform ?? navigator.platform;
    await through("POST", "/v1/cashier/device", { code, name: name.slice(0, 64) });
  },
  async typePin(typed) {
    show({ typed, problem: null });
    if (isWhole(typed))
      await through("PUT", "/v1/cashier/shift", { cashier: gate.chosen, pin: typed });
  },
};

/** One step through the gate: what the server says of the till is known from then on. */
/** @param {string} method @param {string} path @param {object} body */
async function through(method, path, body) {
  show({ busy: true, problem: null });
  const answer = await asked(method, path, body);
  Object.assign(gate, { busy: false, typed: "" });
  if (answer.ok) await enter(answer.body);
  else if (answer.body?.code === GONE) await enter(null);
  else show({ problem: { code: answer.body?.code ?? "away", status: answer.status } });
}

/** Where the cashier is: in front of the till, or at it. */
/** @param {PageState | null} state */
async function enter(state) {
  known = state;
  remember();
  if (!state?.shift) return show({ step: state ? "staff" : "pair", typed: "" });
  opening ??= openMemory(link.name);
  const memory = await opening;
  dialog.close();
  till ??= startTill(configOf(state), link, memory);
  till.draw();
  till.retryNow();
}

/** @param {PageState} state @returns {Config} */
const configOf = (state) => ({ ...page, ...state, program: page.program, types: true });

/** @returns {PageState | null} */
const signedOut = () => known && { ...known, shift: null, left: known.shift?.id };

/** Whoever left while the network was away, or as the page went, is signed out now. */
/** @param {PageState} state @returns {Promise<PageState>} */
async function withoutWhoLeft(state) {
  if (!state.shift || state.shift.id !== known?.left) return state;
  const answer = await asked("DELETE", "/v1/cashier/shift");
  return answer.ok ? answer.body : { ...state, shift: null, left: known?.left };
}

/** @type {Link} */
const link = {
  name: "kopilka.cashier",
  /** @returns {Record<string, string>} */
  headers: ({ shift }) => (shift ? { "Cashier-Shift": shift } : {}),
  mark: () => ({ shift: known?.shift?.id }),
  mustWait(code) {
    if (!GATES.includes(code ?? "")) return false;
    if (!dialog.open) enter(code === GONE ? null : signedOut());
    return true;
  },
  cashier: () => known?.shift?.cashier.name ?? "",
  async leave() {
    await enter(signedOut());
    const answer = await asked("DELETE", "/v1/cashier/shift");
    if (answer.ok && !gate.busy) await enter(answer.body);
  },
};

/** @param {string} method @param {string} path @param {object} [body] @returns {Promise<Answer<PageState>>} */
async function asked(method, path, body) {
  try {
    const response = await fetch(page.api + path, {
      method,
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body && {
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    return { ok: response.ok, status: response.status, body: await response.json() };
  } catch {
    return { ok: false, status: 0, body: null };
  }
}

/** @param {Partial<Gate>} change */
function show(change) {
  const wasIn = dialog.open ? gate.step : "";
  Object.assign(gate, change);
  const config = { till: "", store: "", staff: [], ...known, program: page.program };
  redraw(dialog, gatePanel({ ...gate, config, words, act }));
  if (!dialog.open) dialog.showModal();
  const wanted = { pin: "pin", pair: "pairing", staff: "heading" }[gate.step];
  if (wasIn !== gate.step) focusOn(dialog.querySelector(`[data-key="${wanted}"]`));
}

/** @param {HTMLElement | null} element */
function focusOn(element) {
  element?.focus();
}

/** @param {string} language */
function speak(language) {
  document.documentElement.lang = language;
  document.title = `${page.program} · ${page.words[language].title}`;
  return wording(language, page.words, "XXX", 0);
}

function remember() {
  try {
    localStorage.setItem(KNOWN, JSON.stringify(known));
  } catch {
    // What is not kept is asked for at the next start.
  }
}

/** @returns {PageState | null} */
function recalled() {
  try {
    return JSON.parse(localStorage.getItem(KNOWN) ?? "null");
  } catch {
    return null;
  }
}

dialog.addEventListener("cancel", (event) => event.preventDefault());
navigator.serviceWorker?.register("worker.js").catch((error) => {
  console.warn("The page cannot be kept for a start without the network:", String(error));
});
const now = await asked("GET", "/v1/cashier");
if (now.ok) await enter(await withoutWhoLeft(now.body));
else if (now.status === 401) await enter(null);
else await enter(known);
