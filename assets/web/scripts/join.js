// The join page: a receipt's points for whoever opens its link first, before and without the app. With it come the
// sign-in link and the forms of the code that few tills need: the page itself loads none of them.
import { Unreachable, contract } from "./contract.js";
import { element } from "./dom.js";
import { JoinForm } from "./join_form.js";
import style from "./join.css";
import { readSession } from "./keep_card.js";
import { faultWords } from "./faults.js";
import { barcodeForm, manualForm } from "./other_forms.js";
import { fetchCard, openSession } from "./session.js";
import { speakerFor } from "./words.js";

export { openLink } from "./sign_in_link.js";

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
  const token = session ?? (await form.signIn(offer, ask, (steps) => openSession(ask, steps)));
  const news = await untilReached(form, () => taken(ask, token, code, say, offer));
  await fetchCard(ask, token);
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
    const title = collected(say, value, value.will_earn, "title", "nothing");
    return { ...value, title, hint: say.say("hint", { store: value.store }) };
  } catch (fault) {
    if (fault instanceof Unreachable) throw fault;
    return { title: faultWords(say, fault), hint: say.say("anyway") };
  }
}

// Points by number, cashback as money; a discount card collects nothing.
function collected(say, { kind, currency }, amount, phrase, ofNothing) {
  if (!amount) return say.say(ofNothing);
  if (kind !== "cashback") return say.counted(phrase, amount);
  return say.say(`${phrase}_money`, { money: say.money({ amount, currency }) });
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

async function taken(ask, token, code, say, offer) {
  try {
    const { value } = await ask("PUT", `/joins/${code}`, { token });
    return collected(say, offer, value.earned, "received", "received_nothing");
  } catch (fault) {
    if (fault instanceof Unreachable) throw fault;
    return faultWords(say, fault);
  }
}
