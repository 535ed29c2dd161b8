'use strict';
// The commands that the upstream component, fc3, runs, with the flags that it documents.

const FLAGS = {
  ac: ['--ac, --always-allocate-cpu', '始终分配 CPU / always allocate CPU'],
  ag: ['--ag, --always-allocate-gpu', '始终分配 GPU / always allocate GPU'],
  alias: ['--alias-name <name>', '别名 / the alias'],
  args: ['--custom-args <string>', '默认构建行为的额外参数 / extra arguments of the default build'],
  async: ['--invocation-type <type>', 'Sync 或 Async，默认 Sync / Sync or Async, Sync by default'],
  cloud: ['--cloud-build-config <file>', '云端构建的配置文件 / the config file of a cloud build'],
  cmd: ['--cmd <cmd>', '要执行的命令 / the command to run'],
  code: ['--code <path>', '层的代码 / the code of the layer'],
  command: ['--command <string>', '自定义构建命令 / a custom build command'],
  context: ['--context <folder>', '镜像构建的上下文目录 / the build context of the image'],
  debug: ['-d, --debug-port <port>', '调试端口 / the port to debug on'],
  default: ['--default-target <number>', '默认的预留实例数 / the default number of provisioned instances'],
  description: ['--description <text>', '描述 / a description'],
  dockerfile: ['-f, --dockerfile <file>', 'Dockerfile 的路径 / the Dockerfile'],
  dsr: ['--dsr, --disable-session-id-reuse', '禁止重用会话 ID / do not reuse session ids'],
  end: ['-e, --end-time <time>', '结束时间 / end time'],
  env: ['--custom-env <json>', '构建时的环境变量 / environment variables of the build'],
  event: ['-e, --event <event>', '传给函数的事件 / the event for the function'],
  eventFile: ['-f, --event-file <file>', '存放事件的文件 / the file that holds the event'],
  files: ['--file-system-only', '只恢复文件系统 / restore only the file system'],
  horizontal: ['--horizontal-scaling-policies <json>', '水平伸缩策略 / horizontal scaling policies'],
  ide: ['-c, --config <ide>', 'vscode 或 intellij / vscode or intellij'],
  instance: ['--instance-id <id>', '实例 ID / the instance id'],
  keepOpen: ['--debug-instance', '云端构建后打开调试窗口 / open a window for debugging after a cloud build'],
  layer: ['--layer-name <name>', '层的名称 / the name of the layer'],
  limit: ['--limit <number>', '返回的最大数量 / the maximum number of results'],
  match: ['--match <text>', '高亮匹配的文字 / highlight this text'],
  min: ['--min-instances <number>', '最小实例数 / the minimum number of instances'],
  nas: ['--nas-config <json>', 'NAS 配置 / the NAS config'],
  next: ['--next-token <token>', '下一页的标记 / the token of the next page'],
  noWorkdir: ['--no-workdir', '使用容器自己的目录 / use the folder of the container'],
  official: ['--official', '官方公共层 / official layers'],
  oss: ['--oss-mount-config <json>', 'OSS 挂载配置 / the OSS mount config'],
  polar: ['--polar-fs-config <json>', 'PolarFS 配置 / the PolarFS config'],
  pool: ['--resident-pool-id <id>', '常驻资源池 / the resident pool'],
  prefix: ['--prefix <prefix>', '名称前缀 / the prefix of the names'],
  public: ['--public', '公共层 / public layers'],
  publish: ['--publish-layer', '把构建结果发布为层 / publish the result as a layer'],
  qualifier: ['--qualifier <qualifier>', '版本或别名 / a version or an alias'],
  request: ['--request-id <id>', '请求 ID / the request id'],
  reserved: ['--reserved-concurrency <number>', '预留的并发度 / the reserved concurrency'],
  runtime: ['--compatible-runtime <runtimes>', '适用的运行时 / the compatible runtimes'],
  sandbox: ['--use-sandbox', '进入构建容器 / enter the build container'],
  schedule: ['--scheduled-policies <json>', '定时策略 / scheduled policies'],
  scheduled: ['--scheduled-actions <json>', '定时伸缩 / scheduled scaling'],
  script: ['--script-file <file>', '自定义构建脚本 / a custom build script'],
  search: ['--search <text>', '关键词 / a keyword'],
  session: ['--session-id <id>', '会话 ID / the session id'],
  shell: ['--shell <shell>', '使用的 shell / the shell to use'],
  si: ['--si, --session-idle-timeout-in-seconds <seconds>', '会话空闲时间 / the idle timeout of the session'],
  source: ['--source <file>', '2.0 规范的 s.yaml / the s.yaml of spec 2.0'],
  st: ['--st, --session-ttl-in-seconds <seconds>', '会话有效期 / the lifetime of the session'],
  start: ['-s, --start-time <time>', '开始时间 / start time'],
  status: ['--session-status <status>', '会话状态 / the state of the session'],
  table: ['--table', '以表格输出 / as a table'],
  tail: ['--tail', '持续输出 / follow the log'],
  target: ['--target <number>', '预留的实例数 / the number of provisioned instances'],
  targetFile: ['--target <file>', '写入 3.0 规范的文件 / the file of spec 3.0 to write'],
  task: ['--async-task-id <id>', '异步任务 ID / the id of the async task'],
  timeout: ['--timeout <seconds>', '客户端超时 / the client timeout'],
  tracking: ['--target-tracking-policies <json>', '按指标伸缩 / scaling by metrics'],
  type: ['--type <type>', 'success 或 fail / success or fail'],
  version: ['--version-id <id>', '版本 / the version'],
  vw: ['--vw, --additionalVersionWeight <json>', '灰度版本与权重 / canary versions and their weights'],
  workdir: ['--workdir <folder>', '起始目录 / the folder to start in'],
  yes: ['-y, --assume-yes', '不询问 / do not ask'],
};

// The line under every text, and in the list of commands.
const UPSTREAM = '由上游组件 fc3 执行 / runs the upstream component fc3';
const SERVICES = 'FC 2.0，由上游组件 fc 执行 / of FC 2.0, runs the upstream component fc';

function help(command, text, flags, summary = text) {
  const description = [text, UPSTREAM, '', '示例 / Example:', `  $ s ${command}`].join('\n');
  return { summary, description, option: flags.split(' ').filter(Boolean).map((flag) => FLAGS[flag]) };
}

function one(command, text, flags) {
  return { [command]: { help: help(command, text, flags, `${text}（${UPSTREAM}）`) } };
}

function many(command, text, actions) {
  const subCommands = {};
  for (const [action, [does, flags]] of Object.entries(actions)) {
    subCommands[action] = { help: help(`${command} ${action}`, does, flags) };
  }
  const example = `${command} ${Object.keys(actions)[0]}`;
  return { [command]: { help: help(example, text, '', `${text}（${UPSTREAM}）`), subCommands } };
}

// A command that only the component fc has: its own help shows more.
function older(command, text) {
  const description = [text, SERVICES, '', '示例 / Example:', `  $ s ${command} -h`].join('\n');
  return { [command]: { help: { summary: `${text}（${SERVICES}）`, description, option: [] } } };
}

module.exports = {
  ...one('build', '构建代码依赖或镜像 / Build dependencies or an image', 'publish sandbox env args command script cloud keepOpen dockerfile context'),
  ...many('local', '在本地运行函数 / Run the function locally', {
    invoke: ['在本地调用一次 / Invoke it once', 'event eventFile ide debug'],
    start: ['在本地启动 HTTP 服务 / Serve it over HTTP', 'ide debug'],
  }),
  ...one('invoke', '调用线上函数 / Invoke the live function', 'event eventFile qualifier timeout async task'),
  ...one('logs', '查询函数日志 / Read the logs', 'start end tail request instance type qualifier match search'),
  ...one('list', '列出函数 / List functions', 'prefix limit next table'),
  ...many('version', '函数版本 / Versions', {
    list: ['列出版本 / List them', ''],
    publish: ['发布版本 / Publish one', 'description'],
    remove: ['删除版本 / Remove one', 'version yes'],
  }),
  ...many('alias', '函数别名 / Aliases', {
    list: ['列出别名 / List them', 'table'],
    get: ['查看别名 / Show one', 'alias'],
    publish: ['发布别名 / Publish one', 'alias version description vw'],
    remove: ['删除别名 / Remove one', 'alias yes'],
  }),
  ...many('concurrency', '函数并发度 / Reserved concurrency', {
    get: ['查看 / Show it', ''],
    put: ['设置 / Set it', 'reserved'],
    remove: ['删除 / Remove it', 'yes'],
  }),
  ...many('provision', '预留实例 / Provisioned instances', {
    list: ['列出 / List them', ''],
    get: ['查看 / Show one', 'qualifier'],
    put: ['设置 / Set one', 'qualifier target default ac ag scheduled tracking'],
    remove: ['删除 / Remove one', 'qualifier yes'],
  }),
  ...many('scaling', '弹性配置 / Scaling configs', {
    list: ['列出 / List them', ''],
    get: ['查看 / Show one', 'qualifier'],
    put: ['设置 / Set one', 'qualifier min horizontal schedule pool'],
    remove: ['删除 / Remove one', 'qualifier yes'],
  }),
  ...many('layer', '层 / Layers', {
    list: ['列出层 / List them', 'prefix public official table'],
    info: ['查看层的版本 / Show a version', 'layer version'],
    versions: ['列出层的版本 / List the versions of one', 'layer table'],
    publish: ['发布版本 / Publish a version', 'layer code runtime description'],
    download: ['下载代码 / Download its code', 'layer version'],
    acl: ['设为公开或私有 / Make it public or private', 'layer public'],
    remove: ['删除 / Remove it', 'layer version yes'],
  }),
  ...many('instance', '函数实例 / Instances', {
    list: ['列出实例 / List them', 'qualifier'],
    exec: ['在实例中执行命令 / Run a command in one', 'instance cmd shell workdir noWorkdir qualifier'],
  }),
  ...many('session', '函数会话 / Sessions', {
    list: ['列出会话 / List them', 'limit next qualifier session status'],
    get: ['查看会话 / Show one', 'session qualifier'],
    create: ['创建会话 / Create one', 'qualifier session st si dsr nas oss polar'],
    update: ['更新会话 / Update one', 'session qualifier st si dsr nas oss polar'],
    pause: ['暂停会话 / Pause one', 'session qualifier'],
    resume: ['恢复会话 / Resume one', 'session qualifier files'],
    remove: ['删除会话 / Remove one', 'session qualifier yes'],
  }),
  ...many('model', '模型文件 / Model files', {
    download: ['下载模型 / Download them', ''],
    remove: ['删除模型 / Remove them', ''],
  }),
  ...one('s2tos3', '把 2.0 规范的 s.yaml 转为 3.0 / Convert an s.yaml of spec 2.0 to 3.0', 'source targetFile'),
  ...older('metrics', '查看函数的监控指标 / Show the metrics of the function'),
  ...older('nas', 'NAS 上的文件 / Files on NAS'),
  ...older('ondemand', '按量实例上限 / Limits of on-demand instances'),
  ...older('onDemand', '同 ondemand / as ondemand'),
  ...older('stress', '压力测试 / Load tests'),
  ...older('eval', '性能评估 / Evaluate the performance'),
  ...older('env', '环境 / Environments'),
  ...older('fun2s', '把 Funcraft 的模板转为 s.yaml / Convert a template of Funcraft to s.yaml'),
  ...older('api', '直接调用 FC 的 API / Call the API of FC directly'),
};
