async ({ name, how }) => {
  const PRESSED = "button, a[href], summary, input[type=checkbox], [role=button], [role=tab], [role=link], [flt-tappable]";
  const WRITTEN = "input, textarea";
  const BOXES = "input[type=checkbox], [role=checkbox]";
  const ticked = (box) => box.checked || box.ariaChecked === "true";
  const said = ({ ariaLabel, labels, placeholder, textContent }) =>
    [ariaLabel, ...[...(labels ?? [])].map((label) => label.textContent), placeholder, textContent].join(" ");
  const named = (element) => said(element).toLowerCase().includes(name.toLowerCase());
  // Flutter takes a field over a moment after it has the focus, and empties it then of what was typed before.
  const taken = (field) => field.matches(WRITTEN) && (!field.dataset.semanticsRole || field.name || field.autocomplete === "off");
  const place = ({ left, top, width, height }) => (width && height ? [left + width / 2, top + height / 2] : null);
  // Its own name comes before one that has these words somewhere in it.
  const isCalled = ({ ariaLabel, textContent }) => (ariaLabel || textContent).split("\n")[0] === name;
  const first = (selector) => {
    const all = [...document.querySelectorAll(selector)].filter((one) => named(one) && !one.disabled && one.ariaDisabled !== "true");
    return all.find(isCalled) ?? all[0];
  };
  const frame = () => new Promise(requestAnimationFrame);
  // The app draws a frame or two after its tree has scrolled; until then something else is at that place.
  const reached = async (element) => {
    if (!element) return null;
    const before = element.getBoundingClientRect().top;
    element.scrollIntoView({ block: "nearest" });
    if (element.getBoundingClientRect().top !== before) for (let drawn = 0; drawn < 3; drawn++) await frame();
    return place(element.getBoundingClientRect());
  };
  switch (how) {
    case "words": {
      const holder = [...document.body.querySelectorAll("*")].find(
        (one) => !one.matches("script, style") && (one.ariaLabel ?? one.textContent).toLowerCase().includes(name.toLowerCase()) && one.checkVisibility(),
      );
      return holder ? [0, 0] : null;
    }
    case "press": return reached(first(PRESSED));
    case "write": return reached(first(WRITTEN));
    case "box": return reached([...document.querySelectorAll(BOXES)].find((one) => named(one) && !ticked(one)));
    case "focus": return taken(document.activeElement) || null;
    case "semantics": {
      return document.querySelector("flt-semantics") ? true : null;
    }
  }
}
