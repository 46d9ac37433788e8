/** What an answer of the server holds. */

/** @import { Answer, Done, Trouble, Waiting } from "../shapes" */
/** What each kind of call is answered with, by the contract. */
/**
 * @template {Waiting} Answered
 * @param {Answered} _call @param {unknown} body
 */
export const doneBy = (_call, body) => /** @type {Done[Answered["kind"]]} */ (body);

/** @param {Answer & { ok: false }} answer @returns {Trouble} */
export const problemOf = ({ status, body }) => ({ status, code: body?.code });
