// The steps of the join page: address, one-time code, consents. What was typed stays until it was good.
import { addressOf } from "./address.js";
import { Refused } from "./contract.js";
import { Draft } from "./draft.js";
import { element } from "./dom.js";
import { faultWords } from "./faults.js";
import { button, consentsStep, field, step } from "./join_parts.js";
import { resendButton } from "./resend.js";

const CODE = /^\d{6}$/;
const FIRST_STEP_AGAIN = ["sign_in_code_expired"];

export class JoinForm {
  isWorking = false;
  done = (_token) => {};

  constructor(say, name) {
    this.say = say;
    this.draft = new Draft();
    this.body = element("div", { class: "step", "aria-live": "polite" }, element("progress"));
    const page = element("main", { class: "join" }, element("h1", {}, name), this.body);
    document.body.append(element("div", { id: "shell", class: "joining" }, page));
  }

  // Fulfilled with what `signIn` gives for the member who has come through all steps.
  signIn(offer, ask, signIn) {
    this.offer = offer;
    this.ask = ask;
    this.trySignIn = signIn;
    this.draft = new Draft();
    return new Promise((done) => {
      this.done = done;
      this.draft.challenge ? this.askCode() : this.askAddress();
    });
  }

  // The server cannot be reached: fulfilled when the member wants to try again.
  again() {
    const words = element("p", { class: "fault" }, this.say.say("unreachable"));
    return new Promise((again) => {
      this.show(step([words, button(this.say.say("retry"))], again));
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
    const head = [element("h2", {}, title), element("p", { class: "muted" }, hint)];
    const parts = [...head, input.label, button(say.say("send"))];
    this.show(step(parts, () => this.sendCode(input)));
    input.control.oninput = () => draft.keep({ address: input.control.value });
  }

  async sendCode(input) {
    const body = addressOf(this.draft.address);
    if (!body) return input.fault(this.say.say("address_wrong"));
    const sent = await this.attempt(input, () => this.ask("POST", "/auth/codes", { body }));
    if (!sent) return;
    const { challenge_id: challenge, resend_at: resendAt } = sent.value;
    const allowedAt = sent.heardAt * 1000 + Date.parse(resendAt) - sent.toldAt;
    this.draft.keep({ challenge, code: "", allowedAt });
    this.askCode();
  }

  askCode() {
    const { say, draft } = this;
    const input = field(say.say("code"), {
      name: "code",
      autocomplete: "one-time-code",
      inputmode: "numeric",
      maxlength: 6,
      value: draft.code,
    });
    const sent = element("p", {}, say.say("code_sent", { address: draft.address }));
    const again = resendButton(say, draft.allowedAt, () => this.sendCode(input));
    const other = button(say.say("other_address"), { type: "button", class: "quiet" });
    const others = element("div", { class: "others" }, again, other);
    this.show(step([sent, input.label, button(say.say("enter")), others], () => this.enter(input, [])));
    other.onclick = () => this.startOver();
    input.control.oninput = () => {
      draft.keep({ code: input.control.value });
      input.fault("");
      if (CODE.test(draft.code)) this.enter(input, []);
    };
    input.control.focus();
  }

  async enter(input, consents) {
    const { challenge, code } = this.draft;
    const attempt = () => this.trySignIn({ challenge, code, consents });
    const token = await this.attempt(input, attempt, (fault) => this.turnedAway(fault, consents));
    if (!token) return;
    this.draft.drop();
    this.show(element("progress"));
    this.done(token);
  }

  // Whether the refusal leads to another step.
  turnedAway(fault, consents) {
    if (fault.consents.length && !consents.length) {
      this.askConsents(fault.consents);
      return true;
    }
    if (!FIRST_STEP_AGAIN.includes(fault.code)) return false;
    this.offer = { title: faultWords(this.say, fault), hint: "" };
    this.startOver();
    return true;
  }

  askConsents(consents) {
    const { form, granted, fault } = consentsStep(this.say, consents, () => this.enter({ fault }, granted()));
    this.show(form);
  }

  startOver() {
    this.draft.keep({ challenge: "", code: "" });
    this.askAddress();
  }

  // One attempt at a time; its fault is told beside what was typed.
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

  show(content) {
    this.body.replaceChildren(content);
  }
}
