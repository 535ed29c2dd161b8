'use strict';
// What is different for a resource of FC 2.0: the flags of the component fc beside those of help.js, and its commands.

const own = require('./help');

const TYPE = ['--type <half>', '只部署函数的代码或配置：code|config / only the code or the config of the function'];
const TRIGGER = ['--trigger-name <name>', '触发器，可重复 / a trigger; may be repeated'];
const DOMAIN = ['--domain-name <name>', '自定义域名，可重复 / a custom domain; may be repeated'];
const QUALIFIER = ['--qualifier <qualifier>', '版本或别名 / a version or an alias'];
const VERSION = ['--version-id <id>', '版本 / the version'];
const ALIAS = ['--alias-name <name>', '别名 / the alias'];
const DESCRIPTION = ['--description <text>', '描述 / a description'];
const LAYER = ['--layer-name <name>', '层的名称 / the name of the layer'];
const EVENT = [
  ['--event <event>', '传给函数的事件 / the event for the function'],
  ['--event-file <file>', '存放事件的文件 / the file that holds the event'],
  ['--event-stdin', '从标准输入读取事件 / read the event from stdin'],
];
const DEBUG = [
  ['--config <ide>', 'vscode 或 intellij / vscode or intellij'],
  ['--debug-port <port>', '调试端口 / the port to debug on'],
];
const YES = ['-y, --assume-yes', '不询问 / do not ask'];

const SUMMARY = '由上游组件 fc 执行 / runs the upstream component fc';

// The same text under a command of the core, with the words of FC 2.0 in front.
function more(command, lines, option) {
  const { help } = own[command];
  return { [command]: { help: { ...help, description: [...lines, help.description].join('\n'), option: [...option, ...help.option] } } };
}

function one(command, text, option = []) {
  return { [command]: { help: help(command, text, option) } };
}

function many(command, text, parts) {
  const subCommands = {};
  for (const [part, [does, option = []]] of Object.entries(parts)) {
    subCommands[part] = { help: help(`${command} ${part}`, does, option) };
  }
  return { [command]: { help: help(`${command} ${Object.keys(parts)[0]}`, text, []), subCommands } };
}

function help(command, text, option) {
  const description = [text, SUMMARY, '', '示例 / Example:', `  $ s ${command}`].join('\n');
  return { summary: text, description, option };
}

module.exports = {
  ...more('deploy', [
    's deploy [all|service|function|trigger|domain]：只部署该部分 / only that part',
    '示例 / Examples: s deploy function --type code; s deploy trigger --trigger-name web',
    '',
  ], [TYPE, TRIGGER, DOMAIN]),
  ...more('remove', [
    's remove [service|function|trigger|domain]：只删除该部分 / only that part',
    '服务随其最后一个函数删除；s remove service 删除其全部内容 / a service goes with its last function; s remove service removes all that is in it',
    's remove version|alias|provision|ondemand|layer：由上游组件 fc 执行 / runs the upstream component fc',
    '',
  ], [TRIGGER, DOMAIN, ['--use-local', '保留服务中他人的内容 / keep what others put into the service']]),
  ...one('build', '构建代码依赖或镜像 / Build dependencies or an image', [
    ['--use-docker', '在容器中构建 / build in a container'],
    ['--dockerfile <file>', 'Dockerfile 的路径 / the Dockerfile'],
    ['--custom-env <json>', '构建时的环境变量 / environment variables of the build'],
  ]),
  ...many('local', '在本地运行函数 / Run the function locally', {
    invoke: ['在本地调用一次 / Invoke it once', [...EVENT, ...DEBUG]],
    start: ['在本地启动 HTTP 服务 / Serve it over HTTP', [['--custom-domain <name>', '自定义域名 / a custom domain'], ...DEBUG]],
  }),
  ...one('invoke', '调用线上函数 / Invoke the live function', [
    ...EVENT, QUALIFIER, ['--invocation-type <type>', 'sync 或 async / sync or async'],
  ]),
  ...one('logs', '查询函数日志 / Read the logs', [
    ['--tail', '持续输出 / follow the log'],
    ['--start-time <time>', '开始时间 / start time'],
    ['--end-time <time>', '结束时间 / end time'],
    ['--request-id <id>', '请求 ID / the request id'],
    ['--search <text>', '关键词 / a keyword'],
    QUALIFIER,
  ]),
  ...one('metrics', '查看函数的监控指标 / Show the metrics of the function'),
  ...many('nas', 'NAS 上的文件 / Files on NAS', {
    init: ['创建目录 / Create the folders'],
    upload: ['上传 / Upload files', [['-r, --recursive', '包含子目录 / with subfolders'], ['-o, --override', '覆盖 / overwrite']]],
    download: ['下载 / Download files', [['-r, --recursive', '包含子目录 / with subfolders'], ['-o, --override', '覆盖 / overwrite']]],
    command: ['执行命令 / Run a command'],
  }),
  ...many('version', '服务的版本 / Versions of the service', {
    list: ['列出版本 / List them'],
    publish: ['发布版本 / Publish one', [DESCRIPTION]],
  }),
  ...many('alias', '服务的别名 / Aliases of the service', {
    list: ['列出别名 / List them'],
    get: ['查看别名 / Show one', [ALIAS]],
    publish: ['发布别名 / Publish one', [ALIAS, VERSION, DESCRIPTION, ['--gversion <id>', '灰度版本 / the canary version'], ['--weight <n>', '灰度权重 / its weight']]],
    rollback: ['回退别名 / Lead one back', [ALIAS, VERSION]],
  }),
  ...many('provision', '预留实例 / Provisioned instances', {
    list: ['列出 / List them'],
    get: ['查看 / Show one', [QUALIFIER]],
    put: ['设置 / Set one', [QUALIFIER, ['--target <n>', '预留的实例数 / the number of instances'], ['--config <file>', '配置文件 / a file with the config']]],
  }),
  ...many('ondemand', '按量实例上限 / Limits of on-demand instances', {
    list: ['列出 / List them'],
    get: ['查看 / Show one', [QUALIFIER]],
    put: ['设置 / Set one', [QUALIFIER, ['--max <n>', '实例数上限 / the most instances']]],
  }),
  ...many('layer', '层 / Layers', {
    list: ['列出层 / List them'],
    versions: ['列出层的版本 / List the versions of one', [LAYER]],
    detail: ['查看层的版本 / Show a version', [LAYER, VERSION]],
    publish: ['发布版本 / Publish a version', [LAYER, ['--code <path>', '层的代码 / the code of the layer'], DESCRIPTION]],
    download: ['下载代码 / Download its code', [LAYER, VERSION]],
    acl: ['设为公开或私有 / Make it public or private', [LAYER, ['--public', '公开 / public']]],
  }),
  ...many('instance', '函数实例 / Instances', {
    list: ['列出实例 / List them', [QUALIFIER]],
    exec: ['在实例中执行命令 / Run a command in one', [QUALIFIER]],
  }),
  ...many('stress', '压力测试 / Load tests', {
    start: ['开始 / Start one'],
    clean: ['清理 / Clean up', [YES]],
  }),
  ...many('eval', '性能评估 / Evaluate the performance', { start: ['开始 / Start'] }),
  ...many('env', '环境 / Environments', {
    init: ['初始化 / Set one up'],
    deploy: ['部署环境 / Deploy it'],
    info: ['查看 / Show it'],
    list: ['列出 / List them'],
    remove: ['删除 / Remove it'],
  }),
  ...one('fun2s', '把 Funcraft 的模板转为 s.yaml / Convert a template of Funcraft to s.yaml', [
    ['--source <file>', '模板 / the template'],
    ['--target <file>', '要写入的文件 / the file to write'],
  ]),
  ...one('api', '直接调用 FC 的 API / Call the API of FC directly'),
};
