'use strict';
// One command: gather the inputs, hand them to the core, turn its answer into what the CLI expects.

const path = require('path');
const answers = require('./answer');
const core = require('./core');
const environment = require('./environment');
const variables = require('./variables');
const failure = require('./failure');
const result = require('./result');
const stop = require('./stop');
const { put } = require('./streams');

// One terminal and one folder of records: the members of a parallel `flow:` group take turns.
let turn = Promise.resolve();
let waiting = 0;
// After a refusal nothing else may be deployed in this run, whatever the CLI would go on with.
let refusal = null;
// What each command found of the resources before this one, for reports on all of them.
const found = {};
// What the resources before this one are online, by command: names that only the CLI works out.
const claimed = {};
// What the first look at all resources saw of each, for its turn. It holds secrets in clear, so it stays
// in this process and in the pipe to a native core.
let seen = null;
// What the resources before this one wrote, so that an interrupted run can name all of it.
let wrote = [];
// The worst end of the run so far, and the report that goes to stdout at its end.
let worst = null;
let document = null;

module.exports = function run(command, inputs) {
  waiting += 1;
  const mine = turn.then(() => execute(command, inputs));
  turn = mine.catch(() => undefined);
  return mine.finally(() => {
    waiting -= 1;
  });
};
module.exports.fail = fail;
module.exports.misused = misused;

async function execute(command, inputs) {
  if (refusal && inputs.hook !== 'after') return fail(refusal, inputs);
  if (!inputs.hook) begin();
  stop.listen(() => leave(failure.interrupted()));
  const answer = await stop.during((stopped) => attempt(command, inputs, stopped));
  if (answer.wrote) wrote = answer.wrote;
  if (answer.seen) seen = answer.seen;
  if (answer.signal) return leave(answer.message || failure.late());
  if (answer.claimed) claimed[command] = answer.claimed;
  if (answer.found) earlier(command).push(answer.found);
  if (answer.document) document = answer.document;
  if (inputs.hook) return hooked(answer, inputs);
  note(answer);
  if (answer.message) {
    if (answer.refused) refusal = truth(answer);
    return fail(truth(answer), inputs);
  }
  return answer.result === null ? undefined : result.build(answer.result, answer.real);
}

// From here on the run has an end that is told.
function begin() {
  // The CLI's own listener ends the process at once: this one has to come before it.
  if (!worst) process.prependOnceListener('exit', close);
  note({ outcome: 'clean', code: 0, rank: -1 });
}

// Another component deploys: how that ends is the end of the run, and only a refusal before it is ours to tell.
function hooked(answer, inputs) {
  if (inputs.hook === 'after') {
    if (answer.message) put(2, `${failure.unrecorded(answer.message)}\n`);
    return undefined;
  }
  if (!answer.message) return answer.handed || undefined;
  begin();
  note(answer);
  if (answer.refused) refusal = truth(answer);
  return fail(truth(answer), { ...inputs, isIgnored: answer.outcome === 'usage' });
}

// What is wrong with the action itself ends the run, whatever the file lets it do.
function misused(message) {
  const answer = { outcome: 'usage', code: 2, rank: 4, message };
  begin();
  note(answer);
  return fail(truth(answer), { isIgnored: true });
}

const INTERRUPTED = { outcome: 'interrupted', code: 130, rank: 99 };

// The core's answer, with the signal that came in the meantime, if one did.
async function attempt(command, inputs, stopped) {
  let signal;
  const early = stopped.then((name) => {
    signal = name;
  });
  let answer;
  try {
    // Whoever is stopped before the core began has written nothing.
    const gathered = await Promise.race([gather(command, inputs), early]);
    if (!gathered) return { ...INTERRUPTED, signal, message: failure.early() };
    const text = JSON.stringify(gathered);
    answer = isNative() ? await native(text, stopped) : await wasm(text, stopped);
  } catch (error) {
    // An error that is only thrown would be "completed" under -o, like any other.
    const end = failure.isUnclear(error) && WRITING.includes(command) ? UNCLEAR : FAILED;
    answer = { ...end, rank: 98, message: failure.told(error) };
  }
  return { ...answer, signal };
}

// `failed` says that nothing was written.
const FAILED = { outcome: 'failed', code: 1 };
const UNCLEAR = { outcome: 'partial', code: 4 };
const WRITING = ['deploy', 'remove', 'restore'];

// Some words say that nothing was written, which must hold for the whole run.
function truth(answer) {
  const lies = wrote.length > 0 && UNWRITTEN.includes(answer.outcome);
  return lies ? { ...answer, outcome: 'partial', code: 4 } : answer;
}

const UNWRITTEN = ['drift', 'conflict', 'usage', 'unreadable', 'failed'];

// Nothing goes on after a signal: neither this resource nor any other.
function leave(message) {
  begin();
  note(INTERRUPTED);
  process.stderr.write(`${message}\n`);
  process.exit(INTERRUPTED.code);
}

// What this command found of the resources before this one.
function earlier(command) {
  if (!found[command]) found[command] = [];
  return found[command];
}

// A run over several resources ends as badly as the worst of them.
function note(answer) {
  if (!worst || answer.rank > worst.rank) worst = answer;
  worst = truth(worst);
  if (worst.code) process.exitCode = worst.code;
}

// The CLI says of a failure what it likes, if anything: the word is the last line of stderr.
function close() {
  // Whoever interrupts long work does so at a line that stands on the screen without an end.
  if (worst === INTERRUPTED && new (require('./host'))().styled()) put(2, '\r\u001b[K');
  // A report that was asked for and did not arrive is no success.
  if (document && !put(1, document) && !process.exitCode) process.exitCode = FAILED.code;
  put(2, `${worst.outcome}\n`);
}

// Functions and class instances do not survive as JSON; what is listed here does.
async function gather(command, inputs) {
  const { props, yaml, resource, cwd } = inputs;
  const args = inputs.args || [];
  const env = {};
  // A native core has the same environment and looks for itself.
  const names = isNative() ? [] : core.load().vars();
  for (const name of names) {
    if (process.env[name]) env[name] = process.env[name];
  }
  return {
    command,
    args: isAction(command, inputs) ? args : consented(args),
    props: result.real(props),
    // The masks of a result are taken off where nobody sees it.
    handsOn: true,
    cwd: cwd || process.cwd(),
    earlier: earlier(command),
    variables: variables(yaml && yaml.path, cwd, inputs.isOld),
    claimed: claimed[command],
    wrote,
    argv: process.argv.slice(2),
    // The CLI names its own command: another one is called as an action of that.
    action: isAction(command, inputs),
    caller: inputs.command,
    hook: inputs.hook === 'look' ? undefined : inputs.hook,
    defaultEnv: inputs.isOld ? inputs.defaultEnv : environment(inputs),
    surveyed: seen !== null,
    seen: seen && resource && seen[resource.name],
    yaml: { path: yaml && yaml.path },
    resource: { name: resource && resource.name, component: resource && resource.component },
    credential: await inputs.getCredential(),
    env,
    interactive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
  };
}

// Whether the CLI runs another command, and this one as an action before or after it.
function isAction(command, inputs) {
  return Boolean(inputs.command) && inputs.command !== command;
}

// In a parallel group the CLI puts a -y behind the arguments. It is no consent to anything; only one that
// was typed is, and that counts once.
function consented(args) {
  const typed = process.argv.includes('-y') ? args.indexOf('-y') : -1;
  return args.filter((word, index) => word !== '-y' || index === typed);
}

// A word that names neither core would run another one than was meant.
function isNative() {
  const chosen = process.env.FC_GUARD_CORE || 'wasm';
  if (!['wasm', 'native'].includes(chosen)) throw failure.unknown(chosen);
  return chosen === 'native';
}

async function wasm(text, stopped) {
  const Host = require('./host');
  const said = answers.parse(await core.load().execute(new Host(stopped), text));
  if (!said) throw failure.senseless('fc_guard_bg.wasm', 0);
  return said;
}

// The inputs hold credentials: they go through a pipe, never onto a command line.
function native(text, stopped) {
  const { spawn } = require('child_process');
  const program = process.env.FC_GUARD_BIN || path.join(__dirname, '..', 'target', 'release', 'fc-guard');
  return new Promise((resolve, reject) => {
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    // A signal to this process alone would leave the core at work after this process has ended.
    let asked = false;
    stopped.then((signal) => {
      asked = true;
      child.kill(signal);
    });
    // Only if the CLI ends first: else the core has ended, and this is taken away again.
    const kill = () => child.kill('SIGKILL');
    process.prependListener('exit', kill);
    const chunks = [];
    child.on('error', (error) => {
      reject(failure.unstartable(program, error.message));
    });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    // A core that ended before it read its inputs says so by its exit.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
    // `close` and not `exit`: by then all of its output has arrived.
    child.on('close', (code, signal) => {
      process.removeListener('exit', kill);
      const text = Buffer.concat(chunks).toString('utf8');
      const said = answers.parse(text, code);
      if (said) resolve(said);
      else if (asked) reject(failure.cut());
      else if (text.trim()) reject(failure.senseless(program, signal || code));
      else reject(failure.speechless(program, signal || code));
    });
  });
}

// The CLI makes exit code 101 of every error, and with -o it makes "completed" and 0 of it and goes
// on with the next resource; in a parallel group the other members go on. There the process ends here.
function fail(answer, inputs) {
  process.exitCode = answer.code;
  if (mustExit(inputs)) {
    process.stderr.write(`${answer.message}\n`);
    process.exit(answer.code);
  }
  const error = new Error(answer.message);
  error.data = { outcome: answer.outcome, code: answer.code };
  throw error;
}

// Whether the CLI would go on after an error, or hide it.
function mustExit(inputs) {
  const given = process.argv;
  const quiet = ['-o', '--output-format', '--silent'].some((flag) => given.includes(flag));
  // The file may let the action fail, and whatever is wrong with that is told here.
  if (inputs.isIgnored) return true;
  // In the older editions it would print the error with its stack, and end with 1 whatever the code is.
  return quiet || inputs.isOld || injectsYes(inputs) || waiting > 1 || given.some((word) => word.startsWith('--output'));
}

// Whether the CLI put in a -y that nobody typed, as it does in a parallel group.
function injectsYes(inputs) {
  return (inputs.args || []).includes('-y') && !process.argv.includes('-y');
}
