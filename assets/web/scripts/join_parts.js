// What the steps of the join page are made of: plain forms, so that browsers can fill them in.
import { element } from "./dom.js";

export function step(parts, submit) {
  const form = element("form", { novalidate: "" }, ...parts);
  form.onsubmit = (event) => {
    event.preventDefault();
    submit();
  };
  return form;
}

export function button(words, attributes = {}) {
  return element("button", attributes, words);
}

// An input with its name above and a place for its fault below.
export function field(words, attributes) {
  const control = element("input", attributes);
  const place = faultPlace();
  const label = element("label", {}, element("span", {}, words), control, place.words);
  return { label, control, fault: place.fault };
}

// Each text with a box of its own, none ticked beforehand; the required ones must be ticked to go on.
export function consentsStep(say, consents, agree) {
  const boxes = consents.map((each) => [each, element("input", { type: "checkbox", name: each.purpose })]);
  const { words, fault } = faultPlace();
  const granted = () => boxes.filter(([, box]) => box.checked).map(([each]) => each);
  const goOn = () => {
    const isMissing = boxes.some(([each, box]) => each.required && !box.checked);
    isMissing ? fault(say.words.problems.consents_required) : agree();
  };
  const title = element("h2", {}, say.say("consents"));
  const hint = element("p", { class: "muted" }, say.say("consents_hint"));
  const rows = boxes.map(([each, box]) => consentRow(say, each, box));
  return { form: step([title, hint, ...rows, words, button(say.say("agree"))], goOn), granted, fault };
}

function consentRow(say, { title, text, required }, box) {
  const name = required ? `${title} · ${say.say("required")}` : title;
  const words = element("span", {}, element("b", {}, name), element("span", { class: "muted" }, text));
  return element("label", { class: "consent" }, box, words);
}

function faultPlace() {
  const words = element("span", { class: "fault", role: "alert" });
  return { words, fault: (told) => { words.textContent = told; } };
}
