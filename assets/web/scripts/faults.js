// A fault in the member's words, with how long to wait when the server said so.
/** @import { Speaker } from "./words.js" */
import { Refused } from "./contract.js";
import { NotKept } from "./keep_card.js";

/** @param {Speaker} say @param {unknown} fault @returns {string} */
export function faultWords(say, fault) {
  if (fault instanceof NotKept) return say.say("not_kept");
  if (!(fault instanceof Refused)) return say.say("unreachable");
  const words = problemWords(say, fault.code) ?? say.say("refused");
  if (!fault.retryAfter) return words;
  return `${words}. ${say.counted("wait_seconds", Math.ceil(fault.retryAfter))}`;
}

// What a refusal of this kind says; undefined when nobody foresaw it.
/** @param {Speaker} say @param {string} code */
export function problemWords({ words }, code) {
  return words.problems?.[code];
}
