/** The demo's till: its page carries the key, its goods and where the customer's display is. */

import { startTill } from "./till.js";

/** @import { Config } from "../shapes" */
/** @type {Config & { till_key: string }} */
const config = JSON.parse(document.getElementById("config")?.textContent ?? "");
startTill(
  { ...config, types: true },
  {
    name: "kopilka.till",
    headers: () => ({ Authorization: `Bearer ${config.till_key}` }),
    mark: () => ({}),
    mustWait: () => false,
  },
);
