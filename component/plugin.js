'use strict';
// fc-guard before the deploy of a component that stays unmodified, as the plugin of an action: it compares, asks, saves
// and refuses as in its own deploy, and leaves the writing to that component. What that has done is looked up
// afterwards, since nobody tells.

const edition = require('./edition');
const run = require('./run');
const words = require('./words');

// What was left to the component in this run and not looked up since, by resource.
const left = new Map();

module.exports = async function guard(given, args) {
  refuse(given);
  const { name } = given.resource;
  const { reports, others } = sorted([...(given.args || []), ...flags(args)]);
  const inputs = { ...given, args: others };
  // The CLI does not tell a plugin before or after which step it is called.
  if (left.has(name) || 'output' in given) return after(name, inputs);
  if (reports.length > 0) {
    const about = [...others.filter(isOfProject), ...reports];
    await run('drift', { ...inputs, command: 'drift', args: about, hook: 'look' });
  }
  const props = await run('deploy', { ...inputs, hook: 'before' });
  if (left.size === 0) process.once('beforeExit', lookUp);
  left.set(name, inputs);
  // Whatever is returned takes the place of all inputs; nothing leaves them as they are.
  return props ? { ...given, props } : undefined;
};

async function after(name, inputs) {
  left.delete(name);
  await run('deploy', { ...inputs, hook: 'after' });
}

// The CLI has nothing left to do. Where it was stopped before, the next run finds out.
async function lookUp() {
  while (left.size > 0) {
    const [[name, inputs]] = left;
    await after(name, inputs);
  }
}

// Whoever believes to be guarded must be.
function refuse(inputs) {
  const fail = run.misused;
  if (!inputs || !inputs.props || !inputs.resource) {
    return fail(words(
      'fc-guard is named in the actions of the whole file, where Serverless Devs does not tell it what is deployed\n  → write the action into each resource: resources.NAME.actions.pre-deploy',
      'fc-guard 写在了整个文件的 actions 中，Serverless Devs 在那里不会告诉它部署什么\n  → 请写入每个资源：resources.NAME.actions.pre-deploy',
    ));
  }
  if (edition.isOld(inputs)) {
    return fail(words(
      'as a plugin fc-guard needs a file of edition 3.0.0\n  → write edition: 3.0.0, or use component: fc-guard, which guards the older editions, too',
      '作为插件，fc-guard 需要 edition 3.0.0 的文件\n  → 请写 edition: 3.0.0，或改用 component: fc-guard（旧版本文件也受保护）',
    ));
  }
  if (inputs.command !== 'deploy') {
    return fail(words(
      'as a plugin fc-guard stands before a deploy, and this is {command}\n  → write it under pre-deploy',
      '作为插件，fc-guard 只用于部署之前，而当前命令是 {command}\n  → 请写在 pre-deploy 下',
      { command: String(inputs.command) },
    ));
  }
  return undefined;
}

// What the action says beside the command line: a list of words, one text, or flags by their names.
function flags(args) {
  if (!args || typeof args === 'string') return edition.words({ args: args || '' });
  if (Array.isArray(args)) return args.map(String);
  const flag = ([name, value]) => {
    if (value === false || value === null || value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  };
  return Object.entries(args).flatMap(flag);
}

const REPORTS = ['--report', '--html', '--format'];

// The flags of reports, which a deploy does not have, apart from all others.
function sorted(all) {
  const reports = [];
  const others = [];
  for (let at = 0; at < all.length; at += 1) {
    const is = REPORTS.find((flag) => all[at] === flag || all[at].startsWith(`${flag}=`));
    if (!is) others.push(all[at]);
    else if (all[at] === is && at + 1 < all.length) reports.push(is, all[(at += 1)]);
    else reports.push(all[at]);
  }
  // Without a file the form is that of nothing, which a deploy refuses like any flag that it does not know.
  const hasFile = reports.some((word) => /^--(report|html)\b/.test(word));
  return hasFile ? { reports, others } : { reports: [], others: [...others, ...reports] };
}

// The flags of the CLI that say which project it is, each with its value.
function isOfProject(word, at, all) {
  const named = (one) => ['-t', '--template', '-a', '--access', '--env'].includes(one);
  return named(word) || (at > 0 && named(all[at - 1])) || /^--(template|access|env)=/.test(word);
}
