'use strict';
// What `s deploy -h` shows. The CLI wants a description for every command.

const YES = ['-y, --assume-yes', '[可选/Optional] 对确认回答 yes，但从不决定差异 / answers confirmations, never decides a difference'];
const TRIGGER = '逗号分隔多个名称，不写名称则为全部 / names separated by commas; all of them without a name';

const CODES = [
  '退出码 / Exit codes (native): 0 完成 done · 1 失败 failed · 2 用法或配置错误 usage ·',
  '3 有差异需要决定 drift · 4 部分完成 partial · 130 中断 interrupted',
];

function command(summary, lines, examples, option = []) {
  const description = [
    ...lines,
    '',
    'Examples with Yaml / 使用 Yaml 的示例：',
    ...examples.map((example) => `  $ s ${example}`),
  ];
  return { help: { summary, description: description.join('\n'), option } };
}

module.exports = {
  deploy: command(
    '部署函数、触发器和自定义域名，覆盖线上改动之前先询问 / Deploy, and ask before overwriting online changes',
    [
      '把本地 s.yaml 与代码部署到函数计算。部署前比较三方：上次部署、线上、本地；',
      '线上被他人改动过的内容会先列出并询问，不会被悄悄覆盖。',
      'Deploys s.yaml and code to Function Compute. Compares last deploy, online and local first;',
      'what somebody else changed online is listed and asked about, never overwritten silently.',
      '',
      ...CODES,
    ],
    ['deploy', 'deploy --use-local', 'deploy --use-remote', 'deploy --function code', 'deploy --trigger name1,name2'],
    [
      ['--use-local', '[可选/Optional] 以本地为准，覆盖线上的改动 / overwrite online changes with what is here'],
      ['--use-remote', '[可选/Optional] 以线上为准，保留线上的改动并记住 / keep online changes, and remember that'],
      ['--function [code|config]', '[可选/Optional] 只部署函数，或只部署代码、配置 / only the function, or only its code or config'],
      ['--trigger [names]', `[可选/Optional] 只部署触发器 / only triggers; ${TRIGGER}`],
      ['--async-invoke-config', '[可选/Optional] 只部署异步调用配置 / only the async invocation config'],
      ['--skip-push', '[可选/Optional] 不推送镜像 / do not push the container image'],
      YES,
    ],
  ),
  plan: command(
    '显示部署将改变什么，不写入任何内容 / Show what a deploy would change, and write nothing',
    [
      '比较上次部署、线上、本地，列出差异；不提问，不修改线上。',
      'Compares last deploy, online and local, and lists the differences; asks nothing, changes nothing.',
    ],
    ['plan'],
  ),
  info: command(
    '查看线上资源的详情 / Show what is online',
    ['读取函数、触发器和自定义域名的线上状态。', 'Reads function, triggers and custom domain as they are online.'],
    ['info'],
  ),
  sync: command(
    '把线上资源同步到本地 / Bring what is online to a local folder',
    ['下载线上的配置与代码。', 'Downloads the config and code that are online.'],
    ['sync', 'sync --target-dir ./online --qualifier LATEST'],
    [
      ['--target-dir <folder>', '[可选/Optional] 存放目录，默认 ./sync-clone / where to put it, ./sync-clone by default'],
      ['--qualifier <qualifier>', '[可选/Optional] 版本或别名，默认 LATEST / version or alias, LATEST by default'],
    ],
  ),
  remove: command(
    '删除线上资源 / Remove what is online',
    [
      '删除前先列出并确认。',
      'Lists what would be removed, and asks for confirmation.',
      '',
      ...CODES,
    ],
    ['remove', 'remove -y', 'remove --trigger name1,name2'],
    [
      ['--function', '[可选/Optional] 只删除函数及其附属资源，保留自定义域名 / the function with all that belongs to it, not its domain'],
      ['--trigger [names]', `[可选/Optional] 只删除触发器 / only triggers; ${TRIGGER}`],
      ['--async-invoke-config', '[可选/Optional] 只删除异步调用配置 / only the async invocation config'],
      YES,
    ],
  ),
  ...require('./upstream-help'),
};
