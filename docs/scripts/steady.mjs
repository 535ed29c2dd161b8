// What differs in every run, put in one form; and the lines of the CLI itself that are the same in all of them, left out.

import { root } from './cloud.mjs';

const TAGS = ['239a', 'ab30', 'a20a', '7c51', 'e09d', '41f6', 'b8c2', '5d17', 'f3e4', '90ab', '6c2d', '1e85'];
const COMMITS = ['3f2a9c41d07b', '8e51b0c6a2f4', 'd90c7e13b5a8', '41b7f2e8096c'];
const NIGHT = '2026-11-24T02:13:00Z';
const LATER = ['2026-11-24 09:30:00 UTC', '2026-11-24 02:13:00 UTC'];

/** The lines of a story, as they are kept. */
export function steady(lines, folder) {
  const settled = settling(folder);
  return own(lines).map((index) => settled(lines[index]));
}

/** Puts one text after the other into the form in which nothing differs from run to run. */
export function settling(folder) {
  const known = { tags: new Map(), ids: new Map(), commits: new Map(), moments: 0 };
  return (text) => settled(text, folder, known);
}

// `known` goes from line to line of a story.
function settled(line, folder, known) {
  return line
    .replaceAll(folder, '/home/li')
    .replaceAll(root.replace(/\/$/, ''), 'fc-guard')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'https://fcv3.cn-hangzhou.aliyuncs.com')
    .replace(/•••([0-9a-f]{4})/g, (_, tag) => `•••${once(known.tags, tag, (index) => TAGS[index % TAGS.length])}`)
    // The file of a commit names the component, which lies elsewhere on every machine.
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{12}\b/g, (commit) => once(known.commits, commit, (index) => COMMITS[index % COMMITS.length]))
    // Whether two things fall into one second is another matter in every run.
    .replace(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, NIGHT)
    // Lists of them have the newest first.
    .replace(/20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, () => LATER[Math.min(known.moments++, LATER.length - 1)])
    .replace(/\b20\d{6}T\d{9}Z-[0-9a-f]{4}\b/g, (id) => once(known.ids, id, (index) => `20261124T0213${String(index).padStart(2, '0')}512Z-5cd8`))
    .replace(/\((?:\d+m )?\d+(?:\.\d+)?s\)/g, '(0.5s)')
    .trimEnd();
}

function once(map, key, make) {
  if (!map.has(key)) map.set(key, make(map.size));
  return map.get(key);
}

const RESULT = /^🚀/;
const FRAME = [
  /It is not recommended to run the command as root user/, /^⌛/, /^=+$/, /^✖ .* failed to \[\w+\]/, /^✔ .*completed/,
  /^A complete log of this run/, /^(?:Env|Logs|Feedback): /, /^Error Message:$/,
];

/** Which of the lines are not what Serverless Devs says around each command. */
export function own(lines) {
  const kept = [];
  const isEmpty = (index) => index === undefined || lines[index].trim() === '';
  let inResult = false;
  for (const [index, line] of lines.entries()) {
    if (RESULT.test(line)) inResult = true;
    const isLast = inResult && line.startsWith('__component:');
    if (/^(?:\$|#) /.test(line)) inResult = false;
    const isFrame = inResult || FRAME.some((form) => form.test(line));
    if (isLast) inResult = false;
    if (!isFrame && !(isEmpty(index) && isEmpty(kept.at(-1)))) kept.push(index);
  }
  while (kept.length > 0 && isEmpty(kept.at(-1))) kept.pop();
  return kept;
}
