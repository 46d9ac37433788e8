/** The demo's till: its page carries the key, its goods and where the customer's display is. */

import { openMemory } from "./kept.js";
import { startTill } from "./till.js";

/** @import { Config } from "../shapes" */
/** @type {Config & { till_key: string }} */
const config = JSON.parse(document.getElementById("config")?.textContent ?? "");
const name = "kopilka.till";
startTill(
  { ...config, types: true },
  {
    name,
    headers: () => ({ Authorization: `Bearer ${config.till_key}` }),
    mark: () => ({}),
    mustWait: () => false,
  },
  await openMemory(name),
);
