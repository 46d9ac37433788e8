// What was typed so far, kept for this tab: reading a message with the code may unload the page. `allowedAt` is when
// another code may be asked for, in milliseconds by this device's clock.
/** @import { Consent } from "./shapes" */
const NAME = "kopilka sign-in";

export class Draft {
  constructor() {
    this.address = "";
    this.challenge = "";
    this.code = "";
    /** @type {Consent[]} */
    this.consents = [];
    this.isAgreed = false; // to those that are required
    this.name = "";
    this.allowedAt = 0;
    Object.assign(this, read());
  }

  /** @param {Partial<Draft>} changes */
  keep(changes) {
    Object.assign(this, changes);
    try {
      sessionStorage.setItem(NAME, JSON.stringify(this));
    } catch {
      // storage is denied: it lasts as long as the page
    }
  }

  drop() {
    try {
      sessionStorage.removeItem(NAME);
    } catch {
      // nothing was kept
    }
  }
}

/** @returns {Partial<Draft> | null} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? "null");
  } catch {
    return null;
  }
}
