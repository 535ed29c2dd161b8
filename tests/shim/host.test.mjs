// The sockets of the wasm door, each against the real thing: a server, a folder.

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const Host = createRequire(import.meta.url)('../../component/host.js');
const host = new Host();

async function serve(handler, use) {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const send = (url, more = {}, body = new Uint8Array()) =>
  host.send(JSON.stringify({ method: 'GET', url, headers: [], timeout: 2000, ...more }), body);

const failure = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return JSON.parse(error);
  }
  throw new Error('it did not fail');
};

test('a request arrives as it was signed and the reply comes back whole', async () => {
  const handler = (request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(418, { 'X-Twice': ['a', 'b'] });
      response.end(`${request.method} ${request.url} ${request.headers['x-one']} ${Buffer.concat(chunks)}`);
    });
  };
  await serve(handler, async (url) => {
    const put = { method: 'PUT', headers: [['x-one', '1']] };
    const reply = await send(`${url}/a%20b?c=%2F`, put, Buffer.from('body'));
    assert.equal(Buffer.from(reply.body).toString(), 'PUT /a%20b?c=%2F 1 body');
    const head = JSON.parse(reply.head);
    assert.equal(head.status, 418);
    assert.deepEqual(head.headers.filter(([name]) => name === 'X-Twice'), [['X-Twice', 'a'], ['X-Twice', 'b']]);
  });
});

test('what moves is told as it moves, until both bodies are through', async () => {
  const size = 3_000_000;
  const answer = 1_000_000;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
  const handler = async (request, response) => {
    let taken = 0;
    // A server that takes its time: the client has to wait until there is room again.
    for await (const chunk of request) {
      taken += chunk.length;
      await pause();
    }
    assert.equal(taken, size);
    assert.equal(request.headers['content-length'], String(size));
    assert.equal(request.headers['transfer-encoding'], undefined);
    response.writeHead(200, { 'content-length': answer });
    for (let i = 0; i < 10; i += 1) {
      response.write(Buffer.alloc(answer / 10));
      await pause();
    }
    response.end();
  };
  await serve(handler, async (url) => {
    const told = [];
    const head = JSON.stringify({ method: 'PUT', url, headers: [], timeout: 20000 });
    const reply = await host.send(head, new Uint8Array(size), (...numbers) => told.push(numbers));
    assert.equal(reply.body.length, answer);
    for (let i = 1; i < told.length; i += 1) {
      assert.ok(told[i][0] >= told[i - 1][0] && told[i][1] >= told[i - 1][1], `${told[i - 1]} then ${told[i]}`);
    }
    assert.ok(told.some(([sent]) => sent > 0 && sent < size));
    assert.ok(told.some(([, received]) => received > 0 && received < answer));
    assert.equal(told[0][2], -1);
    assert.deepEqual(told.at(-1), [size, answer, answer]);
  });
});

test('a server that answers early, and one that hangs up, end an upload', async () => {
  const early = (request, response) => response.writeHead(403, { connection: 'close' }).end('no');
  const body = new Uint8Array(8_000_000);
  await serve(early, async (url) => {
    const answer = await send(url, { method: 'PUT' }, body).then((reply) => JSON.parse(reply.head).status, JSON.parse);
    // Whichever is seen first, it is no timeout and no crash.
    assert.ok(answer === 403 || answer.kind === 'broken', JSON.stringify(answer));
  });
  await serve((request) => request.socket.destroy(), async (url) => {
    assert.equal((await failure(send(url, { method: 'PUT' }, body))).kind, 'broken');
  });
});

test('a reply that is larger than it may be is given up', async () => {
  let ended = false;
  const handler = (request, response) => {
    response.on('close', () => {
      ended = true;
    });
    const more = () => {
      while (!ended && response.write(Buffer.alloc(65536)));
    };
    response.on('drain', more);
    more();
  };
  await serve(handler, async (url) => {
    assert.equal((await failure(send(url, { limit: 1_000_000 }))).kind, 'large');
  });
  const whole = (request, response) => response.end(Buffer.alloc(1_000_000));
  await serve(whole, async (url) => {
    assert.equal((await send(url, { limit: 1_000_000 })).body.length, 1_000_000);
    assert.equal((await failure(send(url, { limit: 999_999 }))).kind, 'large');
  });
});

test('connections are reused', async () => {
  const ports = new Set();
  const handler = (request, response) => {
    ports.add(request.socket.remotePort);
    response.end();
  };
  await serve(handler, async (url) => {
    for (let i = 0; i < 3; i += 1) await send(url);
  });
  assert.equal(ports.size, 1);
});

test('a server that is not there, too slow, or breaks off is told apart', async () => {
  assert.equal((await failure(send('http://127.0.0.1:1'))).kind, 'connect');
  assert.equal((await failure(send('http://name.invalid'))).kind, 'connect');
  await serve(() => undefined, async (url) => {
    assert.equal((await failure(send(url, { timeout: 100 }))).kind, 'timeout');
  });
  const slowBody = (request, response) => response.write('half');
  await serve(slowBody, async (url) => {
    assert.equal((await failure(send(url, { timeout: 100 }))).kind, 'timeout');
  });
  const cut = (request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half');
    setTimeout(() => response.destroy(), 50);
  };
  await serve(cut, async (url) => {
    assert.equal((await failure(send(url))).kind, 'broken');
  });
});

test('a file is replaced whole, for its owner only, and leaves nothing beside it', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-'));
  const file = path.join(folder, 'a/b.json');
  assert.equal(host.read(file), undefined);
  host.replace(file, Buffer.from('one'));
  host.replace(file, Buffer.from('two'));
  assert.equal(String(host.read(file)), 'two');
  assert.deepEqual(fs.readdirSync(path.dirname(file)), ['b.json']);
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  host.remove(file);
  host.remove(file);
  assert.equal(host.read(file), undefined);
  fs.rmSync(folder, { recursive: true });
});

test('what is for its owner only is so with the folders around it', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-'));
  const put = (name, kind, own) => host.create(path.join(folder, name), kind, Buffer.from('x'), own);
  const mode = (name) => fs.statSync(path.join(folder, name)).mode & 0o777;
  put('own/code/index.py', 'file', true);
  put('own/code/bin/run.sh', 'program', true);
  put('own/code/empty', 'folder', true);
  for (const name of ['own', 'own/code', 'own/code/bin', 'own/code/empty']) assert.equal(mode(name), 0o700, name);
  assert.equal(mode('own/code/index.py'), 0o600);
  assert.equal(mode('own/code/bin/run.sh'), 0o700);
  put('usual/run.sh', 'program', false);
  assert.notEqual(mode('usual/run.sh') & 0o077, 0, 'as the mask allows');
  fs.rmSync(folder, { recursive: true });
});

test('what cannot be read is not taken for absent', () => {
  assert.throws(() => host.read(os.tmpdir()), /not a regular file/);
  assert.equal(host.list(path.join(os.tmpdir(), 'not-there')), undefined);
});

test('a folder is listed with links as links', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-'));
  fs.writeFileSync(path.join(folder, 'run'), 'x', { mode: 0o755 });
  fs.mkdirSync(path.join(folder, 'sub'));
  fs.symlinkSync('sub', path.join(folder, 'link'));
  const stamp = (name) => {
    const { mtimeNs, ctimeNs, ino } = fs.lstatSync(path.join(folder, name), { bigint: true });
    return [mtimeNs, ctimeNs, ino].map(String);
  };
  const entries = JSON.parse(host.list(folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
  assert.deepEqual(entries, [
    { name: 'link', kind: 'link', target: 'sub' },
    { name: 'run', kind: 'file', executable: true, size: 1, stamp: stamp('run') },
    { name: 'sub', kind: 'folder', stamp: stamp('sub') },
  ]);
  assert.equal(JSON.parse(host.kind(path.join(folder, 'link'))).kind, 'folder');
  fs.rmSync(folder, { recursive: true });
});

test('keys are told apart however they arrive', () => {
  const { decode } = Host;
  assert.deepEqual(decode('l'), ['l']);
  assert.deepEqual(decode('\u001b[A\u001b[B\r'), ['up', 'down', 'enter']);
  assert.deepEqual(decode('\u001bOC'), ['right']);
  assert.deepEqual(decode('\u0003'), ['interrupt']);
  assert.deepEqual(decode('\u001b[5~\u001b[6~\u007f'), ['pageup', 'pagedown', 'backspace']);
  assert.deepEqual(decode('\u001b'), ['escape']);
  assert.deepEqual(decode('\u001b[15~x'), ['other', 'x']);
  assert.deepEqual(decode('中'), ['中']);
});

test('what was typed before a question is thrown away, but for Ctrl-C', async () => {
  const stdin = new PassThrough();
  stdin.setRawMode = () => undefined;
  const real = Object.getOwnPropertyDescriptor(process, 'stdin');
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
  const ask = () => host.forget();
  try {
    stdin.write('ls -l\r');
    host.listen(true);
    // The system hands over what lies in the terminal a moment later.
    setTimeout(() => stdin.write('l'), 3);
    await ask();
    stdin.write('ry');
    assert.equal(await host.key(), 'r');
    await ask();
    stdin.write('n');
    assert.equal(await host.key(), 'n');
    host.listen(false);

    stdin.write('l\u0003l');
    host.listen(true);
    await ask();
    assert.equal(await host.key(), 'interrupt');
    host.listen(false);
  } finally {
    Object.defineProperty(process, 'stdin', real);
  }
});

test('of several processes that claim a file one gets it', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-claim-'));
  const file = path.join(folder, 'a', 'key');
  const script = `
    const Host = require(${JSON.stringify(fileURLToPath(new URL('../../component/host.js', import.meta.url)))});
    const bytes = Buffer.alloc(64, process.argv[1]);
    process.stdout.write(String(new Host().claim(process.argv[2], bytes)));
  `;
  const claim = (letter) => new Promise((resolve) => {
    execFile(process.execPath, ['-e', script, letter, file], (error, stdout) => resolve(stdout));
  });
  try {
    const letters = [...'abcdef'];
    const claims = await Promise.all(letters.map(claim));
    assert.deepEqual([...claims].sort(), ['false', 'false', 'false', 'false', 'false', 'true']);
    const winner = letters[claims.indexOf('true')];
    assert.equal(fs.readFileSync(file, 'utf8'), winner.repeat(64));
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['key'], 'no temporary file is left');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a file is claimed where the file system gives it one name only', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-claim-'));
  const { linkSync } = fs;
  fs.linkSync = () => {
    throw Object.assign(new Error('operation not permitted'), { code: 'EPERM' });
  };
  try {
    const file = path.join(folder, 'key');
    assert.equal(host.claim(file, Buffer.from('one')), true);
    assert.equal(host.claim(file, Buffer.from('two')), false);
    assert.equal(fs.readFileSync(file, 'utf8'), 'one');
    assert.deepEqual(fs.readdirSync(folder), ['key']);
  } finally {
    fs.linkSync = linkSync;
    fs.rmSync(folder, { recursive: true });
  }
});

test('a claim that fails halfway leaves nothing that would be taken for a damaged file', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-claim-'));
  const { linkSync, writeFileSync } = fs;
  const fail = (code) => {
    throw Object.assign(new Error(code), { code });
  };
  fs.linkSync = () => fail('EPERM');
  let writes = 0;
  fs.writeFileSync = (handle, bytes, ...rest) => {
    writes += 1;
    if (writes !== 2) return writeFileSync(handle, bytes, ...rest);
    writeFileSync(handle, bytes.subarray(0, 1), ...rest);
    return fail('ENOSPC');
  };
  try {
    const file = path.join(folder, 'key');
    assert.throws(() => host.claim(file, Buffer.from('one')), /ENOSPC/);
    assert.deepEqual(fs.readdirSync(folder), []);
  } finally {
    Object.assign(fs, { linkSync, writeFileSync });
    fs.rmSync(folder, { recursive: true });
  }
});

test('what is no file is an error, and not waited for', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-pipe-'));
  try {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const odd of [pipe, folder, '/dev/zero']) assert.throws(() => host.read(odd), /not a regular file/);
    assert.equal(host.read(path.join(folder, 'absent')), undefined);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a name that is not UTF-8 is an entry of its own kind', { skip: process.platform !== 'linux' }, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-name-'));
  try {
    const odd = Buffer.from([0x62, 0xff]);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), odd]), 'x');
    fs.symlinkSync(odd, path.join(folder, 'link'));
    fs.writeFileSync(path.join(folder, 'plain'), 'x');
    const kinds = JSON.parse(host.list(folder)).map(({ name, kind }) => [name, kind]);
    assert.deepEqual(kinds.sort(), [['b\ufffd', 'unnameable'], ['link', 'unnameable'], ['plain', 'file']]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('a process is known to run until it has ended', () => {
  assert.equal(host.runs(host.pid()), true);
  assert.equal(host.hostname(), os.hostname());
  assert.equal(/^pid:\[\d+\]$/.test(host.space()), process.platform === 'linux');
  const { pid } = spawnSync('true');
  assert.equal(host.runs(pid), false);
});

const isAlive = (pid) => {
  try {
    // One that has ended and waits to be taken away is still counted.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
};

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

const linux = { skip: process.platform !== 'linux' };

// A shell whose child outlives it, and the file that names that.
function sleeper() {
  const note = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-')), 'pid');
  return { note, script: `sleep 600 & echo $! > '${note}'; wait` };
}

test('a program that ends in time is told as any other', async () => {
  const ran = JSON.parse(await host.runWithin(60000, 'sh', ['-c', 'echo a; echo b >&2; exit 3']));
  assert.deepEqual(ran, { code: 3, stdout: 'a\n', stderr: 'b\n' });
  assert.deepEqual(await host.runWithin(60000, 'no-such-program', []).catch((error) => error), 'ENOENT');
});

test('what has not ended in time is ended with all that it started', linux, async () => {
  const { note, script } = sleeper();
  assert.equal(await host.runWithin(1000, 'sh', ['-c', script]), undefined);
  const pid = Number(fs.readFileSync(note, 'utf8'));
  while (isAlive(pid)) await pause(10);
});

test('when the run is stopped, such a program stops, too', linux, async () => {
  const { note, script } = sleeper();
  let stop;
  const stopped = new Host(new Promise((resolve) => { stop = resolve; }));
  const ended = stopped.runWithin(600000, 'sh', ['-c', script]);
  while (!fs.existsSync(note) || !fs.readFileSync(note, 'utf8')) await pause(10);
  stop('SIGINT');
  assert.equal(JSON.parse(await ended).code, -1);
  const pid = Number(fs.readFileSync(note, 'utf8'));
  while (isAlive(pid)) await pause(10);
});

// Neither a timer nor the program keeps Node from ending.
test('nothing is left of it when the run has ended', linux, () => {
  const { note, script } = sleeper();
  const lines = [
    `const Host = require(${JSON.stringify(fileURLToPath(new URL('../../component/host.js', import.meta.url)))});`,
    `new Host().runWithin(1000, 'sh', ['-c', ${JSON.stringify(`setsid ${script}`)}]);`,
    `new Host().runWithin(600000, 'true', []);`,
  ];
  const ran = spawnSync(process.execPath, ['-e', lines.join('\n')], { timeout: 60000 });
  assert.equal(ran.status, 0, String(ran.stderr));
  // What has left the group is nobody's any more, and is not waited for.
  process.kill(Number(fs.readFileSync(note, 'utf8')));
});
