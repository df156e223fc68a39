// Drives Chromium for test_page_judges.py: node judge.mjs NODE_MODULES CHROMIUM TASK ADDRESS...; prints JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, executablePath, task, ...addresses] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--mute-audio"];
const browser = await chromium.launch({ executablePath, args: quiet });
const usual = { viewport: { width: 1280, height: 800 }, offline: true };
const settings = {
  light: {},
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
  "320 pixels": { viewport: { width: 320, height: 640 } },
  "200 percent": { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
};
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// WCAG 2.2, 1.4.12.
const spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
  + " p { margin-block-end: 2em !important }";

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

async function axe() {
  const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const found = [];
  for (const [name, options] of Object.entries(settings)) {
    const context = await browser.newContext({ ...usual, ...options });
    for (const address of addresses) {
      const page = await context.newPage();
      await page.goto(address);
      await page.evaluate(source);
      const told = await page.evaluate((values) => axe.run({ runOnly: values }), tags);
      for (const kind of ["violations", "incomplete"])
        for (const rule of told[kind])
          for (const node of rule.nodes)
            found.push({ setting: name, address, kind, rule: rule.id, html: node.html.slice(0, 200),
              why: node.failureSummary });
      const wide = await overflow(page);
      if (wide > 0) found.push({ setting: name, address, kind: "violations", rule: "reflow", why: `${wide} px` });
      if (name === "320 pixels") {
        await page.addStyleTag({ content: spacing });
        const spaced = await overflow(page);
        if (spaced > 0) found.push({ setting: "spacing", address, kind: "violations", rule: "reflow", why: `${spaced} px` });
      }
      await page.close();
    }
    await context.close();
  }
  return found;
}

// What has the focus: whether it can be seen, and what it is.
const focused = () => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const box = at.getBoundingClientRect();
  // Of a link that runs over two lines the first one: the middle of its box may lie beside it.
  const line = at.getClientRects()[0];
  const x = Math.min(innerWidth - 1, Math.max(0, line.x + line.width / 2));
  const top = document.elementFromPoint(x, line.y + line.height / 2);
  const style = getComputedStyle(at);
  return {
    tag: at.tagName, at: at.dataset.at ?? null, href: at.getAttribute("href"), chapter: !!at.closest("nav"),
    name: at.textContent.trim().replace(/\s+/g, " "), width: box.width, height: box.height,
    seen: !!top && (at === top || at.contains(top)) && box.y >= -1 && box.bottom <= innerHeight + 1,
    outlined: at.tagName === "AUDIO" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
  };
};

async function walk(options) {
  const context = await browser.newContext({ ...usual, ...options });
  const page = await context.newPage();
  const requests = [];
  const faults = [];
  page.on("request", (each) => requests.push(each.url()));
  page.on("pageerror", (each) => faults.push(String(each)));
  await page.goto(addresses[0]);
  await page.waitForFunction(() => document.querySelector("audio").readyState > 0);
  const stops = [];
  for (let pressed = 0; pressed < 400; pressed += 1) {
    await page.keyboard.press("Tab");
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    const stop = await page.evaluate(focused);
    if (!stop) break;
    if (stop.at !== null) {
      // So slow that nothing has been played when the time is read.
      await page.evaluate(() => { document.querySelector("audio").playbackRate = 0.0625; });
      await page.keyboard.press("Enter");
      const state = await page.evaluate(async () => {
        const audio = document.querySelector("audio");
        if (audio.seeking) await new Promise((done) => { audio.addEventListener("seeked", done, { once: true }); });
        await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
        return { ms: audio.currentTime * 1000, playing: !audio.paused, at: document.activeElement.dataset.at,
          now: [...document.querySelectorAll(".now")].map((each) => Number(each.dataset.start)),
          current: document.querySelectorAll("[aria-current]").length };
      });
      Object.assign(stop, { moved: state });
    }
    stops.push(stop);
  }
  const live = await page.evaluate(() => document.querySelectorAll("[aria-live], [role=status], [role=alert], output").length);
  await context.close();
  return { stops, live, requests, faults };
}

async function visits() {
  const context = await browser.newContext(usual);
  const page = await context.newPage();
  await page.goto(addresses[0]);
  await page.selectOption("#speed-choice", "1.75");
  await page.reload();
  const kept = await page.evaluate(() => [document.querySelector("#speed-choice").value, document.querySelector("audio").playbackRate]);
  // A sentence in the address opens the page at its time, without a sound.
  const id = await page.evaluate(() => document.querySelectorAll("[data-start]")[3].id);
  await page.goto(`${addresses[0]}#${id}`);
  await page.reload();
  await page.waitForFunction(() => document.querySelector("audio").readyState > 0);
  const linked = await page.evaluate((id) => ({
    wanted: Number(document.getElementById(id).dataset.start), ms: document.querySelector("audio").currentTime * 1000,
    paused: document.querySelector("audio").paused,
  }), id);
  // A click on a sentence moves the sound; the sentence is no tab stop.
  const clicked = await page.evaluate(() => {
    const sentence = document.querySelectorAll("[data-start]")[5];
    sentence.click();
    return { wanted: Number(sentence.dataset.start), ms: document.querySelector("audio").currentTime * 1000, tab: sentence.tabIndex };
  });
  await context.close();
  const bare = await browser.newContext({ ...usual, javaScriptEnabled: false });
  const plain = await bare.newPage();
  await plain.goto(addresses[0]);
  const without = {
    links: await plain.locator("#chapter-list a[href*='#t=']").count(), controls: await plain.locator("audio[controls]").count(),
    tools: await plain.locator("#tools").isVisible(), paragraphs: await plain.locator("a.seek[href*='#t=']").count(),
  };
  await bare.close();
  const printed = await browser.newContext(usual);
  const paper = await printed.newPage();
  await paper.goto(addresses[0]);
  await paper.emulateMedia({ media: "print" });
  const print = { player: await paper.locator(".player").isVisible(), words: await paper.locator("[data-start]").first().isVisible() };
  await printed.close();
  return { kept, linked, clicked, without, print };
}

const tasks = { axe, walk: () => walk({}), small: () => walk({ viewport: { width: 320, height: 640 } }), visits };
console.log(JSON.stringify(await tasks[task]()));
await browser.close();
