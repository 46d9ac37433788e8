// What is typed faster than Flutter and Python follow. A field is empty until Flutter takes it over, a moment after that has
// the focus, and fills in what it holds; Python answers what was typed a moment ago. Neither takes back letters.
const FOLLOWS_WITHIN = 3_000; // milliseconds

export function keepTyped() {
  document.addEventListener("focusin", ({ target }) => {
    if (isField(target) && target.closest("flt-semantics-host")) guard(target);
  });
}

/** @param {EventTarget | null} target @returns {target is HTMLInputElement | HTMLTextAreaElement} */
const isField = (target) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

// Until it loses the focus.
/** @param {HTMLInputElement | HTMLTextAreaElement} field */
function guard(field) {
  const { get, set } = /** @type {Required<Pick<PropertyDescriptor, "get" | "set">>} */ (
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")
  );
  const held = new Map([[field.value, performance.now()]]); // what it held, and when
  let isTaken = field.value !== "";
  const until = new AbortController();
  const { signal } = until;
  Object.defineProperty(field, "value", { configurable: true, get, set: put });
  field.addEventListener("input", note, { signal, capture: true });
  field.addEventListener("keydown", forget, { signal, capture: true });
  field.addEventListener("blur", end, { signal });

  function note() {
    const now = performance.now();
    for (const [words, at] of held) if (now - at > FOLLOWS_WITHIN) held.delete(words);
    held.delete(field.value);
    held.set(field.value, now);
  }

  /** @param {string} words */
  function put(words) {
    const early = isTaken ? "" : field.value;
    isTaken = true;
    if (early && early !== words) {
      set.call(field, words);
      return queueMicrotask(() => insert(early)); // when Flutter has put the caret where it belongs
    }
    const at = held.get(words) ?? -Infinity;
    if (words === field.value || performance.now() - at > FOLLOWS_WITHIN) return set.call(field, words);
    const { selectionStart, selectionEnd } = field;
    queueMicrotask(() => field.setSelectionRange(selectionStart, selectionEnd));
    setTimeout(tell);
  }

  /** @param {string} words */
  function insert(words) {
    const caret = (field.selectionStart ?? 0) + words.length;
    set.call(field, field.value.slice(0, field.selectionStart ?? 0) + words + field.value.slice(field.selectionEnd ?? 0));
    field.setSelectionRange(caret, caret);
    setTimeout(tell);
  }

  function tell() {
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  // What is sent may be emptied.
  /** @param {Event} event */
  function forget(event) {
    if (event instanceof KeyboardEvent && event.key === "Enter") held.clear();
  }

  function end() {
    until.abort();
    Reflect.deleteProperty(field, "value");
  }
}
