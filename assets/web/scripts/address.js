// What a member types to sign in, as kopilka/ui/sign_in/address.py reads it: E.164, an e-mail, or null for neither.
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const PHONE = /^\+\d{10,15}$/;

/** @param {string} typed @returns {{ email: string } | { phone: string } | null} */
export function addressOf(typed) {
  const address = typed.trim();
  if (EMAIL.test(address)) return { email: address };
  let phone = address.replace(/[\s()\-–.]/g, "");
  if (/^8\d{10}$/.test(phone)) phone = `+7${phone.slice(1)}`;
  else if (/^7\d{10}$/.test(phone)) phone = `+${phone}`;
  return PHONE.test(phone) ? { phone } : null;
}
