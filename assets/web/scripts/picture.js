// A code on screen as kopilka/ui/codes/picture.py draws it: black on white, whole device pixels, no smoothing.
/** @import { Rows } from "./shapes" */
const HALF = 0.55; // and what layout, which counts in 64ths, may be off by

// Draws `rows` of modules ("1" dark, quiet zone inside) as large as `room` lets them be, over `place`, which takes
// that size; `height` is that of a linear code's row, else rows are square. The canvas lies at the window's corner and
// is moved by a transform: a transformed box goes to a whole pixel of the page first, which need not be a device's.
/**
 * @param {HTMLCanvasElement} canvas @param {HTMLElement} place @param {Rows} rows @param {number} room
 * @param {number | null} [height]
 */
export function drawPicture(canvas, place, rows, room, height) {
  const ratio = devicePixelRatio;
  const module = Math.max(1, Math.floor(Math.floor(room * ratio + 1e-6) / rows[0].length));
  paint(canvas, rows, module, height ? Math.round(height * ratio) : module);
  place.style.width = `${canvas.width / ratio}px`;
  place.style.height = `${canvas.height / ratio}px`;
  const { x, y } = place.getBoundingClientRect();
  const right = Math.ceil(x * ratio - HALF) / ratio; // where Flutter has it: halves go left, and down
  const down = Math.round(y * ratio) / ratio;
  canvas.style.setProperty("--ratio", `${ratio}`);
  canvas.style.transform = `translate(${right}px, ${down}px) scale(${1 / ratio})`;
}

/** @param {HTMLCanvasElement} canvas @param {Rows} rows @param {number} module @param {number} tall */
function paint(canvas, rows, module, tall) {
  canvas.width = rows[0].length * module;
  canvas.height = rows.length * tall;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  rows.forEach((row, y) => {
    for (const run of row.matchAll(/1+/g)) pen.fillRect(run.index * module, y * tall, run[0].length * module, tall);
  });
}
