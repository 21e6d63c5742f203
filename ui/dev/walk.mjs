// usage: node dev/walk.mjs [BASE_URL [FOLDER [NAME...]]]
//
// Walks through the onboarding and the settings against the stand-in of `npm run dev`, takes pictures of each state in light and
// dark at 360 and 1440 pixels, and runs axe on it. For development. WIDTHS and SCHEMES narrow it: WIDTHS=360 SCHEMES=dark.
import {mkdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {chromium} from "playwright-core";

import {walks} from "./walks.mjs";

const [base = "http://localhost:5173", folder = "/tmp/sextant-walk", ...names] = process.argv.slice(2);
const axe = readFileSync(fileURLToPath(new URL("../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const widths = (process.env["WIDTHS"] ?? "1440,360").split(",").map(Number);
const schemes = (process.env["SCHEMES"] ?? "light,dark").split(",");

mkdirSync(folder, {recursive: true});
const browser = await chromium.launch({executablePath: "/usr/bin/chromium", args: flags, headless: true});
let faults = 0;
for (const width of widths) {
  for (const colorScheme of /** @type {("light" | "dark")[]} */ (schemes)) {
    for (const [name, walk] of Object.entries(walks)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const context = await browser.newContext({viewport: {width, height: width < 500 ? 740 : 900}, colorScheme, reducedMotion: "reduce"});
      await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => undefined);
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on("console", (message) => {
        // Refusals are part of the walks.
        const isWanted = /Failed to load resource/.test(message.text());
        if (!isWanted && (message.type() === "error" || message.type() === "warning")) console.log(`${name}: console: ${message.text()}`);
      });
      page.on("pageerror", (error) => console.log(`${name}: error: ${error.message}`));
      const mock = (/** @type {object} */ change) => page.request.post(new URL("/api/v1/mock", base).href, {data: change});
      const look = async (/** @type {string} */ state) => {
        await page.waitForTimeout(350);
        const picture = `${name}-${state}-${width}-${colorScheme}`;
        const isDialog = await page.locator("dialog[open]").count();
        await page.screenshot({path: join(folder, `${picture}.png`), fullPage: !isDialog});
        await page.evaluate(axe);
        const {violations} = await page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})");
        const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (Number(wide) > 0) console.log(`${picture}: ${wide} px too wide`);
        for (const one of violations) {
          ++faults;
          console.log(`${picture}: ${one.id} (${one.impact}): ${one.help}`);
          for (const node of one.nodes.slice(0, 3)) console.log(`    ${node.target.join(" ")}  ${node.html.slice(0, 200)}`);
        }
      };
      try {
        await walk({page, mock, look, open: (path) => page.goto(new URL(path, base).href, {waitUntil: "load"}).then(() => undefined)});
      } catch (error) {
        ++faults;
        console.log(`${name} ${width} ${colorScheme}: ${String(error).slice(0, 700)}`);
        await page.screenshot({path: join(folder, `${name}-FAILED-${width}-${colorScheme}.png`)});
      }
      await context.close();
    }
  }
}
await browser.close();
console.log(`${folder}: ${faults} faults`);
