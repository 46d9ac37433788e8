// A page that is left gives its Python up: kept for the way back, it would hold a hundred megabytes, and the lock of a sync
// that nobody ends. A page that is come back to begins anew, with the card at once.
/** @import { Python } from "./shapes" */
/** @param {Python} python */
export function endWithPage(python) {
  addEventListener("pagehide", () => python.end());
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });
}
