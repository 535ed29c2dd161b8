'use strict';
// What `s deploy -h` shows. The CLI wants a description for every command.

module.exports = {
  deploy: {
    help: {
      summary: '部署函数、触发器和自定义域名，覆盖线上改动之前先询问 / Deploy, and ask before overwriting online changes',
      description: [
        '把本地 s.yaml 与代码部署到函数计算。部署前比较三方：上次部署、线上、本地；',
        '线上被他人改动过的内容会先列出并询问，不会被悄悄覆盖。',
        'Deploys s.yaml and code to Function Compute. Compares last deploy, online and local first;',
        'what somebody else changed online is listed and asked about, never overwritten silently.',
        '',
        '退出码 / Exit codes (native): 0 完成 done · 1 失败 failed · 2 用法或配置错误 usage ·',
        '3 有差异需要决定 drift · 4 部分完成 partial · 130 中断 interrupted',
        '',
        'Examples with Yaml / 使用 Yaml 的示例：',
        '  $ s deploy',
        '  $ s deploy --use-local',
        '  $ s deploy --use-remote',
      ].join('\n'),
      option: [
        ['--use-local', '[可选/Optional] 以本地为准，覆盖线上的改动 / overwrite online changes with what is here'],
        ['--use-remote', '[可选/Optional] 以线上为准，保留线上的改动并记住 / keep online changes, and remember that'],
        ['-y, --assume-yes', '[可选/Optional] 对确认回答 yes，但从不决定差异 / answers confirmations, never decides a difference'],
      ],
    },
  },
};
