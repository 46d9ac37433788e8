// Opens a session for this browser and keeps it as the app does, with its card.
import { deviceName } from "./device_name.js";
import { keepSession, keepWallet } from "./keep_card.js";

// The access token; a session that cannot be kept here is closed again.
export async function openSession(ask, { challenge, code, consents = [] }) {
  const body = {
    challenge_id: challenge,
    code,
    device: { name: deviceName(), platform: "web" },
    consents: consents.map(({ purpose, version }) => ({ purpose, version })),
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
export async function fetchCard(ask, token) {
  await ask("GET", "/wallet", { token }).then(keepWallet).catch(() => {});
}
