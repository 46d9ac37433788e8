// A page for a printer, made of words alone: it is there while the browser prints, and nothing else is.

/** @typedef {{ language: string, title: string, lines: string[], parts: [string, string][][] }} Paper */

/** @param {string} words */
export function print(words) {
  /** @type {Paper} */
  const { language, title, lines, parts } = JSON.parse(words);
  const paper = add(document.body, "div", "");
  paper.id = "paper";
  paper.lang = language;
  add(paper, "h1", title);
  for (const line of lines) add(paper, "p", line);
  for (const part of parts) {
    const table = add(paper, "table", "");
    for (const cells of part) {
      const row = add(table, "tr", "");
      for (const cell of cells) add(row, "td", cell);
    }
  }
  addEventListener("afterprint", () => paper.remove(), { once: true });
  window.print();
}

/** @param {HTMLElement} place @param {string} tag @param {string} words */
function add(place, tag, words) {
  const part = document.createElement(tag);
  part.textContent = words;
  place.append(part);
  return part;
}
