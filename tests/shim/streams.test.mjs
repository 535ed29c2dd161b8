// Through the real CLI: whoever reads the output goes away, or there is no room for it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const folder = mkdtempSync(join(tmpdir(), 'fc-guard-streams-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

writeFileSync(join(folder, 's.yaml'), `edition: 3.0.0
name: app
access: default
resources:
  fn:
    component: ${root}
    props: {region: cn-hangzhou, functionName: demo, runtime: python3.10, handler: index.handler, code: ./code}
`);

// A core that talks a lot and then ends like this.
function core(name, answer) {
  const file = join(folder, name);
  const talk = 'i=0; while [ $i -lt 200 ]; do echo "line $i of what a run says" >&2; i=$((i+1)); done';
  writeFileSync(file, `#!/bin/sh\ntrap '' PIPE\ncat > /dev/null\n${talk}\necho '${JSON.stringify(answer)}'\nexit ${answer.code}\n`);
  chmodSync(file, 0o755);
  return file;
}

test('what takes nothing is given up, and only once for all streams', () => {
  const fs = require('node:fs');
  const { put } = require('../../component/streams.js');
  const { writeSync } = fs;
  const busy = () => {
    throw Object.assign(new Error('full'), { code: 'EAGAIN' });
  };
  const full = () => {
    throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
  };
  const spent = (takes) => {
    fs.writeSync = takes;
    const began = Date.now();
    const arrived = put(1, 'a word', 300);
    fs.writeSync = writeSync;
    return [arrived, Date.now() - began];
  };
  const [lost, none] = spent(full);
  assert.ok(!lost && none < 200, String(none));
  const [given, waited] = spent(() => 0);
  assert.ok(!given && waited >= 300, String(waited));
  const [late, again] = spent(busy);
  assert.ok(!late && again < 200, String(again));
  const [whole] = spent((stream, bytes, from) => Math.min(2, bytes.length - from));
  assert.ok(whole);
});

const done = { outcome: 'changed', code: 0, rank: 1, result: { functionName: 'demo' }, message: null };
const drift = { outcome: 'drift', code: 3, rank: 2, result: null, message: 'somebody changed it', refused: true };
const cores = [['done', done, [0]], ['refused', drift, [3, 101]]];

for (const [name, answer, codes] of cores) {
  const program = core(name, answer);
  for (const to of ['2>&1 | head -1', '2>&1 | true', '> /dev/full 2> /dev/full', '> /dev/full', '2> /dev/full', '>&- 2>&-']) {
    test(`s deploy ${to} ends, ${name}, with its code`, () => {
      const command = `(timeout --signal=KILL 50 node "$CLI" deploy; echo "code $?" > "$ENDED") ${to}`;
      const ended = join(folder, 'ended');
      writeFileSync(ended, '');
      const { error } = spawnSync('bash', ['-c', command], {
        cwd: folder,
        encoding: 'utf8',
        timeout: 60000,
        killSignal: 'SIGKILL',
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          NODE_ENV: 'test',
          // Otherwise the CLI warns the user root before it has loaded any component, and loops by itself.
          PIPELINE_OF_TESTS: '1',
          CLI: join(root, 'node_modules/@serverless-devs/s/bin/s'),
          ENDED: ended,
          FC_GUARD_LANG: 'en',
          FC_GUARD_CORE: 'native',
          FC_GUARD_BIN: program,
          AccountID: '1234567890123456',
          AccessKeyID: 'LTAI5tOwnerOfTheProject',
          AccessKeySecret: 'owner-secret-5f0c2a9b7e',
        },
      });
      assert.equal(error, undefined, 'it ends');
      const said = readFileSync(ended, 'utf8');
      assert.match(said, /^code \d+\n$/);
      assert.ok(codes.includes(Number(said.slice('code '.length))), said);
    });
  }
}
