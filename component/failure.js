'use strict';
// What is said when the core cannot be run, or does not answer. Like an error of the core it ends with
// what to do next.

const words = require('./words');

module.exports = { told, unstartable, speechless, interrupted, early, late, cut };

// What went wrong outside of the core, and what to do next.
function told(error) {
  const cause = error.message || String(error);
  if (error.isTold) return cause;
  if (error instanceof WebAssembly.RuntimeError) return broken(cause);
  return words(
    'fc-guard cannot run the command: {cause}\n  → check the credential (\'s config get\') and the installation of the component, then run it again',
    'fc-guard 无法执行该命令：{cause}\n  → 请检查密钥（\'s config get\'）和组件的安装，然后重新执行',
    { cause },
  );
}

function broken(cause) {
  return words(
    'a bug in fc-guard: {cause}\n  → run the command again; if it stays, report it with this message and the version of fc-guard',
    'fc-guard 自身的问题：{cause}\n  → 请重新执行该命令；若仍然出现，请附上本条信息和 fc-guard 的版本号反馈给我们',
    { cause },
  );
}

// An error whose message is all that there is to say.
function saying(message) {
  return Object.assign(new Error(message), { isTold: true });
}

function unstartable(program, cause) {
  return saying(words(
    'FC_GUARD_CORE=native: cannot run {program}: {cause}\n  → let FC_GUARD_BIN name the program fc-guard, or unset FC_GUARD_CORE',
    'FC_GUARD_CORE=native：无法运行 {program}：{cause}\n  → 请用 FC_GUARD_BIN 指定 fc-guard 程序，或取消环境变量 FC_GUARD_CORE',
    { program, cause },
  ));
}

function speechless(program, end) {
  return saying(words(
    '{program} ended without an answer ({end})\n  → run the command again: what is online is read before anything is written',
    '{program} 没有返回结果就已结束（{end}）\n  → 请重新执行该命令：写入之前会先读取线上的实际状态',
    { program, end },
  ));
}

// A signal between two resources.
function interrupted() {
  return words(
    'interrupted\n  → run the command again: it goes on with what was not done',
    '已中断\n  → 请重新执行该命令：会继续完成未完成的部分',
  );
}

// A signal before the core began.
function early() {
  return words(
    'interrupted: nothing of this resource was written\n  → run the command again',
    '已中断：该资源没有写入任何内容\n  → 请重新执行该命令',
  );
}

// A signal that came when the core was done.
function late() {
  return words(
    'interrupted when this resource was done\n  → run the command again: it goes on with what was not done',
    '该资源完成后被中断\n  → 请重新执行该命令：会继续完成未完成的部分',
  );
}

// A signal after which the core did not answer any more.
function cut() {
  return saying(words(
    'interrupted: what was and was not done is not known here\n  → run the command again: it finds that out first',
    '已中断：此处无法得知哪些已完成、哪些未完成\n  → 请重新执行该命令：会先查明',
  ));
}
