// The device's own unlock (WebAuthn): for its owner's finger, face or PIN the authenticator gives a key (PRF), with or without
// a network. The name that is kept of it, the credential and a salt, is worth nothing without the device and its owner.
// In the Android app the phone is asked instead.
import { OWNER } from "./owner.js";

const PATIENCE = 60_000; // milliseconds
const BYTES = 32;
const ALGORITHMS = [-7, -257]; // ES256 and RS256, which every authenticator has one of
/** @type {Record<string, (...values: string[]) => Promise<unknown>>} */
const ORDERS = "walletOwner" in globalThis ? OWNER : { isThere, guard, key };

// Answers through `port`; null when the owner said no, false when the device keeps no such key.
/** @param {[string, ...string[]]} order @param {MessagePort} port */
export async function askOwner([order, ...values], port) {
  port.postMessage(await ORDERS[order](...values).catch(() => null));
}

async function isThere() {
  const able = (await PublicKeyCredential.getClientCapabilities?.()) ?? {};
  return able["extension:prf"] !== false && PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
}

/** @param {string} programme */
async function guard(programme) {
  const salt = random();
  /** @type {any} */
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: random(),
      rp: { name: programme },
      user: { id: random(), name: programme, displayName: programme },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: {
        authenticatorAttachment: "platform",
        residentKey: "discouraged",
        userVerification: "required",
      },
      timeout: PATIENCE,
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  const { prf } = credential.getClientExtensionResults();
  if (!prf?.enabled) return false;
  const name = [credential.rawId, salt].map(toText).join(" ");
  return { name, key: prf.results ? bytesOf(prf.results.first) : await key(name) };
}

/** @param {string} name */
async function key(name) {
  const [id, salt] = name.split(" ").map(toBytes);
  /** @type {any} */
  const owner = await navigator.credentials.get({
    publicKey: {
      challenge: random(),
      allowCredentials: [{ type: "public-key", id }],
      userVerification: "required",
      timeout: PATIENCE,
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  return bytesOf(owner.getClientExtensionResults().prf.results.first);
}

const random = () => crypto.getRandomValues(new Uint8Array(BYTES));

/** @param {ArrayBuffer | Uint8Array} source */
const bytesOf = (source) => new Uint8Array(source instanceof ArrayBuffer ? source : source.buffer);

/** @param {ArrayBuffer | Uint8Array} source */
const toText = (source) => btoa(String.fromCharCode(...bytesOf(source)));

/** @param {string} text */
const toBytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
