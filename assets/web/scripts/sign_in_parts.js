// What the steps of the way in are made of: plain forms, so that browsers can fill them in.
/** @import { Attributes, Consent, Tell } from "./shapes" */
/** @import { Speaker } from "./words.js" */
import { element } from "./dom.js";
import { problemWords } from "./faults.js";

const LONGEST_NAME = 80; // as the server takes it

/** @param {(HTMLElement | string)[]} parts @param {() => void} submit */
export function step(parts, submit) {
  const form = element("form", { novalidate: "" }, ...parts);
  form.onsubmit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    submit();
  };
  return form;
}

/** @param {string} words @param {Attributes} [attributes] */
export function button(words, attributes = {}) {
  return element("button", attributes, words);
}

// What a step begins with; a step without a field is heard from here on.
/** @param {string | (HTMLElement | string)[]} words @param {Attributes} [attributes] */
export function heading(words, attributes = {}) {
  return element("h2", { tabindex: "-1", ...attributes }, words);
}

// An input with its name above and a place for its fault below; `described` is the id of what else is said of it.
/** @param {string} words @param {Attributes & { name: string, described?: string }} attributes */
export function field(words, { described = "", ...attributes }) {
  const id = `${attributes.name}-fault`;
  const control = element("input", { "aria-describedby": `${described} ${id}`.trim(), ...attributes });
  const place = faultPlace({ id });
  const label = element("label", {}, element("span", {}, words), control);
  /** @type {Tell} */
  const fault = (told) => {
    place.fault(told);
    control.toggleAttribute("aria-invalid", !!told);
    if (told) control.focus();
  };
  return { row: element("div", { class: "field" }, label, place.words), control, fault };
}

// What the card needs: each text with a box of its own, none ticked beforehand, all to be ticked to go on.
/** @param {Speaker} say @param {Consent[]} consents @param {() => void} agree */
export function consentsStep(say, consents, agree) {
  const boxes = boxesFor(consents);
  const { words, fault } = faultPlace();
  const goOn = () => {
    const missing = boxes.find(({ box }) => !box.checked)?.box;
    if (!missing) return agree();
    fault(problemWords(say, "consents_required") ?? "");
    missing.focus();
  };
  const title = heading(say.say("consents"));
  const hint = element("p", { class: "muted" }, say.say("consents_hint"));
  const rows = boxes.map(({ each, box }) => consentRow(say, each, box));
  const form = step([title, hint, ...rows, words, button(say.say("agree"))], goOn);
  form.oninput = () => fault("");
  return { form, title };
}

// All that the card does not need, the name last: whoever goes on at once has skipped it.
/** @param {Speaker} say @param {Consent[]} consents @param {string} name @param {() => void} goOn */
export function restStep(say, consents, name, goOn) {
  const boxes = boxesFor(consents);
  const { words, fault } = faultPlace();
  const attributes = { name: "name", autocomplete: "given-name", maxlength: String(LONGEST_NAME), value: name };
  const { row, control } = field(say.say("first_name"), attributes);
  const granted = () => boxes.filter(({ box }) => box.checked).map(({ each }) => each);
  const title = heading(say.say("rest"));
  const hint = element("p", { class: "muted" }, say.say("rest_hint"));
  const rows = boxes.map(({ each, box }) => consentRow(say, each, box));
  const form = step([title, hint, ...rows, row, words, button(say.say("enter"))], goOn);
  return { form, title, control, granted, fault };
}

/** @param {Consent[]} consents */
function boxesFor(consents) {
  return consents.map((each) => ({ each, box: element("input", { type: "checkbox", name: each.purpose }) }));
}

/** @param {Speaker} say @param {Consent} consent @param {HTMLInputElement} box */
function consentRow(say, { title, text, required }, box) {
  const name = required ? `${title} · ${say.say("required")}` : title;
  const words = element("span", {}, element("b", {}, name), element("span", { class: "muted" }, text));
  return element("label", { class: "consent" }, box, words);
}

/** @param {Attributes} [attributes] */
function faultPlace(attributes = {}) {
  const words = element("p", { class: "fault", role: "alert", ...attributes });
  return { words, fault: (/** @type {string} */ told) => { words.textContent = told; } };
}
