// Calls of the contract: an answer, or a fault that faults.js can word. `sentAt` and `heardAt` are seconds by this
// device's clock; `toldAt` is when the server answered, in milliseconds by its own where the browser shows it.
/** @import { Ask, Consent } from "./shapes" */
export class Refused extends Error {
  /** @param {number} status @param {{ code: string, consents?: Consent[] }} problem @param {number} retryAfter */
  constructor(status, { code, consents = [] }, retryAfter) {
    super(code);
    this.status = status;
    this.code = code;
    this.consents = consents;
    this.retryAfter = retryAfter;
  }
}

export class Unreachable extends Error {}

/**
 * @template Value
 * @typedef {{ value: Value, text: string, etag: string | null, sentAt: number, heardAt: number, toldAt: number }} Answer
 */

const PATIENCE = 15_000; // milliseconds
const MOST_BYTES = 2 * 1024 * 1024; // as in kopilka.api
const PROBLEM = "application/problem+json";

/** @param {string} api @param {string} language @returns {Ask} */
export function contract(api, language) {
  return async (method, path, { body, token, seen } = {}) => {
    const sentAt = Date.now() / 1000;
    const { answer, text } = await reached(`${api}/v1${path}`, {
      method,
      headers: {
        "Accept-Language": language,
        ...(body && { "Content-Type": "application/json" }),
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(seen && { "If-Match": seen }),
      },
      body: body && JSON.stringify(body),
      credentials: "include",
      redirect: "error",
      cache: "no-store",
    });
    if (!answer.ok) throw refusal(answer, text);
    const heardAt = Date.now() / 1000;
    const toldAt = Date.parse(answer.headers.get("Date") ?? "") || heardAt * 1000;
    return { value: understood(text), text, etag: answer.headers.get("ETag"), sentAt, heardAt, toldAt };
  };
}

/** @param {string} address @param {RequestInit} options */
async function reached(address, options) {
  try {
    const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    return { answer, text: await textOf(answer) };
  } catch {
    throw new Unreachable();
  }
}

/** @param {Response} answer */
async function textOf({ body }) {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = "";
  let left = MOST_BYTES;
  for (let part = await reader?.read(); reader && part?.value; part = await reader.read()) {
    left -= part.value.length;
    if (left < 0) {
      reader.cancel();
      throw new Unreachable();
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

/** @param {Response} answer @param {string} text */
function refusal(answer, text) {
  const isProblem = answer.headers.get("Content-Type")?.startsWith(PROBLEM);
  if (!isProblem || answer.status >= 500) return new Unreachable();
  return new Refused(answer.status, understood(text), Number(answer.headers.get("Retry-After")));
}

/** @param {string} text */
function understood(text) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreachable(); // a captive portal's page, not the server we know
  }
}
