// LW1, the card's rotating code, and the manual one, signed by keys that scripts can use and never read (see
// loyalty_api/card_code.py).
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MAC_BYTES = 10;

export const STEP_SECONDS = 30;

/** @param {number} unixSeconds */
export const stepAt = (unixSeconds) => Math.floor(unixSeconds / STEP_SECONDS);

// `key` is the CryptoKey of K_qr; `type` is "P" (may pay with points and earn) or "E" (earns only).
/** @param {CryptoKey} key @param {string} kid @param {number} step @param {string} [type] */
export async function cardCode(key, kid, step, type = "P") {
  const unsigned = `LW1${type}${kid}${base32(BigInt(step), 6)}`;
  const digest = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(unsigned));
  return unsigned + base32(leftmost(new Uint8Array(digest, 0, MAC_BYTES)), 16);
}

// Eight digits for the cashier to type (RFC 6238); `key` is the CryptoKey of K_man.
/** @param {CryptoKey} key @param {number} step */
export async function manualCode(key, step) {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(step));
  const digest = new DataView(await crypto.subtle.sign("HMAC", key, counter));
  const offset = digest.getUint8(digest.byteLength - 1) & 15;
  return String((digest.getUint32(offset) & 0x7fffffff) % 1e8).padStart(8, "0");
}

/** @param {Uint8Array} bytes */
function leftmost(bytes) {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** @param {bigint} number @param {number} length */
function base32(number, length) {
  let text = "";
  for (let place = length - 1; place >= 0; place--) {
    text += ALPHABET[Number((number >> BigInt(5 * place)) & 31n)];
  }
  return text;
}
