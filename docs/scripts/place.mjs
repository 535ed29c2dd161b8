// Where a story happens: a project in a folder of its own, a home that holds nothing else, and a cloud.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { colleague, emulator, program, root } from './cloud.mjs';
import { run, words } from './terminal.mjs';

const CLI = path.join(root, 'node_modules/@serverless-devs/s/bin/s');
const NAMED = 'component: fc-guard';

/** Opens one; `close` ends what runs in it and takes the folder away. */
export async function open(language, flags = []) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'fc-guard-docs-')));
  fs.mkdirSync(path.join(folder, 'home'));
  const cloud = await emulator(folder, ...flags);
  const place = new Place(folder, cloud, language);
  return { place, close: async () => { await cloud.stop(); fs.rmSync(folder, { recursive: true }); } };
}

class Place {
  constructor(folder, cloud, language) {
    Object.assign(this, { folder, cloud, language, told: [], screens: {}, app: 'shop', more: {} });
    this.colleague = colleague(cloud);
  }

  path(name) {
    return path.join(this.folder, this.app, name);
  }

  write(name, text) {
    fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
    // The name of the registry stands in what is told; the component is that of this clone.
    fs.writeFileSync(this.path(name), text.replaceAll(NAMED, `component: ${root.replace(/\/$/, '')}`));
  }

  read(name) {
    return fs.readFileSync(this.path(name), 'utf8').replaceAll(`component: ${root.replace(/\/$/, '')}`, NAMED);
  }

  edit(name, old, now) {
    const text = fs.readFileSync(this.path(name), 'utf8');
    if (text.split(old).length !== 2) throw new Error(`${name} must hold ${old} once`);
    fs.writeFileSync(this.path(name), text.replace(old, now));
  }

  // An index that is as young as the files is not trusted: whether it is would be another matter in every run.
  freshen() {
    const folder = this.path('.s/fc-guard');
    const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
    for (const name of names.filter((one) => one.endsWith('.index'))) fs.rmSync(path.join(folder, name));
  }

  /** Forgets what was deployed from here, as a fresh clone does. */
  forget() {
    fs.rmSync(this.path('.s'), { recursive: true });
  }

  env(more = {}) {
    const home = path.join(this.folder, 'home');
    const git = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    return {
      PATH: process.env.PATH, HOME: home, NODE_ENV: 'test', LANG: 'C.UTF-8', USER: 'li', LOGNAME: 'li',
      FC_GUARD_LANG: this.language, ...git, ...this.cloud.env, ...this.more, ...more,
    };
  }

  git(...args) {
    const who = ['-c', `user.name=${this.who ?? 'Li Wei'}`, '-c', 'user.email=nobody@example.com', '-c', 'init.defaultBranch=main'];
    const when = { GIT_AUTHOR_DATE: '2026-11-24T02:00:00Z', GIT_COMMITTER_DATE: '2026-11-24T02:00:00Z' };
    return execFileSync('git', [...who, ...args], { cwd: path.join(this.folder, this.app), env: this.env(when), encoding: 'utf8' });
  }

  /** Runs a command of `s` and tells it, with what it showed. */
  async s(line, { answers, env, expect = 0, silent = false, columns, quiet = false } = {}) {
    const args = line.split(' ').filter(Boolean);
    this.freshen();
    const options = { cwd: path.join(this.folder, this.app), env: this.env(env), answers, columns, quiet };
    const ran = await run(process.execPath, [CLI, ...args], options);
    return this.ended(`s ${line}${quiet ? ' 2>/dev/null' : ''}`, ran, expect, silent);
  }

  /** The program by itself, as a pipeline without `s` runs it. */
  async native(line, inputs, { expect = 0 } = {}) {
    this.write('inputs.json', JSON.stringify(inputs));
    const shell = `${program('fc-guard')} ${line} < inputs.json`;
    const ran = await run('sh', ['-c', shell], { cwd: path.join(this.folder, this.app), env: this.env() });
    return this.ended(`fc-guard ${line} < inputs.json`, ran, expect, false);
  }

  ended(line, ran, expect, silent) {
    const shown = ran.lines.map(words);
    if (ran.code !== expect) throw new Error(`${line} ended with ${ran.code}:\n${shown.join('\n')}`);
    if (!silent) {
      this.told.push(`$ ${line}`, ...shown, '');
      this.screen = ran.lines;
    }
    return shown.join('\n');
  }

  /** Tells a command of the shell, and what it printed. */
  shell(line, output) {
    this.told.push(`$ ${line}`, ...output.trimEnd().split('\n'), '');
  }

  /** Tells what is done beside the commands. */
  says(en, zh) {
    this.told.push(`# ${this.language === 'zh' ? zh : en}`);
  }
}
