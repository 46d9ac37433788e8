// The join page: a receipt's points for whoever opens its link first, before and without the app. With it come the
// forms of the code that few tills need: the page itself loads neither.
import { Unreachable, contract } from "./contract.js";
import { element } from "./dom.js";
import { deviceName } from "./device_name.js";
import { JoinForm } from "./join_form.js";
import style from "./join.css";
import { keepSession, keepWallet, readSession } from "./keep_card.js";
import { faultWords } from "./faults.js";
import { barcodeForm, manualForm } from "./other_forms.js";
import { speakerFor } from "./words.js";

const SYNC_LOCK = "kopilka sync"; // the app refreshes under it too: a refresh token is good once
const WORDS = JOIN_WORDS;

// Fulfilled with what to tell the member beside the card, which is kept by then.
export async function join({ api, words }, code, settings) {
  document.head.append(element("style", {}, style));
  const language = speakerFor({ words }, settings.language).language;
  const say = speakerFor({ words: WORDS }, language);
  const ask = contract(api, language);
  const form = new JoinForm(say, words[language].name);
  const [offer, session] = await untilReached(form, () =>
    Promise.all([offered(ask, code, say), openedBefore(ask)]),
  );
  const token = session ?? (await form.signIn(offer, ask, (steps) => signIn(ask, steps)));
  const news = await untilReached(form, () => taken(ask, token, code, say));
  await ask("GET", "/wallet", { token }).then(keepWallet).catch(() => {}); // else the app fetches it
  return news;
}

// The code in the form `name` of the settings; `qrRows` is the page's encoder.
export function otherForm(name, language, card, qrRows) {
  const say = speakerFor({ words: WORDS }, language);
  return name === "barcode" ? barcodeForm(say, card, qrRows) : manualForm(say, card);
}

async function untilReached(form, attempt) {
  for (;;) {
    try {
      return await attempt();
    } catch (fault) {
      if (!(fault instanceof Unreachable)) throw fault;
      await form.again();
    }
  }
}

// What waits under the link, in words; a link that gives nothing still leads to a card.
async function offered(ask, code, say) {
  try {
    const { value } = await ask("GET", `/joins/${code}`);
    const title = value.will_earn ? say.counted("title", value.will_earn) : say.say("nothing");
    return { title, hint: say.say("hint", { store: value.store }) };
  } catch (fault) {
    if (fault instanceof Unreachable) throw fault;
    return { title: faultWords(say, fault), hint: say.say("anyway") };
  }
}

async function openedBefore(ask) {
  const { isOpen, isLeaving } = await readSession().catch(() => ({}));
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

async function signIn(ask, { challenge, code, consents }) {
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

async function taken(ask, token, code, say) {
  try {
    const { value } = await ask("PUT", `/joins/${code}`, { token });
    return say.counted("received", value.earned);
  } catch (fault) {
    if (fault instanceof Unreachable) throw fault;
    return faultWords(say, fault);
  }
}
