// The steps of the way in: address, one-time code, required consents, the rest. What was typed stays until it was good, over a reload too.
/** @import { Ask, Consent, Offer, SignIn, Told } from "./shapes" */
/** @import { Speaker } from "./words.js" */
import { addressOf } from "./address.js";
import { Refused } from "./contract.js";
import { Draft } from "./draft.js";
import { element } from "./dom.js";
import { faultWords } from "./faults.js";
import { groupTyped } from "./phone_groups.js";
import { resendButton } from "./resend.js";
import style from "./sign_in.css";
import { button, consentsStep, field, heading, restStep, step } from "./sign_in_parts.js";
import { codeIn } from "./typed_digits.js";

const CODE = /\d{6}/;
const FIRST_STEP_AGAIN = ["sign_in_code_expired"];
const SENT = "code-sent";
const NOBODY = async () => {
  throw new Error("nobody is signing in");
};

export class SignInForm {
  isWorking = false;
  tried = "";
  offer = { title: "", hint: "" };
  /** @type {(token: string) => void} */
  done = (_token) => {};

  // `codeIsSent` is called when the member begins to wait for a code.
  /** @type {Ask} */
  ask = NOBODY;
  /** @type {SignIn} */
  trySignIn = NOBODY;

  /** @param {Speaker} say @param {{ name: string, logo: string }} brand @param {() => void} [codeIsSent] */
  constructor(say, { name, logo }, codeIsSent = () => {}) {
    this.say = say;
    this.name = name;
    this.codeIsSent = codeIsSent;
    this.draft = new Draft();
    document.documentElement.lang = say.language;
    document.head.append(element("style", {}, style));
    this.body = element("div", { class: "step" }, element("progress"));
    const card = element(
      "div",
      { class: "card" },
      element("div", { class: "rings" }),
      element("img", { src: logo, alt: "", fetchpriority: "low" }),
      element("h1", {}, name),
    );
    const page = element("main", { class: "way-in" }, card, this.body);
    document.body.prepend(element("div", { id: "shell", class: "entering" }, page));
  }

  // Fulfilled with what `signIn` gives for the member who has come through all steps.
  /** @param {Offer} offer @param {Ask} ask @param {SignIn} signIn @returns {Promise<string>} */
  signIn(offer, ask, signIn) {
    this.offer = offer;
    this.ask = ask;
    this.trySignIn = signIn;
    this.draft = new Draft();
    document.title = `${offer.title} · ${this.name}`;
    return new Promise((done) => {
      this.done = done;
      this.resume();
    });
  }

  resume() {
    const { challenge, consents, isAgreed } = this.draft;
    if (!challenge) return this.askAddress();
    this.codeIsSent();
    if (!consents.length) return this.askCode();
    return isAgreed ? this.askRest(consents) : this.askConsents(consents);
  }

  // The server cannot be reached: fulfilled when the member wants to try again.
  /** @returns {Promise<void>} */
  again() {
    const words = element("p", { class: "fault", role: "alert" }, this.say.say("unreachable"));
    const retry = button(this.say.say("retry"));
    return new Promise((again) => {
      this.show(step([words, retry], again), retry);
    });
  }

  askAddress() {
    const { say, draft } = this;
    const { title, hint } = this.offer;
    const input = field(say.say("address"), {
      name: "address",
      autocomplete: "tel",
      inputmode: "tel",
      placeholder: say.say("address_hint"),
      value: draft.address,
    });
    const head = [heading(title), element("p", { class: "muted" }, hint)];
    this.show(step([...head, input.row, button(say.say("send"))], () => this.sendCode(input)));
    input.control.oninput = () => {
      groupTyped(input.control);
      draft.keep({ address: input.control.value });
      input.fault("");
    };
    return input;
  }

  /** @param {Told} input */
  async sendCode(input) {
    const body = addressOf(this.draft.address);
    if (!body) return input.fault(this.say.say("address_wrong"));
    const sent = await this.attempt(input, () => this.ask("POST", "/auth/codes", { body }));
    if (!sent) return;
    const { challenge_id: challenge, resend_at: resendAt } = sent.value;
    const allowedAt = sent.heardAt * 1000 + Date.parse(resendAt) - sent.toldAt;
    this.draft.keep({ challenge, code: "", consents: [], isAgreed: false, allowedAt });
    this.codeIsSent();
    this.askCode();
  }

  askCode() {
    const { say, draft } = this;
    const input = field(say.say("code"), {
      name: "code",
      autocomplete: "one-time-code",
      inputmode: "numeric",
      value: draft.code,
      described: SENT,
    });
    const [before, after] = say.say("code_sent", { address: "\n" }).split("\n");
    const sent = heading([before, element("b", {}, draft.address), after], { id: SENT });
    const again = resendButton(say, draft.allowedAt, () => this.sendCode(input));
    const other = button(say.say("other_address"), { type: "button", class: "quiet" });
    const others = element("div", { class: "others" }, again, other);
    const parts = [sent, input.row, button(say.say("enter")), others];
    this.show(step(parts, () => this.enter(input, [])), input.control);
    other.onclick = () => this.startOver();
    input.control.oninput = () => {
      const typed = input.control.value;
      const code = codeIn(typed);
      if (code !== typed) input.control.value = code;
      draft.keep({ code });
      input.fault("");
      if (!CODE.test(code)) this.tried = "";
      else if (code !== this.tried) this.enter(input, []);
    };
  }

  /** @param {Told} input @param {Consent[]} consents */
  async enter(input, consents) {
    const { challenge, code, name } = this.draft;
    this.tried = code;
    const attempt = () => this.trySignIn({ challenge, code, consents, name: name.trim() });
    const token = await this.attempt(input, attempt, (fault) => this.turnedAway(fault, consents));
    if (!token) return input.control?.select();
    this.draft.drop();
    const words = this.say.say("working");
    const opening = element("div", { class: "opening", role: "status", tabindex: "-1" }, element("progress"), words);
    this.show(opening, opening);
    this.done(token);
  }

  // Whether the refusal leads to another step.
  /** @param {Refused} fault @param {Consent[]} consents */
  turnedAway(fault, consents) {
    if (fault.consents.length && !consents.length) {
      this.draft.keep({ consents: fault.consents, isAgreed: false });
      this.askConsents(fault.consents);
      return true;
    }
    if (!FIRST_STEP_AGAIN.includes(fault.code)) return false;
    this.startOver().fault(faultWords(this.say, fault));
    return true;
  }

  /** @param {Consent[]} consents */
  askConsents(consents) {
    const required = consents.filter((each) => each.required);
    if (!required.length) return this.askRest(consents);
    const { form, title } = consentsStep(this.say, required, () => {
      this.draft.keep({ isAgreed: true });
      this.askRest(consents);
    });
    this.show(form, title);
  }

  /** @param {Consent[]} consents */
  askRest(consents) {
    const required = consents.filter((each) => each.required);
    const optional = consents.filter((each) => !each.required);
    const goOn = () => this.enter({ fault }, [...required, ...granted()]);
    const { form, title, control, granted, fault } = restStep(this.say, optional, this.draft.name, goOn);
    control.oninput = () => this.draft.keep({ name: control.value });
    this.show(form, title);
  }

  startOver() {
    this.draft.keep({ challenge: "", code: "", consents: [], isAgreed: false });
    const input = this.askAddress();
    input.control.focus();
    return input;
  }

  // One attempt at a time; its fault is told beside what was typed.
  /**
   * @template Result
   * @param {Told} input
   * @param {() => Promise<Result>} work
   * @param {(fault: Refused) => boolean} [turnedAway]
   * @returns {Promise<Result | null>}
   */
  async attempt(input, work, turnedAway = (_fault) => false) {
    if (this.isWorking) return null;
    this.isWorking = true;
    this.body.classList.add("working");
    try {
      return await work();
    } catch (fault) {
      if (!(fault instanceof Refused && turnedAway(fault))) input.fault(faultWords(this.say, fault));
      return null;
    } finally {
      this.isWorking = false;
      this.body.classList.remove("working");
    }
  }

  /** @param {HTMLElement} content @param {HTMLElement} [focused] */
  show(content, focused) {
    this.body.replaceChildren(content);
    focused?.focus();
    if (focused instanceof HTMLInputElement) focused.select();
  }
}
