// Every form in which people get the component, on every Node that it is for: a first deploy, a second one and
// one after a change, with an empty home and without cargo.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { deploys, dist, ends, files, made, project, registry, root, run, withPort } from './stage.mjs';

// `cargo xtask package --check` names several; else it is the one that runs the tests.
const programs = process.env.FC_GUARD_NODES?.split(path.delimiter) ?? [process.execPath];
const nodes = programs.map((program) => {
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  return { program, version, major: Number(version.slice(1).split('.')[0]) };
});

const zip = () => fs.readFileSync(made('.zip'));

async function fromRegistry(t, home, given = zip()) {
  const stand = await registry(t, given);
  assert.equal((await home.s(['set', 'registry', `${stand.url}/v3`])).code, 0);
  return stand;
}

/** Installs the tarball as a person does, who has npm. */
async function fromNpm(home) {
  const env = { ...process.env, HOME: home.place('home') };
  const args = ['install', '--offline', '--no-audit', '--no-fund', '--save-dev', made('.tgz')];
  const ran = await run('npm', args, { cwd: home.place('app'), env });
  assert.equal(ran.code, 0, ran.text);
}

for (const { program, version } of nodes.filter(({ major }) => major >= 18)) {
  test(`from the registry, on Node ${version}`, async (t) => {
    const home = await project(t, program);
    const stand = await fromRegistry(t, home);
    await deploys(home, 'fc-guard');
    assert.deepEqual(stand.asked, ['GET /v3/packages/fc-guard/release/latest', 'GET /fc-guard.zip']);
  });

  test(`from the address of the zip, on Node ${version}`, async (t) => {
    const home = await project(t, program);
    const stand = await registry(t, zip());
    await deploys(home, `${stand.url}/${path.basename(made('.zip'))}`);
    assert.deepEqual(stand.asked, [`GET /${path.basename(made('.zip'))}`]);
  });

  test(`from npm, on Node ${version}`, async (t) => {
    const home = await project(t, program);
    await fromNpm(home);
    await deploys(home, "${path('node_modules/fc-guard')}");
  });
}

for (const { program, version } of nodes.filter(({ major }) => major < 18)) {
  test(`Node ${version} is told to be too old`, async (t) => {
    const home = await project(t, program);
    await fromRegistry(t, home);
    home.says('fc-guard');
    const ran = await home.s(['deploy']);
    ends(ran, 101, 'failed');
    assert.match(ran.text, new RegExp(`needs Node 18 or newer, and this is Node ${version.slice(1)}`));
    assert.deepEqual(home.cloud.log(), []);
  });
}

test('what is published works for whoever gets it', async (t) => {
  const home = await project(t);
  const stand = await fromRegistry(t, home);
  const ran = await home.s(['registry', 'publish'], { cwd: path.join(dist, 'component'), env: withPort(home, stand) });
  assert.equal(ran.code, 0, ran.text);
  const [described] = stand.published;
  const { readme, readme_en: english, version_body: news, version_body_en: newsInEnglish } = stand.sent[0];
  assert.match(readme, /^# fc-guard\n[\s\S]*函数计算/);
  assert.match(english, /^# fc-guard\n[\s\S]*Function Compute/);
  assert.match(news, /三方/);
  assert.match(newsInEnglish, /compares/);
  // What is read in the registry leads to nothing of the repository.
  for (const text of [readme, english]) assert.doesNotMatch(text, /\]\((?!https?:|#|[\w.]+\))/);
  const [, version] = /^version = "(.*)"$/m.exec(fs.readFileSync(path.join(root, 'Cargo.toml'), 'utf8'));
  assert.match(described, new RegExp(`^Version: ${version}$`, 'm'));
  await deploys(home, 'fc-guard');
  const cached = home.place('home/.s/components/devsapp.cn/v3/fc-guard');
  const component = files(path.join(dist, 'component'));
  assert.deepEqual(files(cached).filter((name) => name !== '.s.lock'), component);
  assert.match((await home.s(['hello', '-h'])).stdout, new RegExp(`fc-guard@${version}:`));
});

test('nothing is published from a clone', async (t) => {
  const home = await project(t);
  const stand = await fromRegistry(t, home);
  const ran = await home.s(['registry', 'publish'], { cwd: root, env: withPort(home, stand) });
  assert.equal(ran.code, 1, ran.text);
  assert.match(ran.text, /must have required property 'Effective'/);
  assert.deepEqual(stand.asked, []);
});

test('npm, the registry and the zip carry the same', async (t) => {
  const home = await project(t);
  await fromNpm(home);
  const installed = home.place('app/node_modules/fc-guard');
  const component = path.join(dist, 'component');
  assert.deepEqual(files(installed), files(component));
  for (const name of files(component)) {
    assert.ok(fs.readFileSync(path.join(installed, name)).equals(fs.readFileSync(path.join(component, name))), name);
  }
  // And npm itself would pack no other files.
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json'], { cwd: component, env: process.env });
  assert.deepEqual(JSON.parse(stdout)[0].files.map((file) => file.path).sort(), files(component));
});
