// Pictures that are made of text: the question as a terminal shows it, and the idea.

import { own, settling } from './steady.mjs';
import { words } from './terminal.mjs';

const CELL = 8.43;
const LINE = 20;
const EDGE = 20;

const STYLE = `
  text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'Noto Sans Mono CJK SC', 'PingFang SC', 'Microsoft YaHei', monospace; white-space: pre; fill: #1f2328; }
  .frame { fill: #f6f8fa; stroke: #d1d9e0; }
  .red { fill: #cf222e; } .green { fill: #1a7f37; } .yellow { fill: #9a6700; } .blue { fill: #0969da; }
  .magenta { fill: #8250df; } .cyan { fill: #1b7c83; } .grey, .dim { fill: #59636e; } .bold { font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .frame { fill: #0d1117; stroke: #3d444d; }
    .red { fill: #ff7b72; } .green { fill: #3fb950; } .yellow { fill: #d29922; } .blue { fill: #58a6ff; }
    .magenta { fill: #bc8cff; } .cyan { fill: #56d4dd; } .grey, .dim { fill: #9198a1; }
  }`;

/** The question, as it stands on the screen while it waits for an answer. */
export function question(place, language) {
  const settled = settling(place.folder);
  const plain = place.screen.map(words);
  const lines = own(plain).map((index) => place.screen[index]);
  const end = lines.findIndex((runs) => words(runs).includes('[s]'));
  const shown = [[{ text: '$ s deploy', color: '', bold: true }], ...lines.slice(0, end + 1)];
  const alt = { en: 'fc-guard asks before it overwrites what others changed online', zh: 'fc-guard 在覆盖别人的线上改动之前询问' }[language];
  return terminal(shown.map((runs) => runs.map((run) => ({ ...run, text: settled(`${run.text}|`).slice(0, -1) }))), alt);
}

function terminal(lines, alt) {
  const columns = Math.max(76, ...lines.map((runs) => wide(words(runs))));
  const [width, height] = [Math.ceil(columns * CELL) + 2 * EDGE, lines.length * LINE + 2 * EDGE];
  const rows = lines.flatMap((runs, index) => row(runs, EDGE + index * LINE + 14));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(alt)}">`,
    `<title>${escaped(alt)}</title>`, `<style>${STYLE}</style>`,
    `<rect class="frame" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>`, ...rows, '</svg>', '',
  ].join('\n');
}

// Each run stands where its column is, whatever the font takes for its letters.
function row(runs, y) {
  let column = 0;
  const texts = [];
  for (const run of runs) {
    const [lead] = /^ */.exec(run.text);
    const text = run.text.trim();
    const x = EDGE + (column + lead.length) * CELL;
    column += wide(run.text);
    if (!text) continue;
    const look = [run.color, run.bold && 'bold', run.dim && 'dim'].filter(Boolean).join(' ');
    texts.push(`<text x="${x.toFixed(1)}" y="${y}"${look && ` class="${look}"`} textLength="${(wide(text) * CELL).toFixed(1)}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`);
  }
  return texts;
}

/** How many columns a text takes: letters of Chinese, and their signs, take two. */
const wide = (text) => [...text].reduce((sum, letter) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(letter) ? 2 : 1), 0);

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const IDEA = {
  en: {
    title: 'Three witnesses of every setting: what was last deployed, what is live, what is local',
    last: ['last deployed', 'remembered in .s/fc-guard', 'memorySize: 512'],
    live: ['live', 'read from the cloud', 'memorySize: 1024'],
    local: ['local', 's.yaml and code', 'memorySize: 512'],
    theirs: 'somebody else changed it', yours: 'you changed it', both: 'both: a conflict', end: 'asked before anything is written',
  },
  zh: {
    title: '每个设置有三个见证：上次部署、线上、本地',
    last: ['上次部署', '记在 .s/fc-guard', 'memorySize: 512'],
    live: ['线上', '从云端读取', 'memorySize: 1024'],
    local: ['本地', 's.yaml 和代码', 'memorySize: 512'],
    theirs: '不同：别人改的', yours: '不同：你改的', both: '都不同：冲突', end: '写入任何东西之前先询问',
  },
};

/** The idea in one picture. */
export function idea(language) {
  const words = IDEA[language];
  const box = ([name, where, value], x, y, look) => [
    `<rect class="box ${look}" x="${x}" y="${y}" width="210" height="92" rx="10"/>`,
    `<text class="name" x="${x + 105}" y="${y + 29}">${escaped(name)}</text>`,
    `<text class="small" x="${x + 105}" y="${y + 50}">${escaped(where)}</text>`,
    `<text class="value" x="${x + 105}" y="${y + 76}">${escaped(value)}</text>`,
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 340" width="720" height="340" role="img" aria-label="${escaped(words.title)}">`,
    `<title>${escaped(words.title)}</title>`,
    `<style>
  text { font: 14px system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; fill: #1f2328; text-anchor: middle; }
  .card { fill: #fff; stroke: #d1d9e0; } .box { fill: #f6f8fa; stroke-width: 2; } .name { font-size: 17px; font-weight: 600; }
  .small { font-size: 12.5px; fill: #59636e; } .value { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; }
  .last { stroke: #59636e; } .live { stroke: #9a6700; } .local { stroke: #0969da; }
  path { fill: none; stroke-width: 2; } .theirs { stroke: #9a6700; } .yours { stroke: #0969da; } .both { stroke: #cf222e; stroke-dasharray: 5 4; }
  .t { fill: #9a6700; font-weight: 600; } .y { fill: #0969da; font-weight: 600; } .b { fill: #cf222e; font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .card { fill: #0d1117; stroke: #3d444d; } .box { fill: #151b23; } .small { fill: #9198a1; }
    .last { stroke: #9198a1; } .live, .theirs { stroke: #d29922; } .local, .yours { stroke: #58a6ff; } .both { stroke: #ff7b72; }
    .t { fill: #d29922; } .y { fill: #58a6ff; } .b { fill: #ff7b72; }
  }</style>`,
    '<rect class="card" x="0.5" y="0.5" width="719" height="339" rx="14"/>',
    ...box(words.last, 30, 124, 'last'), ...box(words.live, 480, 30, 'live'), ...box(words.local, 480, 218, 'local'),
    '<path class="theirs" d="M240 155 C 330 130, 380 90, 478 78"/>', '<path class="yours" d="M240 185 C 330 210, 380 250, 478 262"/>',
    '<path class="both" d="M585 124 L 585 216"/>',
    `<text class="t" x="330" y="84">${escaped(words.theirs)}</text>`, `<text class="y" x="330" y="268">${escaped(words.yours)}</text>`,
    `<text class="b" x="490" y="175">${escaped(words.both)}</text>`, `<text class="small" x="135" y="300">${escaped(words.end)}</text>`,
    '</svg>', '',
  ].join('\n');
}
