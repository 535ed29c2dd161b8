// Pictures that nothing is held to byte by byte: the idea, and the page of `s drift --html` in a browser.
//
//   node docs/scripts/pictures.mjs

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { root } from './cloud.mjs';
import { idea } from './picture.mjs';
import { open } from './place.mjs';
import { settling } from './steady.mjs';
import { night } from './stories.mjs';

// The packages of the project; the browser's package uses its own libraries where it believes itself in a function.
process.env.AWS_EXECUTION_ENV ||= 'AWS_Lambda_nodejs20.x';
const from = createRequire(path.join(root, 'package.json'));
const load = async (name) => (await import(pathToFileURL(from.resolve(name)))).default;
const [chromium, puppeteer] = [await load('@sparticuz/chromium'), await load('puppeteer-core')];

const places = path.join(root, 'docs/public');
// Machines of pipelines have no font with Chinese letters.
const font = fs.readFileSync(path.join(root, 'docs/node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2'));
const FONT = `@font-face { font-family: Noto; src: url(data:font/woff2;base64,${font.toString('base64')}); unicode-range: U+2E80-FFEF, U+201C-201D; }`;

const browser = await puppeteer.launch({ args: chromium.args, executablePath: await chromium.executablePath(), headless: 'shell' });
try {
  for (const language of ['en', 'zh']) {
    fs.writeFileSync(path.join(places, `idea-${language}.svg`), idea(language));
    const { place, close } = await open(language);
    await night(place, { code: true });
    await place.s('drift --html drift.html', { expect: 3 });
    const settled = settling(place.folder);
    const html = place.read('drift.html').split('\n').map(settled).join('\n');
    await close();
    const page = await browser.newPage();
    // The page lets nothing in from outside, not even this font.
    await page.setBypassCSP(true);
    await page.setViewport({ width: 1100, height: 860, deviceScaleFactor: 1.5 });
    await page.setContent(html);
    await page.addStyleTag({ content: `${FONT} html, body, body * { font-family: Noto, sans-serif !important; }` });
    await page.evaluate(() => document.fonts.load('600 16px Noto', '改').then(() => document.fonts.ready));
    await page.screenshot({ path: path.join(places, `page-${language}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
}
