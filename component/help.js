'use strict';
// What `s deploy -h` shows. The CLI wants a description for every command, and has one text for all
// languages: everything here is written “中文 / English”.

const FLAGS = require('./flags.json');

// The flags of a command with what each does: the native program has its help from the same file. What several
// commands have stands there once.
function flags(command) {
  const own = Object.entries(FLAGS[command]);
  return own.map(([flag, says]) => [flag, `[可选/Optional] ${says || FLAGS.all[flag]}`]);
}

const CODES = [
  'stderr 的最后一行是以下单词之一，括号内为退出码（native）： / The last line of stderr is one of these words, with its exit code (native):',
];
const WORDS = [
  'clean (0) changed (0) drift (3) conflict (3) usage (2) unreadable (1) failed (1)',
  'partial (4) interrupted (130)',
];

function command(summary, lines, examples, option = []) {
  const description = [
    ...apart(lines),
    '',
    '示例 / Examples:',
    ...examples.map((example) => `  $ s ${example}`),
  ];
  return { help: { summary, description: description.join('\n'), option } };
}

// Sentences are easier to read one language after the other, and fit in 80 columns.
function apart(lines) {
  const both = lines.map((line) => line.split(' / '));
  return [...both.map(([zh]) => zh), ...both.map(([, en]) => en)];
}

// With the words in which a run ends.
function deciding(summary, lines, examples, option) {
  const { help } = command(summary, lines, examples, option);
  return { help: { ...help, description: [help.description, '', ...apart(CODES), ...WORDS].join('\n') } };
}

// Where another resource returned nothing, `${resources.x.output…}` arrives as it is written. The core looks
// it up. The second line is handed to upstream fc3, which has it so itself: it gets the text as it is written,
// and its other commands stop there, as they do without this component.
const UNVERIFIED = [
  'plan', 'drift', 'sync', 'remove', 'restore', 'history', 'state',
  'build', 'local', 'logs', 'instance', 's2tos3',
];

const commands = {
  deploy: deciding(
    '部署函数、触发器和自定义域名，覆盖线上改动之前先询问 / Deploy, and ask before overwriting changes made online',
    [
      '把本地的 s.yaml 和代码部署到函数计算。 / Deploys s.yaml and code to Function Compute.',
      'FC 2.0：s deploy [all|service|function|trigger|domain] 只部署该部分。 / Of FC 2.0: s deploy [all|service|function|trigger|domain] deploys that part.',
      '部署前比较三方：上次部署、线上、本地。 / First compares the last deploy, live, and local.',
      '线上被他人改动过的内容会先列出并询问，不会被悄悄覆盖。 / Asks about what others changed online, and never overwrites it silently.',
    ],
    ['deploy', 'deploy --use-local', 'deploy --merge', 'deploy --config remote --code local', 'deploy --function code', 'deploy --trigger name1,name2'],
    flags('deploy'),
  ),
  plan: deciding(
    '显示部署将改变什么，不写入任何内容 / Show what a deploy would change, and write nothing',
    [
      '比较上次部署、线上、本地，并列出差异。 / Compares the last deploy, live, and local, and lists the differences.',
      '不提问，不修改线上。 / Asks nothing, changes nothing.',
    ],
    ['plan', 'plan --report plan.md', 'plan --format junit'],
    flags('plan'),
  ),
  drift: deciding(
    '显示上次部署后线上的改动，不写入任何内容 / Show what changed online since the last deploy, and write nothing',
    [
      '列出他人在线上的改动；有改动时退出码非 0。 / Lists what others changed online; if they did, the exit code is not 0.',
      '不提问，不修改线上，也不改变记录。 / Asks nothing, changes nothing, neither online nor in the records.',
    ],
    ['drift', 'drift --report drift.json', 'drift --html drift.html', 'drift --silent -o json'],
    flags('drift'),
  ),
  info: command(
    '查看线上资源的详情 / Show the live resources',
    ['读取函数、触发器和自定义域名的线上状态。 / Reads the live function, triggers and custom domain.'],
    ['info', 'info --region cn-hangzhou --function-name name'],
    flags('info'),
  ),
  sync: command(
    '把线上资源同步到本地 / Download the live resources to a local folder',
    ['下载线上的配置与代码。 / Downloads the live config and code.'],
    ['sync', 'sync --target-dir ./online --qualifier LATEST'],
    flags('sync'),
  ),
  remove: deciding(
    '删除线上资源 / Remove the live resources',
    [
      '删除前先列出并确认。 / Lists what would be removed, and asks for confirmation.',
      'FC 2.0：s remove [service|function|trigger|domain] 只删除该部分。 / Of FC 2.0: s remove [service|function|trigger|domain] removes that part.',
      '服务随最后一个函数删除；s remove service 删除其全部内容。 / A service goes with its last function; s remove service takes all of it.',
    ],
    ['remove', 'remove -y', 'remove --trigger name1,name2', 'remove --orphan name'],
    flags('remove'),
  ),
  restore: deciding(
    '恢复被覆盖或删除的他人改动 / Restore changes of others that were overwritten or removed',
    [
      '不带编号时列出备份。 / Without an id, lists the backups.',
      '带编号时显示差异，确认后恢复配置与代码。 / With an id, shows the difference, asks, and puts config and code back.',
      's.yaml 中已没有资源指向的函数也能恢复。 / Functions that s.yaml no longer names can be restored, too.',
      '备份已加密，在 .s/fc-guard/backups/ 中；团队共享记录时也在其 Bucket 中。 / Encrypted, in .s/fc-guard/backups/, and in the bucket of a team.',
      '每个函数最多 20 个、512 MB、90 天；7 天内的都保留。 / At most 20 per function, 512 MB, 90 days; the last 7 days are always kept.',
      '备份中没有服务端不返回的值（私钥、密码），除非 s.yaml 中有； / No backup holds what the service does not show (keys, passwords) unless',
      '也没有别名、版本和镜像本身：这些无法恢复。 / s.yaml has it; nor does it hold aliases, versions, and the image itself.',
    ],
    ['restore', 'restore 20261124T002443512Z-5cd8', 'restore 20261124T002443512Z-5cd8 -y'],
    flags('restore'),
  ),
  history: command(
    '查看每个资源的部署历史 / Show the deploys of each resource',
    [
      '列出何时、由谁、从哪个提交和分支部署，以及做了什么。 / When, by whom, from which commit and branch, and what that did.',
      '本目录记录最近一次；团队共享记录时还列出更早的部署。 / The last one of this folder; of a team with shared records, earlier ones, too.',
      '没有记录时，读取函数上的标签。 / Without a record, the tag on the function.',
    ],
    ['history', 'history --all', 'history -o json'],
    flags('history'),
  ),
  state: command(
    '准备团队共享记录的位置 / Prepare the place in which a team shares its records',
    [
      's state init 检查 Bucket 是否适合存放团队的记录，并验证同一对象不能被创建两次。 / s state init: is the bucket fit, and is no object in it created twice?',
      '位置：props 中的 state，或环境变量 FC_GUARD_STATE（oss://BUCKET/PREFIX）。 / The place: state in the props, or FC_GUARD_STATE (oss://BUCKET/PREFIX).',
      '密钥：FC_GUARD_STATE_KEY；未设置且 Bucket 已加密时，与记录存放在一起。 / The key: FC_GUARD_STATE_KEY; without it, in the bucket if that is encrypted.',
    ],
    ['state init'],
  ),
  ...require('./upstream-help'),
};

for (const name of UNVERIFIED) commands[name].verify = false;

// Without these the CLI has an error of its own for `s state init -h`.
const INIT = '检查并准备该位置 / Checks the place and prepares it';
const OF_FC2 = {
  service: 'FC 2.0：服务 / of FC 2.0: the service',
  function: 'FC 2.0：函数 / of FC 2.0: the function',
  trigger: 'FC 2.0：触发器 / of FC 2.0: triggers',
  domain: 'FC 2.0：自定义域名 / of FC 2.0: custom domains',
};
commands.state.subCommands = parts('state', { init: INIT });
commands.deploy.subCommands = parts('deploy', { all: 'FC 2.0：全部 / of FC 2.0: everything', ...OF_FC2 });
commands.remove.subCommands = parts('remove', OF_FC2);

// The words that may follow a command, under the flags of that.
function parts(name, words) {
  const { option } = commands[name].help;
  const all = Object.entries(words).map(([word, summary]) => {
    const description = [summary, '', '示例 / Example:', `  $ s ${name} ${word}`].join('\n');
    return [word, { help: { summary, description, option } }];
  });
  return Object.fromEntries(all);
}

module.exports = commands;
