// How a wide window's room is shared, as in kopilka/ui/look/frame.py.
export const WIDE_FROM = 840; // pixels
const NAMED_FROM = 1100;
const LIST = 440;
const SHARE_OF_LIST = 0.36;

// The middle of the gap between a list and what is open beside it, where the rail ends at `rail`.
/** @param {number} width @param {number} rail */
export function middleOf(width, rail) {
  const [margin, gap] = width < NAMED_FROM ? [20, 16] : [40, 32];
  const both = width - rail - 2 * margin - gap;
  return rail + margin + Math.min(Math.max(LIST, SHARE_OF_LIST * both), both / 2) + gap / 2;
}
