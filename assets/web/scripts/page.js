// The page's own script: the card first, then Python and Flutter behind it.
import { startEngine } from "./engine.js";
import { handOver } from "./handover.js";
import { showShell } from "./shell.js";

const site = JSON.parse(document.getElementById("site").textContent);

showShell(site).then((shell) => {
  handOver(shell);
  requestAnimationFrame(() => setTimeout(() => startEngine(site)));
});
