// usage: node dev/look.mjs [BASE_URL [FOLDER [PATH...]]]
//
// Takes pictures of the pages in light and dark at 360 and 1440 pixels, and runs axe on each. For development; the tests of the
// real program take theirs themselves. BASE_URL may be a one-time link.
import {mkdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {chromium} from "playwright-core";

const [base = "http://localhost:5173", folder = "/tmp/sextant-look", ...paths] = process.argv.slice(2);
const pages = paths.length > 0 ? paths : ["/", "/costs", "/sql", "/settings/accounts"];
const axe = readFileSync(fileURLToPath(new URL("../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

mkdirSync(folder, {recursive: true});
const browser = await chromium.launch({executablePath: "/usr/bin/chromium", args: flags, headless: true});
let faults = 0;
// A link signs in once; its session serves every picture.
const first = await browser.newContext(process.env["STATE"] ? {storageState: process.env["STATE"]} : {});
await (await first.newPage()).goto(base, {waitUntil: "load"});
const storageState = await first.storageState();
for (const [width, height] of [[1440, 900], [360, 740]]) {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const context = await browser.newContext({viewport: {width: width ?? 0, height: height ?? 0}, colorScheme, reducedMotion: "reduce", storageState});
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") console.log(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => console.log(`error: ${error.message}`));
    for (const path of pages) {
      await page.goto(new URL(path, base).href, {waitUntil: "load"});
      await page.locator("main .card, main .notice").first().waitFor({timeout: 20_000}).catch(() => console.log(`${path}: nothing came`));
      for (let tries = 0; tries < 80 && (await page.locator('.skeleton').count()) > 0; ++tries) await page.waitForTimeout(250);
      await page.waitForTimeout(700);
      const name = `${path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "").slice(0, 60) || "overview"}-${width}-${colorScheme}`;
      await page.screenshot({path: join(folder, `${name}.png`), fullPage: true});
      await page.evaluate(axe);
      const {violations} = await page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})");
      const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      if (wide > 0) console.log(`${name}: ${wide} px too wide`);
      for (const one of violations) {
        ++faults;
        console.log(`${name}: ${one.id} (${one.impact}): ${one.help}`);
        for (const node of one.nodes.slice(0, 3)) console.log(`    ${node.target.join(" ")}  ${node.html.slice(0, 160)}`);
      }
    }
    await context.close();
  }
}
await browser.close();
console.log(`${folder}: pictures of ${pages.length} pages; axe found ${faults}`);
