'use strict';
// The ports of the wasm entry point, filled by Node: HTTP, files, the terminal, programs, the clock.

const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { exchange, describe } = require('./http');

class Host {
  // `stopped` is kept when somebody ends the run from outside.
  constructor(stopped = new Promise(() => undefined)) {
    this.whenStopped = stopped;
  }

  // HTTP ---------------------------------------------------------------------------------------

  // `moved`, if there is one, is called with the bytes of the body that were sent, those of the reply
  // that have arrived, and those that it will have (-1: nobody has said).
  send(head, body, moved = () => undefined) {
    const request = JSON.parse(head);
    // Copied, because the memory of the module may move while the request is under way.
    return exchange({ ...request, body: Buffer.from(body), moved }).catch((error) => {
      throw JSON.stringify(describe(error));
    });
  }

  // Files --------------------------------------------------------------------------------------

  read(file) {
    return absentIsUndefined(() => {
      // A pipe would be waited for, perhaps for ever, and a device may never end.
      if (!fs.statSync(file).isFile()) throw new Error('not a regular file');
      return fs.readFileSync(file);
    });
  }

  replace(file, bytes) {
    put(file, bytes, 0o600);
  }

  claim(file, bytes) {
    return claim(file, bytes);
  }

  rewrite(file, bytes) {
    // A rename over a link would replace the link, and leave the person's file as it was.
    const real = fs.realpathSync(file);
    put(real, bytes, fs.statSync(real).mode & 0o777);
  }

  // `own`: for the person alone, folders that have to be made for it included.
  create(file, kind, bytes, own) {
    const mask = own ? 0o700 : 0o777;
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: mask });
    if (kind === 'folder') fs.mkdirSync(file, { recursive: true, mode: mask });
    else if (kind === 'link') fs.symlinkSync(Buffer.from(bytes).toString('utf8'), file);
    else fs.writeFileSync(file, bytes, { flag: 'wx', mode: (kind === 'program' ? 0o777 : 0o666) & mask });
  }

  remove(file) {
    absentIsUndefined(() => fs.unlinkSync(file));
  }

  rename(from, to) {
    fs.mkdirSync(path.dirname(to), { recursive: true });
    // Node's own renaming would replace a file, or an empty folder, that stands there.
    if (absentIsUndefined(() => fs.lstatSync(to)) !== undefined) throw new Error('EEXIST');
    fs.renameSync(from, to);
  }

  removeFolder(folder) {
    fs.rmSync(folder, { recursive: true, force: true });
  }

  list(folder) {
    const names = absentIsUndefined(() => fs.readdirSync(folder, { encoding: 'buffer' }));
    if (names === undefined) return undefined;
    // What goes while it is listed, another run's temporary file for one, is not there.
    const entries = names.map((name) => absentIsUndefined(() => entry(folder, name)));
    return JSON.stringify(entries.filter(Boolean));
  }

  kind(file) {
    const stat = absentIsUndefined(() => fs.statSync(file));
    return stat === undefined ? undefined : JSON.stringify(kindOf(stat));
  }

  // Terminal -----------------------------------------------------------------------------------

  write(text) {
    process.stderr.write(text);
  }

  attended() {
    return Boolean(process.stdin.isTTY && process.stderr.isTTY);
  }

  shown() {
    return Boolean(process.stderr.isTTY);
  }

  styled() {
    return Boolean(this.shown() && !process.env.NO_COLOR && process.env.TERM !== 'dumb');
  }

  width() {
    return Math.max(20, process.stderr.columns || 80);
  }

  height() {
    return Math.max(5, process.stderr.rows || 24);
  }

  listen(begins) {
    keyboard.listen(begins);
  }

  forget() {
    return keyboard.forget();
  }

  key() {
    return keyboard.key();
  }

  // Programs -----------------------------------------------------------------------------------

  pid() {
    return process.pid;
  }

  hostname() {
    return os.hostname();
  }

  // Linux counts programs by namespace; elsewhere there is one space only.
  space() {
    try {
      return fs.readlinkSync('/proc/self/ns/pid');
    } catch {
      return undefined;
    }
  }

  runs(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      if (error.code === 'ESRCH') return false;
      // Somebody else's program runs all the same.
      return error.code === 'EPERM' ? true : undefined;
    }
  }

  run(program, args) {
    return require('./programs').run(program, args);
  }

  // `undefined` where it had not ended by then.
  runWithin(millis, program, args) {
    return require('./programs').runWithin(millis, program, args, this.whenStopped);
  }

  // Clock --------------------------------------------------------------------------------------

  now() {
    return Date.now();
  }

  nonce() {
    return new Uint8Array(crypto.randomBytes(16));
  }

  sleep(millis) {
    return new Promise((resolve) => setTimeout(resolve, millis));
  }

  stopped() {
    return this.whenStopped;
  }
}

module.exports = Host;
module.exports.decode = decode;

function absentIsUndefined(action) {
  try {
    return action();
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

// Writes a file beside the old one, makes it last, and puts it in the old one's place.
function put(file, bytes, mode) {
  const temporary = beside(file, bytes, mode);
  try {
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(path.dirname(file));
}

// The same where nothing may stand yet: a second name, unlike a move, is never given to two files.
function claim(file, bytes) {
  const temporary = beside(file, bytes, 0o600);
  try {
    fs.linkSync(temporary, file);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    if (!WITHOUT_LINKS.includes(error.code)) throw error;
    return claimWhileWriting(file, bytes);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
  syncFolder(path.dirname(file));
  return true;
}

// What file systems say that give a file one name only, as those of memory cards do.
const WITHOUT_LINKS = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'EMLINK', 'UNKNOWN'];

// Less than the other way: a crash in the middle leaves a file that is not whole.
function claimWhileWriting(file, bytes) {
  try {
    write(file, bytes, 0o600);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    // Half of it would be taken for a damaged file by whoever reads it next.
    fs.rmSync(file, { force: true });
    throw error;
  }
  syncFolder(path.dirname(file));
  return true;
}

// A temporary file in the same folder, so that giving it its name is one step.
function beside(file, bytes, mode) {
  const folder = path.dirname(file);
  fs.mkdirSync(folder, { recursive: true });
  const temporary = path.join(folder, `.fc-guard-${crypto.randomBytes(6).toString('hex')}`);
  try {
    write(temporary, bytes, mode);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  return temporary;
}

// A new file, on disk when this returns.
function write(file, bytes, mode) {
  const handle = fs.openSync(file, 'wx', 0o600);
  try {
    fs.writeFileSync(handle, bytes);
    // After the bytes, and not left to the mask: a file of a person keeps the rights that it has.
    fs.fchmodSync(handle, mode);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

// Without this a power cut could take back the new name although the file itself is on disk.
function syncFolder(folder) {
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

// Whether a path of the core can say the name.
function isUtf8(bytes) {
  return Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes);
}

// What no path can say is told all the same, so that the core can name it, or leave it out.
function entry(folder, bytes) {
  const name = bytes.toString('utf8');
  if (!isUtf8(bytes)) return { name, kind: 'unnameable' };
  const file = path.join(folder, name);
  const stat = fs.lstatSync(file, { bigint: true });
  if (stat.isSymbolicLink()) return { name, ...link(file) };
  return { name, ...kindOf(stat), stamp: stamp(stat) };
}

function link(file) {
  const target = fs.readlinkSync(file, { encoding: 'buffer' });
  return isUtf8(target) ? { kind: 'link', target: target.toString('utf8') } : { kind: 'unnameable' };
}

// By what the core recognises a file that it has read before.
function stamp(stat) {
  return [String(stat.mtimeNs), String(stat.ctimeNs), String(stat.ino)];
}

function kindOf(stat) {
  if (stat.isDirectory()) return { kind: 'folder' };
  if (!stat.isFile()) return { kind: 'other' };
  // Windows has no such bit; like upstream, every file is taken for executable there.
  const executable = process.platform === 'win32' || (Number(stat.mode) & 0o100) !== 0;
  return { kind: 'file', executable, size: Number(stat.size) };
}

// The terminal gives single keys only while there is a dialogue; in between Ctrl-C is a signal again.
class Keyboard {
  constructor() {
    this.dialogues = 0;
    this.pressed = [];
    this.waiting = undefined;
    this.onData = (chunk) => this.take(decode(String(chunk)));
    // A terminal that went away is a person who went away.
    this.onEnd = () => this.take(['interrupt']);
  }

  listen(begins) {
    this.dialogues += begins ? 1 : -1;
    const { stdin } = process;
    if (begins && this.dialogues === 1) {
      stdin.setRawMode(true);
      stdin.on('data', this.onData);
      stdin.on('end', this.onEnd);
      stdin.resume();
    } else if (!begins && this.dialogues === 0) {
      stdin.removeListener('data', this.onData);
      stdin.removeListener('end', this.onEnd);
      stdin.setRawMode(false);
      stdin.pause();
    }
  }

  // Keys come as they are pressed, also while nobody waits for one.
  take(keys) {
    this.pressed.push(...keys);
    if (this.waiting && this.pressed.length > 0) {
      const { waiting } = this;
      this.waiting = undefined;
      waiting(this.pressed.shift());
    }
  }

  // Throws away what was pressed up to now, but for Ctrl-C. The system hands it over only once the
  // event loop comes round to it (on some systems another thread has to read it first).
  async forget() {
    await new Promise((resolve) => setTimeout(resolve, SILENCE));
    // A timer that is late fires before anything is read; what runs immediately comes after that.
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    this.pressed = this.pressed.filter((key) => key === 'interrupt');
  }

  key() {
    if (this.pressed.length > 0) return Promise.resolve(this.pressed.shift());
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }
}

// In milliseconds.
const SILENCE = 20;

const keyboard = new Keyboard();

const SEQUENCES = { A: 'up', B: 'down', C: 'right', D: 'left', '5~': 'pageup', '6~': 'pagedown' };
const NAMED = {
  '\r': 'enter',
  '\n': 'enter',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u001b': 'escape',
  '\u0003': 'interrupt',
  '\u0004': 'interrupt',
};

function decode(text) {
  // An escape sequence is one key; everything else is one key a character.
  const pieces = text.match(/\u001b[[O][0-9;]*[A-Za-z~]|[^]/gu) || [];
  return pieces.map((piece) => {
    if (piece.length > 1 && piece[0] === '\u001b') return SEQUENCES[piece.slice(2)] || 'other';
    return NAMED[piece] || piece;
  });
}
