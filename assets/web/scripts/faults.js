// A fault in the member's words, with how long to wait when the server said so.
import { Refused } from "./contract.js";
import { NotKept } from "./keep_card.js";

export function faultWords(say, fault) {
  if (fault instanceof NotKept) return say.say("not_kept");
  if (!(fault instanceof Refused)) return say.say("unreachable");
  const words = say.words.problems[fault.code] ?? say.say("refused");
  if (!fault.retryAfter) return words;
  return `${words}. ${say.counted("wait_seconds", Math.ceil(fault.retryAfter))}`;
}
