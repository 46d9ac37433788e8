// What a member types to sign in, as kopilka/ui/sign_in/address.py reads it: E.164, an e-mail, or null for neither.
import { plain } from "./typed_digits.js";

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const PHONE = /^\+\d{10,15}$/;
const BETWEEN = /[\s()./\u2212\p{Pd}]/gu;

/** @param {string} typed @returns {{ email: string } | { phone: string } | null} */
export function addressOf(typed) {
  const address = plain(typed).trim();
  if (EMAIL.test(address)) return { email: address };
  let phone = address.replace(BETWEEN, "").replace(/^00/, "+");
  if (/^8\d{10}$/.test(phone)) phone = `+7${phone.slice(1)}`;
  else if (/^7\d{10}$/.test(phone)) phone = `+${phone}`;
  return PHONE.test(phone) ? { phone } : null;
}
