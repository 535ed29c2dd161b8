'use strict';
// What is said when the core cannot be run, or does not answer. Like an error of the core it ends with
// what to do next.

const words = require('./words');

module.exports = {
  told, isUnclear, keyless, outdated, unbuilt, unloadable, unknown, unstartable, speechless, senseless, interrupted, early, late, cut, unrecorded,
};

// What went wrong outside of the core, and what to do next.
function told(error) {
  const cause = error.message || String(error);
  if (error.isTold) return cause;
  if (error instanceof WebAssembly.RuntimeError) return broken(cause);
  return words(
    'fc-guard cannot run the command: {cause}\n  → check the credential (\'s config get\') and the installation of the component, then run the command again',
    'fc-guard 无法执行该命令：{cause}\n  → 请检查密钥（\'s config get\'）和组件的安装，然后重新执行',
    { cause },
  );
}

// Whether the core may have written something before it went wrong.
function isUnclear(error) {
  return Boolean(error.isUnclear) || error instanceof WebAssembly.RuntimeError;
}

// The module fell over, which no input may make it do.
function broken(cause) {
  return words(
    'a bug in fc-guard: {cause}\n  → run the command again; if the problem persists, report it with this message and the version of fc-guard',
    'fc-guard 自身的问题：{cause}\n  → 请重新执行该命令；若仍然出现，请附上本条信息和 fc-guard 的版本号反馈给我们',
    { cause },
  );
}

// An error whose message is all that there is to say.
function saying(message) {
  return Object.assign(new Error(message), { isTold: true });
}

// The same where nobody knows what was done before.
function unclear(message) {
  return Object.assign(saying(message), { isUnclear: true });
}

// No credential was handed over.
function keyless() {
  return saying(words(
    'no credential: the access of this project names none\n  → run \'s config add\', then write its name as access in the file',
    '没有凭证：该项目的 access 没有对应的密钥\n  → 请执行 \'s config add\'，并在文件的 access 中填写其名称',
  ));
}

// The engine cannot read the module.
function outdated(oldest, version) {
  return saying(words(
    'fc-guard needs Node {oldest} or newer, and this is Node {version}\n  → install a newer Node, make sure that s runs with it (\'node --version\' shows the version), then run the command again',
    'fc-guard 需要 Node {oldest} 或更高版本，当前是 Node {version}\n  → 请安装更高版本的 Node，确认 s 使用的就是它（可用 \'node --version\' 查看），然后重新执行该命令',
    { oldest, version },
  ));
}

// The module is not there.
function unbuilt(file) {
  return saying(words(
    'fc-guard is not built: {file} is missing\n  → in a clone of its repository run \'cargo xtask build\'; otherwise install the component again from a release',
    'fc-guard 尚未构建：缺少 {file}\n  → 若使用的是源码仓库，请执行 \'cargo xtask build\'；否则请重新安装发布版组件',
    { file },
  ));
}

// The module is there and cannot be used.
function unloadable(file, cause) {
  return saying(words(
    'fc-guard cannot load {file}: {cause}\n  → the file is damaged or of another version: run \'cargo xtask build\' in a clone, or install the component again from a release',
    'fc-guard 无法加载 {file}：{cause}\n  → 该文件已损坏或版本不符：请在源码仓库中执行 \'cargo xtask build\'，或重新安装发布版组件',
    { file, cause },
  ));
}

// FC_GUARD_CORE names no core.
function unknown(core) {
  return saying(words(
    'FC_GUARD_CORE={core}: there is no such core\n  → set it to wasm or native, or unset it',
    'FC_GUARD_CORE={core}：没有这种内核\n  → 请设为 wasm 或 native，或取消该环境变量',
    { core },
  ));
}

// The native core is not there, or is no program.
function unstartable(program, cause) {
  return saying(words(
    'FC_GUARD_CORE=native: cannot run {program}: {cause}\n  → set FC_GUARD_BIN to the fc-guard program, or unset FC_GUARD_CORE',
    'FC_GUARD_CORE=native：无法运行 {program}：{cause}\n  → 请用 FC_GUARD_BIN 指定 fc-guard 程序，或取消环境变量 FC_GUARD_CORE',
    { program, cause },
  ));
}

// It printed something, or ended with a code, that no fc-guard does.
function senseless(program, end) {
  return unclear(words(
    '{program} did not answer as fc-guard does ({end}); what it did is not known\n  → set FC_GUARD_BIN to the fc-guard program of this version, then run the command again: it reads the live state before it writes anything',
    '{program} 返回的不是 fc-guard 的结果（{end}）；无法得知它做了什么\n  → 请让 FC_GUARD_BIN 指向与组件版本一致的 fc-guard 程序，然后重新执行该命令：写入之前会先读取线上的实际状态',
    { program, end },
  ));
}

// The native core ended before it said anything.
function speechless(program, end) {
  return unclear(words(
    '{program} ended without an answer ({end})\n  → run the command again: it reads the live state before it writes anything',
    '{program} 没有返回结果就已结束（{end}）\n  → 请重新执行该命令：写入之前会先读取线上的实际状态',
    { program, end },
  ));
}

// A signal between two resources.
function interrupted() {
  return words(
    'interrupted\n  → run the command again: it continues with what is not done yet',
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
    'interrupted after this resource was done\n  → run the command again: it continues with what is not done yet',
    '该资源完成后被中断\n  → 请重新执行该命令：会继续完成未完成的部分',
  );
}

// What another component has deployed is not on record.
function unrecorded(cause) {
  return words(
    'note: the deploy is done, and fc-guard could not put it on record: {cause}\n  → nothing is lost: the next run finds out what was deployed',
    '注意：部署已完成，但 fc-guard 未能记录：{cause}\n  → 没有丢失任何内容：下次运行会查明部署了什么',
    { cause },
  );
}

// A signal after which the core did not answer any more.
function cut() {
  return unclear(words(
    'interrupted: it is not known here what was done and what was not\n  → run the command again: it finds that out first',
    '已中断：此处无法得知哪些已完成、哪些未完成\n  → 请重新执行该命令：会先查明',
  ));
}
