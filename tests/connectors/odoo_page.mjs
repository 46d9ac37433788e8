// Odoo's own modules as far as the add-on names them, by Odoo 18's documentation of `patch` and its till's page.
import { mkdir, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [, , folder, scans] = process.argv;

async function module(name, exported, source) {
  await mkdir(`${folder}/node_modules/${name}`, { recursive: true });
  const told = { name, type: "module", exports: { [exported]: "./it.js" } };
  await writeFile(`${folder}/node_modules/${name}/package.json`, JSON.stringify(told));
  await writeFile(`${folder}/node_modules/${name}/it.js`, source);
}

await module("@web/core", "./utils/patch", `
export function patch(target, extension) {
  const before = Object.create(Object.getPrototypeOf(target), Object.getOwnPropertyDescriptors(target));
  Object.setPrototypeOf(extension, before);
  Object.defineProperties(target, Object.getOwnPropertyDescriptors(extension));
}`);
await module("@point_of_sale/app", "./screens/product_screen/product_screen", `
export class ProductScreen {
  constructor(pos) { this.pos = pos; }
  async _getPartnerByBarcode({ code }) { return { id: 0, barcode: code }; }
}`);
await module("@kopilka_pos/wallet_code", ".", `export * from "../../../wallet_code.js";`);
await writeFile(`${folder}/package.json`, JSON.stringify({ type: "module" }));

const there = (file) => import(pathToFileURL(`${folder}/${file}`).href);
const { ProductScreen } = await there("node_modules/@point_of_sale/app/it.js");
await there("product_screen.js");

const calls = [];
const told = { LW1: 7, "2912345678906": 8 };
const page = new ProductScreen({
  config: { id: 3 },
  models: { "res.partner": new Map([[7, { id: 7, name: "loaded" }]]) },
  data: {
    async call(...asked) { calls.push(asked); return told[asked[2][1].slice(0, 3)] ?? told[asked[2][1]] ?? false; },
    async searchRead(model, domain) { return [{ id: domain[0][2], name: `read from ${model}` }]; },
  },
});
const answers = [];
for (const code of JSON.parse(scans)) {
  answers.push(await page._getPartnerByBarcode({ code }));
}
process.stdout.write(JSON.stringify({ answers, calls }));
