'use strict';
// Files of edition 1.0.0 and 2.0.0. The CLI hands over other inputs then: the arguments as one text beside their list,
// the credential instead of a way to it, and no file. It shows no help itself, and prints what is thrown with its
// stack, under an exit code of its own.

const failure = require('./failure');

// Whether the inputs are of such a file.
function isOld(inputs) {
  return Boolean(inputs) && (typeof inputs.args === 'string' || Array.isArray(inputs.argsObj)) && !inputs.getCredential;
}

// Whether the resource is of FC 2.0, by the shape of its props.
function isOfServices(inputs) {
  const props = (inputs && inputs.props) || {};
  return 'service' in props && !('functionName' in props);
}

// The same in the form of edition 3.0.0. Nothing is laid over such a file, so it is known that no environment is.
function modern(inputs) {
  if (!isOld(inputs)) return inputs;
  const { configPath } = inputs.path || {};
  const { projectName, component } = inputs.project || {};
  return {
    ...inputs,
    args: words(inputs),
    cwd: process.cwd(),
    yaml: isFile(configPath) ? { path: configPath } : undefined,
    name: inputs.appName,
    defaultEnv: null,
    resource: projectName && { name: projectName, component },
    getCredential: async () => credential(inputs.credentials),
    isOld: true,
  };
}

// `s cli` hands over a folder in its place.
function isFile(file) {
  return Boolean(file) && /\.ya?ml$/.test(file);
}

// The inputs in the form of these editions, which the component fc wants in any edition.
async function older(inputs) {
  if (isOld(inputs)) return inputs;
  const { props, name, command, output, yaml, resource } = inputs;
  const args = words(inputs);
  return {
    props,
    // Some commands need none; the component says itself which do.
    credentials: await Promise.resolve(inputs.getCredential && inputs.getCredential()).catch(() => undefined),
    appName: name,
    project: resource && { component: resource.component, access: resource.access, projectName: resource.name },
    command,
    args: args.join(' '),
    argsObj: args,
    path: { configPath: yaml && yaml.path },
    output,
  };
}

// The arguments of either edition.
function words(inputs) {
  const { args, argsObj } = inputs || {};
  if (Array.isArray(argsObj)) return argsObj;
  return typeof args === 'string' ? split(args) : args || [];
}

// One text as a shell takes it apart, as far as quotes go.
function split(text) {
  const parts = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\]|["'\\])+/g) || [];
  const bare = (part) => part.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double, single, letter) => {
    if (double !== undefined) return double.replace(/\\(["\\$`])/g, '$1');
    return single !== undefined ? single : letter;
  });
  return parts.map(bare);
}

// Without an access the CLI goes on, and hands over none.
function credential(given) {
  if (given && given.AccessKeyID) return given;
  throw failure.keyless();
}

// Whether help was asked for: then the command does nothing.
function asksForHelp(inputs) {
  return isOld(inputs) && words(inputs).some((word) => word === '-h' || word === '--help');
}

// The help of a command, as the CLI would print it in the newer edition.
function help(command) {
  const { help: about, subCommands = {} } = require('./fc2-help')[command] || require('./help')[command];
  const lines = (option) => (option || []).map(([flag, text]) => `  ${flag}\n      ${text}`);
  const parts = Object.entries(subCommands).map(([name, { help: part }]) => (
    ['', `${name}: ${part.description.split('\n')[0]}`, ...lines(part.option)].join('\n')
  ));
  const options = lines(about.option);
  return [about.summary, '', about.description, ...(options.length ? ['', ...options] : []), ...parts, ''].join('\n');
}

module.exports = { isOld, isOfServices, modern, older, words, asksForHelp, help };
