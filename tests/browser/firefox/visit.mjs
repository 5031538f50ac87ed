// A visit of the browser edition in Firefox: node visit.mjs FIREFOX ADDRESS-OF-A-LESSON
// Prints what was seen as one line of JSON; test_site_firefox.py says what it should be.
import puppeteer from "puppeteer-core";

const [program, address] = process.argv.slice(2);
const seen = { faults: [], hosts: [] };
const firefox = await puppeteer.launch({ browser: "firefox", executablePath: program, headless: true });
try {
  const page = await firefox.newPage();
  page.setDefaultTimeout(120_000);
  await page.setViewport({ width: 400, height: 800 });
  const hosts = new Set();
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http")) hosts.add(hostname);
  });
  const ready = async () => {
    await page.waitForSelector("html[data-course]");
    return page.evaluate(() => document.documentElement.dataset.course);
  };
  const says = (words) =>
    page.waitForFunction((text) => document.querySelector(".page-result .cg-exercise").innerText.includes(text), {}, words);

  await page.goto(address, { waitUntil: "domcontentloaded" });
  seen.first = await ready();
  await page.click(".page-result .cg-exercise input[type=radio]");
  await (await page.waitForSelector(".page-result .cg-exercise ::-p-text(Keep my guess)")).click();
  await says("Your guess is kept");
  await page.waitForSelector(".js-plotly-plot .main-svg");
  await page.focus(".page-result .noUi-handle");
  const before = await page.$eval(".page-result .cg-totals", (totals) => totals.innerText);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((text) => document.querySelector(".page-result .cg-totals").innerText !== text, {}, before);
  await page.waitForFunction(() => new Promise((done) => {
    const request = indexedDB.open("commonground", 1);
    request.onsuccess = () => {
      const asked = request.result.transaction("files").objectStore("files").getAllKeys();
      asked.onsuccess = () => { request.result.close(); done(asked.result.some((key) => key.startsWith("answers/"))); };
    };
  }));

  await page.reload({ waitUntil: "domcontentloaded" });
  seen.again = await ready();
  await says("Your guess is kept");
  seen.sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  seen.hosts = [...hosts];
} finally {
  await firefox.close();
}
console.log(JSON.stringify(seen));
