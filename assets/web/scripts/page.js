// The page's own script: the card first, then Python and Flutter behind it.
import { startEngine } from "./engine.js";
import { handOver } from "./handover.js";
import { keepApp } from "./keeping.js";
import { showShell } from "./shell.js";

const site = JSON.parse(document.getElementById("site").textContent);

async function open() {
  const shell = await showShell(site);
  await painted();
  await handOver(shell, startEngine(site));
  await keepApp();
}

function painted() {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

open();
