// Uses the page as people do, in a headless browser.

import assert from "node:assert/strict";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { DEEP, HOSTILE, SEVERAL, TORN } from "./documents.mjs";
import { serve } from "./server.mjs";

const [executablePath, folder, corpus, downloads, ...documents] = process.argv.slice(2);

const server = await serve(folder);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
page.setDefaultTimeout(60_000);
const problems = [];
page.on("pageerror", (error) => problems.push(error.message));
page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
page.on("dialog", (dialog) => {
  problems.push(`a dialog: ${dialog.message()}`);
  dialog.dismiss();
});

const status = page.locator("#status");

// Gives what the page says when it has done something.
async function after(action) {
  await status.evaluate((element) => (element.textContent = ""));
  await action();
  await status.filter({ hasText: /./ }).waitFor();
  return status.textContent();
}

async function open() {
  await page.goto(server.url);
  await status.filter({ hasText: "Ready." }).waitFor();
}

async function pasted(text) {
  await open();
  await page.locator("#text").fill(text);
  return after(() => page.locator("#go").click());
}

await open();
const loaded = server.asked.length;

// From the page, and from a worker that it makes, nothing can be sent.
const refused = await page.evaluate(() => fetch("/").then(() => false, () => true));
assert.ok(refused, "the page can send something");
problems.length = 0;

const example = await after(() => page.locator("#example").click());
assert.match(example, /^Billing: .*Findings: .*warning/);
assert.match(await page.locator("#findings").textContent(), /openapi\.yaml:23:\d+/);
await page.locator("#findings summary").first().click();
await page.locator("#findings details pre").first().waitFor();
await page.locator("#findings button").first().click();
const selected = await page.evaluate(() => {
  const area = document.getElementById("text");
  return area.value.slice(area.selectionStart, area.selectionEnd);
});
assert.match(selected, /Subscripton/);
if (process.env.SCREENSHOTS) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${colorScheme}.png`), fullPage: true });
  }
}
console.log("example: findings at their lines, the client, and the way to the text");

for (const document of documents) {
  const begin = Date.now();
  const steps = await page.evaluateHandle(() => {
    const seen = new Set();
    const step = document.getElementById("step");
    new MutationObserver(() => seen.add(step.textContent)).observe(step, { childList: true });
    return seen;
  });
  const said = await after(() => page.locator("#picked").setInputFiles(join(corpus, document)));
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  assert.match(said, /operations/, said);
  assert.ok(await page.locator("#findings > li").count() > 0);
  assert.match(await page.locator("#file").textContent(), /typed async client/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#download").click()]);
  await download.saveAs(join(downloads, download.suggestedFilename()));
  assert.equal(await steps.evaluate((seen) => seen.size), 4);
  console.log(`${document}: ${said} (with the page ${seconds} s)`);
}

// Files that belong together.
await open();
const several = Object.entries(SEVERAL).map(([name, text]) => ({ name, mimeType: "", buffer: Buffer.from(text) }));
const together = await after(() => page.locator("#picked").setInputFiles(several));
assert.match(together, /^By the overlay: 1 operation, 1 type,/);
assert.equal(await page.locator("#main").inputValue(), "api.yaml");
await page.locator("#package").fill("Several Files");
await after(() => page.locator("#go").click());
const [archive] = await Promise.all([page.waitForEvent("download"), page.locator("#download").click()]);
assert.equal(archive.suggestedFilename(), "several-files.tar.gz");
console.log("several files: the settings, the overlay and the schemas of a document are found");

assert.match(await pasted(TORN), /Nothing was generated\. Findings: 1 error/);
console.log("half a document: an error");

await pasted(HOSTILE);
const injected = await page.locator("#findings img, #findings script, #client-section img, #client-section script");
assert.equal(await injected.count(), 0);
assert.match(await page.locator("#findings").textContent(), /<img src=x/);
console.log("markup in a document: it stays text");

for (const [what, text] of Object.entries(DEEP)) {
  const said = await pasted(text);
  assert.match(said, /Findings:|nests deeper/);
  console.log(`${what}: ${said}`);
}

// A run after one that failed, or was stopped.
assert.match(await pasted("openapi: 3.1.0\ninfo: {title: Small, version: '1'}\npaths: {}\n"), /^Small: /);

assert.deepEqual(problems, []);
const pages = server.asked.filter((request) => request === "GET /").length;
assert.equal(server.asked.length, pages * loaded, `the page asked for more: ${server.asked.join(", ")}`);
await browser.close();
server.close();
