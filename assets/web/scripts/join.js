// The join page: a receipt's points for whoever opens its link first, before and without the app. With it come both ways
// to sign in and the forms of the code that few tills need: a page with a card runs none of them.
/** @import { Ask, Card, Offer, Receipt, Rows, Settings, SignIn, Site } from "./shapes" */
/** @import { Speaker } from "./words.js" */
import { Unreachable, contract } from "./contract.js";
import { faultWords } from "./faults.js";
import { barcodeForm, manualForm } from "./other_forms.js";
import { fetchCard, openSession, openedBefore } from "./session.js";
import { SignInForm } from "./sign_in_form.js";
import { speakerFor } from "./words.js";

export { openLink } from "./sign_in_link.js";

const WORDS = JOIN_WORDS;

// Fulfilled with what to tell the member beside the card, which is kept by then. `codeIsSent` is called when the member
// begins to wait for a code.
/** @param {Site} site @param {string} code @param {Settings} settings @param {() => void} codeIsSent */
export async function join(site, code, settings, codeIsSent) {
  const { form, say, ask } = wayIn(site, settings, codeIsSent);
  const [offer, session] = await untilReached(form, () =>
    Promise.all([offered(ask, code, say), openedBefore(ask)]),
  );
  const token = session ?? (await form.signIn(offer, ask, (steps) => openSession(ask, steps)));
  const news = await untilReached(form, () => taken(ask, token, code, say, offer));
  await fetchCard(ask, token);
  return news;
}

// Sign-in by a code; fulfilled when the card is kept.
/** @param {Site} site @param {Settings} settings @param {() => void} codeIsSent */
export async function signIn(site, settings, codeIsSent) {
  const { form, say, ask } = wayIn(site, settings, codeIsSent);
  const words = { title: say.say("sign_in_title"), hint: say.say("sign_in_hint") };
  /** @type {SignIn} */
  const open = async (steps) => (await openedBefore(ask)) ?? openSession(ask, steps);
  await fetchCard(ask, await form.signIn(words, ask, open));
}

/** @param {Site} site @param {Settings} settings @param {() => void} codeIsSent */
function wayIn(site, settings, codeIsSent) {
  const speaker = speakerFor(site, settings.language);
  const { language, words } = speaker;
  const say = speakerFor({ words: WORDS }, language);
  const form = new SignInForm(say, { name: String(words.name), logo: `${site.icons}logo.webp` }, codeIsSent);
  return { form, say, ask: contract(site.api, speaker.askedFor) };
}

// The code in the form `name` of the settings; `qrRows` is the page's encoder.
/** @param {string} name @param {string} language @param {Card} card @param {(text: string) => Rows} qrRows */
export function otherForm(name, language, card, qrRows) {
  const say = speakerFor({ words: WORDS }, language);
  return name === "barcode" ? barcodeForm(say, card, qrRows) : manualForm(say, card);
}

/** @template Result @param {SignInForm} form @param {() => Promise<Result>} attempt @returns {Promise<Result>} */
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
/** @param {Ask} ask @param {string} code @param {Speaker} say @returns {Promise<Receipt | Offer>} */
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
/**
 * @param {Speaker} say @param {Partial<Receipt>} receipt
 * @param {number} amount @param {string} phrase @param {string} ofNothing
 */
function collected(say, { kind, currency }, amount, phrase, ofNothing) {
  if (!amount) return say.say(ofNothing);
  if (kind !== "cashback" || !currency) return say.counted(phrase, amount);
  return say.say(`${phrase}_money`, { money: say.money({ amount, currency }) });
}

/** @param {Ask} ask @param {string} token @param {string} code @param {Speaker} say @param {Receipt | Offer} offer */
async function taken(ask, token, code, say, offer) {
  try {
    const { value } = await ask("PUT", `/joins/${code}`, { token });
    return collected(say, offer, value.earned, "received", "received_nothing");
  } catch (fault) {
    if (fault instanceof Unreachable) throw fault;
    return faultWords(say, fault);
  }
}
