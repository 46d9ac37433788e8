// Opens a session for this browser and keeps it as the app does, with its card.
/** @import { Ask, Steps } from "./shapes" */
import { Unreachable } from "./contract.js";
import { deviceName } from "./device_name.js";
import { keepSession, keepWallet, readSession } from "./keep_card.js";

const SYNC_LOCK = "kopilka sync"; // the app refreshes under it too: a refresh token is good once

// The access token of the session that is open here, or null; one that was to be closed is closed.
/** @param {Ask} ask @returns {Promise<string | null>} */
export async function openedBefore(ask) {
  const { isOpen, isLeaving } = await readSession().catch(() => ({ isOpen: false, isLeaving: false }));
  if (!isOpen && !isLeaving) return null;
  return navigator.locks.request(SYNC_LOCK, async () => {
    try {
      const token = (await ask("POST", "/auth/refresh", { body: {} })).value.access_token;
      if (isOpen) return token;
      await ask("DELETE", "/auth/session", { token });
    } catch (fault) {
      if (fault instanceof Unreachable) throw fault;
    }
    return null;
  });
}

// The access token; a session that cannot be kept here is closed again.
/** @param {Ask} ask @param {Steps} steps @returns {Promise<string>} */
export async function openSession(ask, { challenge, code, consents = [], name = "" }) {
  const body = {
    challenge_id: challenge,
    code,
    device: { name: deviceName(), platform: "web" },
    consents: consents.map(({ purpose, version }) => ({ purpose, version })),
    ...(name && { first_name: name }),
  };
  const { value } = await ask("POST", "/auth/sessions", { body });
  try {
    await keepSession(value.credential);
  } catch (fault) {
    await ask("DELETE", "/auth/session", { token: value.access_token }).catch(() => {});
    throw fault;
  }
  return value.access_token;
}

// The member's wallet beside it; what cannot be had now the app fetches.
/** @param {Ask} ask @param {string} token */
export async function fetchCard(ask, token) {
  await ask("GET", "/wallet", { token }).then(keepWallet).catch(() => {});
}
