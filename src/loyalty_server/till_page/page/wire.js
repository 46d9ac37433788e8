/**
 * Calls that survive a lost answer.
 *
 * A call is kept with its Idempotency-Key before it is sent and forgotten after its answer is applied,
 * so a retry, also one after a reload, repeats the same call and can never work twice.
 */

/** @import { Answer, Call, Link, Mark, Waiting } from "../shapes" */
/** @typedef {Answer & { final: boolean, held?: undefined, retryAfter?: number }} Heard */
/** @typedef {{ final: false, held?: boolean, retryAfter?: undefined }} Unheard */

const PATIENCE_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const HALF_A_SECOND_MS = 500; // what the Date header's whole seconds hide on average
const STILL_RUNNING = "idempotency_key_busy";

/**
 * `settle(call, answer)` applies an answer; `changed()` says that the waiting calls look different. Of the `link`
 * to the server `headers(call)` say who asks, and what `mustWait(code)` is sent again when `retryNow` says so.
 *
 * @param {{
 *   api: string, ahead: number, link: Link, keep: () => Promise<void>,
 *   settle: (call: Waiting, answer: Answer) => void, changed: () => void,
 * }} till
 */
export function createWire({ api, ahead, link, keep, settle, changed }) {
  /** @type {Map<string, Waiting>} */
  const waiting = new Map();
  /** @type {Set<() => void>} */
  const sleepers = new Set();
  let serverAhead = ahead;

  /** @param {Call} call */
  async function send(call) {
    /** @type {Waiting} */
    const kept = { ...link.mark(), ...call, key: call.key ?? newKey(), lost: false };
    waiting.set(kept.key, kept);
    await keep();
    deliver(kept);
  }

  /** @param {Waiting} call */
  async function deliver(call) {
    for (let attempt = 0; waiting.has(call.key); attempt += 1) {
      const answer = await attemptOnce(call);
      if (!waiting.has(call.key)) return;
      if (answer.final) return finish(call, answer);
      call.lost = !answer.held;
      changed();
      await pause(answer.held ? undefined : (answer.retryAfter ?? jitter(attempt)));
    }
  }

  /** @param {Waiting} call @returns {Promise<Heard | Unheard>} */
  async function attemptOnce(call) {
    try {
      const response = await fetch(api + call.path, request(call));
      learnClock(response);
      const answer = await read(response);
      const mustWait = !answer.ok && link.mustWait(answer.body?.code);
      return mustWait ? { final: false, held: true } : answer;
    } catch {
      return { final: false };
    }
  }

  /** @param {Waiting} call @returns {RequestInit} */
  function request(call) {
    return {
      method: call.method ?? "POST",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...link.headers(call),
        "Content-Type": "application/json",
        "Idempotency-Key": call.key,
      },
      body: JSON.stringify(call.body),
    };
  }

  /** The answer is applied and the call forgotten in one write. */
  /** @param {Waiting} call @param {Answer} answer */
  function finish(call, answer) {
    waiting.delete(call.key);
    settle(call, answer);
    keep();
    changed();
  }

  /** @param {string} key */
  function forget(key) {
    waiting.delete(key);
    keep();
    changed();
  }

  /** Adds to a waiting call what its answer will be used for; the request itself stays the same. */
  /** @param {Waiting} call @param {Pick<Call, "sold" | "made">} more */
  function amend(call, more) {
    Object.assign(call, more);
    keep();
  }

  function stop() {
    waiting.clear();
    retryNow();
  }

  /** Without a length until somebody says `retryNow`. */
  /** @param {number} [milliseconds] */
  function pause(milliseconds) {
    /** @type {Promise<void>} */
    const slept = new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(wake, milliseconds);
      sleepers.add(wake);
    });
    return slept;
  }

  /** @param {Response} response */
  function learnClock(response) {
    const told = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(told)) serverAhead = told + HALF_A_SECOND_MS - Date.now();
  }

  /** A question that changes nothing: asked once, and no answer is an answer too. */
  /** @template Value @param {string} path @returns {Promise<Answer<Value>>} */
  async function ask(path) {
    try {
      const headers = link.headers({});
      const patience = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(api + path, { cache: "no-store", headers, signal: patience });
      return /** @type {Answer<Value>} */ (await read(response));
    } catch {
      return { ok: false, status: 0, body: null };
    }
  }

  const retryNow = () => {
    for (const wake of [...sleepers]) wake();
  };
  addEventListener("online", retryNow);
  return {
    send,
    ask,
    forget,
    amend,
    stop,
    retryNow,
    waiting: () => [...waiting.values()],
    ahead: () => serverAhead,
    serverNow: () => Date.now() + serverAhead,
  };
}

/** An answer that is not JSON did not come from our server: as good as lost. */
/** @param {Response} response @returns {Promise<Heard>} */
async function read(response) {
  const body = response.status === 204 ? null : await response.json();
  const retryAfter = Number(response.headers.get("Retry-After")) * 1000 || undefined;
  const final = response.status < 500 && body?.code !== STILL_RUNNING;
  return { final, retryAfter, ok: response.ok, status: response.status, body };
}

/** @param {number} attempt */
const jitter = (attempt) => Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);

/** A random UUID; `crypto.randomUUID` is missing where the till is opened over plain HTTP by its address. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
