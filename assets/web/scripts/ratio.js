// Flutter hears of another pixel ratio, as of a window dragged to another screen, only with another size: without this
// the code would be stretched over half pixels.
export function followRatio() {
  const current = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  const changed = () => {
    visualViewport?.dispatchEvent(new Event("resize"));
    followRatio();
  };
  current.addEventListener("change", changed, { once: true });
}
