// Every command that the first pages, the book and the examples show is run somewhere, or stands here with the reason why not.
//
//   node docs/scripts/commands.mjs           runs those that nothing else runs
//   node docs/scripts/commands.mjs --list    only looks whether each is known

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { ACCOUNT, program, root } from './cloud.mjs';

/** Run here, in this order, in a project that others have changed online. */
const RUN = [
  's plan', 's drift --silent --format markdown', 's drift --report drift.xml', 's drift --html drift.html',
  'fc-guard plan --output json < inputs.json', 's deploy', 's deploy --merge', 's deploy --use-remote', 's deploy --write-back',
  'fc-guard deploy --use-local < inputs.json', 's deploy --use-local', 'openssl rand -hex 32',
];

/** Run by something else in the pipeline. */
const ELSEWHERE = {
  'cargo xtask test': 'ci.yml', 'cargo xtask docs': 'ci.yml', 'cargo xtask examples': 'ci.yml', 'cargo xtask package': 'ci.yml, with --check',
  'cargo xtask docs --renew': 'what `cargo xtask docs --check` holds the files to',
  'cargo xtask build': 'ci.yml, with `package --check`, which makes the same and more',
  'cargo xtask demo': 'ci.yml, with --auto', 'cargo xtask examples container': 'ci.yml, with all examples',
  's state init': 'examples/deploy.mjs', 'node --test tests/shim tests/docs': 'cargo xtask test',
  'cargo test --locked -p fc-guard --lib drift': 'cargo xtask test', 'cargo test --locked -p fc-guard-tests --test structure': 'cargo xtask test',
  'cargo test --locked -p fc-guard-tests --test stories taken_back': 'cargo xtask test',
  'UPDATE_CATALOGUE=1 cargo test --locked -p fc-guard-tests --test catalogue': 'cargo xtask test, without writing',
};

/** Not run. */
const NOT = {
  'sha256sum --check --ignore-missing SHA256SUMS': 'there is no release in a clone; tests/package holds the sums to the files',
  'gh attestation verify fc-guard-X_Y_Z.zip --repo OWNER/REPO': 'it asks GitHub about a release',
  'export FC_GUARD_STATE=oss://team-state/shop': 'a shell keeps it; examples/team has the place in its file',
  'export FC_GUARD_STATE_KEY=…': 'the key of a team is nobody else\'s; examples/deploy.mjs has one',
  'cargo xtask bench': 'it measures a machine, for minutes',
  's config add': 'it asks for the key of an account',
  'cd examples/http-python': 'the examples are run in copies',
  'curl "$URL?name=fc"': 'the emulator runs no code',
};

const pages = ['README.md', 'readme_en.md', 'CONTRIBUTING.md', ...below('docs/zh'), ...below('docs/en'), ...below('examples')];

function below(folder) {
  const all = fs.readdirSync(path.join(root, folder), { recursive: true });
  return all.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}

/** The commands of a page, as a shell gets them. */
function shown(page) {
  const text = fs.readFileSync(path.join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```/gm)].map(([, block]) => block);
  const inside = [...text.matchAll(/`(cargo xtask [^`\n]+)`/g)].map(([, line]) => line);
  return [...blocks.flatMap((block) => block.split('\n')), ...inside].map((line) => line.replace(/\s+#.*$|^#.*$/, '').replace(/^\$ /, '').trim()).filter(Boolean);
}

/** Commands between the lines of a text: each has to be one, with flags that it has. */
function mistaken(page) {
  const { all, cli, ...flags } = JSON.parse(fs.readFileSync(path.join(root, 'component/flags.json'), 'utf8'));
  const known = (own) => Object.keys({ ...own, ...cli }).flatMap((flag) => flag.match(/(?<=^|, )--?[\w-]+/g));
  const text = fs.readFileSync(path.join(root, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  const lines = [...text.matchAll(/`(?:s|fc-guard) ([^`]+)`/g)].map(([, line]) => line.split(' '));
  return lines.flatMap((line) => {
    const command = line.find((word) => flags[word]);
    // Of fc3, of fc, or of Serverless Devs itself.
    if (!command) return [];
    const wrong = line.filter((word) => /^--?[a-z]/.test(word) && word !== '-h' && !known(flags[command]).includes(word));
    return wrong.map((flag) => `${page}: s ${line.join(' ')}: there is no ${flag}`);
  });
}

const told = ['en', 'zh'].flatMap((language) => {
  const folder = path.join(root, 'docs/transcripts', language);
  const texts = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/^\$ (.*)$/gm)].map(([, line]) => line));
});
const known = new Set([...told, ...RUN, ...Object.keys(ELSEWHERE), ...Object.keys(NOT)]);
const all = pages.flatMap((page) => shown(page).map((line) => [page, line]));
const wrong = [
  ...all.filter(([, line]) => !known.has(line)).map(([page, line]) => `${page}: nothing runs \`${line}\``),
  ...[...RUN, ...Object.keys(ELSEWHERE), ...Object.keys(NOT)].filter((line) => !all.some(([, one]) => one === line)).map((line) => `no page shows \`${line}\` any more`),
  ...pages.flatMap(mistaken),
];
for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exitCode = 1;
else if (!process.argv.includes('--list')) await run();

async function run() {
  const { open } = await import('./place.mjs');
  const { night } = await import('./stories.mjs');
  const { place, close } = await open('en');
  try {
    await night(place, { code: true });
    place.write('inputs.json', JSON.stringify(inputs(place)));
    const cwd = place.path('.');
    for (const line of RUN) {
      const shell = line.replace(/^s /, `'${process.execPath}' '${path.join(root, 'node_modules/@serverless-devs/s/bin/s')}' `).replace(/^fc-guard /, `'${program('fc-guard')}' `);
      const ran = spawnSync('sh', ['-c', shell], { cwd, env: place.env({ CI: 'true' }), encoding: 'utf8', timeout: 120000 });
      // That somebody has to decide is no mistake of the command.
      const refused = /\b(?:drift|conflict)\n$/.test(ran.stderr) || ran.status === 3;
      if (ran.status !== 0 && !refused) throw new Error(`${line} ended with ${ran.status}\n${ran.stdout}\n${ran.stderr}`);
      console.log(`${line}: ${ran.status}`);
    }
  } finally {
    await close();
  }
}

/** What `s` would hand over of it, for the program by itself. */
function inputs(place) {
  const { AccessKeyID, AccessKeySecret } = place.cloud.env;
  return {
    command: 'deploy', cwd: place.path('.'), yaml: { path: place.path('s.yaml') }, resource: { name: 'shop' },
    props: {
      region: 'cn-hangzhou', functionName: 'shop', runtime: 'python3.10', handler: 'index.handler', code: './code',
      memorySize: 512, timeout: 20, environmentVariables: { LEVEL: 'info' },
    },
    credential: { AccountID: ACCOUNT, AccessKeyID, AccessKeySecret },
  };
}
