// Looks at a page of `s drift --html` in headless Chromium and says what is there.
//
//   node browser.mjs PAGE.html FOLDER     screenshots go into the folder; one JSON object on stdout

import path from 'node:path';
import { pathToFileURL } from 'node:url';

// The package carries the libraries that its Chromium needs, and uses them where it believes itself
// in a function.
process.env.AWS_EXECUTION_ENV ||= 'AWS_Lambda_nodejs20.x';
const { default: chromium } = await import('@sparticuz/chromium');
const { default: puppeteer } = await import('puppeteer-core');

const [file, folder] = process.argv.slice(2);
const browser = await puppeteer.launch({
  args: chromium.args.filter((arg) => arg !== '--disable-web-security'),
  executablePath: await chromium.executablePath(),
  headless: 'shell',
});

const complaints = [];
const requests = [];

async function open(width, scheme) {
  const page = await browser.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(path.resolve(file)).href);
  return page;
}

async function look(width, scheme) {
  const page = await open(width, scheme);
  const found = await page.evaluate(() => ({
    background: getComputedStyle(document.body).backgroundColor,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    title: document.title,
    lang: document.documentElement.lang,
    sign: document.querySelector('.tree .mark').getBoundingClientRect().width,
  }));
  await page.screenshot({ path: path.join(folder, `${width}-${scheme}.png`), fullPage: true });
  await page.close();
  return found;
}

async function filtered(words) {
  const page = await open(1280, 'light');
  const visible = () => {
    const rows = [...document.querySelectorAll('tbody.row')];
    return rows.filter((row) => row.offsetParent !== null).map((row) => row.querySelector('.path').textContent);
  };
  const all = await page.evaluate(visible);
  await page.type('#filter', words);
  const left = await page.evaluate(visible);
  const text = await page.evaluate(() => document.body.innerText);
  await page.close();
  return { all, left, text };
}

const result = {
  light: await look(1280, 'light'),
  dark: await look(1280, 'dark'),
  narrow: await look(390, 'light'),
  filter: await filtered('timeout'),
  complaints,
  requests: [...new Set(requests)],
};
await browser.close();
process.stdout.write(`${JSON.stringify(result)}\n`);
