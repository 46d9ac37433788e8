// A page for a printer, made of words alone: it is there while the browser prints, and nothing else is.

const LOOK = `
#paper { display: none }
@media print {
  html:has(#paper), body:has(> #paper) { position: static !important; overflow: visible !important; height: auto !important }
  body:has(> #paper) > :not(#paper) { display: none !important }
  #paper { display: block; color: #000; font: 12pt/1.4 Manrope, sans-serif; max-width: 90mm }
  #paper h1 { font-size: 16pt; margin: 0 }
  #paper p { margin: 0 }
  #paper table { border-collapse: collapse; margin-top: 4mm; width: 100%; border-top: 1px solid #000 }
  #paper td { padding: 1mm 0; vertical-align: top }
  #paper td + td { padding-left: 6mm; text-align: right; white-space: nowrap }
}
`;

/** @typedef {{ language: string, title: string, lines: string[], parts: [string, string][][] }} Paper */

/** @param {string} words */
export function print(words) {
  /** @type {Paper} */
  const { language, title, lines, parts } = JSON.parse(words);
  const paper = add(document.body, "div", "");
  paper.id = "paper";
  paper.lang = language;
  add(paper, "style", LOOK);
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
