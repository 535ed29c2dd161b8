'use strict';
// Files of edition 1.0.0 and 2.0.0. The CLI hands over other inputs then: the arguments as one text beside their list,
// the credential instead of a way to it, and no file. It shows no help itself, and prints what is thrown with its
// stack, under an exit code of its own.

const path = require('path');
const words = require('./words');

// Whether the inputs are of such a file.
function isOld(inputs) {
  return Boolean(inputs) && (typeof inputs.args === 'string' || Array.isArray(inputs.argsObj)) && !inputs.getCredential;
}

// The same in the form of edition 3.0.0. Of the file only its folder is handed on: the core reads none of this edition.
function modern(inputs) {
  if (!isOld(inputs)) return inputs;
  const { configPath } = inputs.path || {};
  const { projectName, component } = inputs.project || {};
  return {
    ...inputs,
    args: inputs.argsObj || [],
    cwd: configPath ? path.dirname(configPath) : process.cwd(),
    yaml: undefined,
    resource: projectName && { name: projectName, component },
    getCredential: async () => credential(inputs.credentials),
    isOld: true,
  };
}

// Without an access the CLI goes on, and hands over none.
function credential(given) {
  if (given && given.AccessKeyID) return given;
  throw new Error(words(
    'no credential: the access of this project names none\n  → run \'s config add\', then write its name as access in the file',
    '没有凭证：该项目的 access 没有对应的密钥\n  → 请执行 \'s config add\'，并在文件的 access 中填写其名称',
  ));
}

// Whether help was asked for: then the command does nothing.
function asksForHelp(inputs) {
  return isOld(inputs) && (inputs.argsObj || []).some((word) => word === '-h' || word === '--help');
}

// The help of a command, as the CLI would print it in the newer edition.
function help(command) {
  const { help: about } = require('./help')[command];
  const options = (about.option || []).map(([flag, text]) => `  ${flag}\n      ${text}`);
  return [about.summary, '', about.description, ...(options.length ? ['', ...options] : []), ''].join('\n');
}

module.exports = { modern, asksForHelp, help };
