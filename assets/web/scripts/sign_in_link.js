// A sign-in link that was asked for in this browser, where nobody is signed in: the card comes before the app.
// Whatever needs a question (somebody else's link, another member's card, consents) is the app's.
/** @import { Link, Site } from "./shapes" */
import { contract } from "./contract.js";
import { readSession } from "./keep_card.js";
import { fetchCard, openSession } from "./session.js";

// Whether the member is signed in now.
/** @param {Site} site @param {Link} link @param {string} language */
export async function openLink({ api }, link, language) {
  const ask = contract(api, language);
  try {
    const { isOpen, isLeaving } = await readSession();
    if (isOpen || isLeaving) return false;
    const body = { challenge_id: link.challenge, code: link.code };
    const { value } = await ask("POST", "/auth/links", { body });
    if (!value.asked_here) return false;
    await fetchCard(ask, await openSession(ask, link));
    return true;
  } catch {
    return false;
  }
}
