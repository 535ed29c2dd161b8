// The stories that the book tells. Each is played with the real `s` against an emulator, in both languages.

const YAML = `edition: 3.0.0
name: shop
access: default

resources:
  shop:
    component: fc-guard
    props:
      region: cn-hangzhou
      functionName: shop
      runtime: python3.10
      handler: index.handler
      code: ./code
      memorySize: 512
      timeout: 10            # seconds
      environmentVariables:
        LEVEL: info
`;

const CODE = "def handler(event, context):\n    return 'hello'\n";
const FIXED = "def handler(event, context):\n    return 'hello, fixed at night'\n";
const SERVICES = `edition: 3.0.0
name: reports
access: default

resources:
  reports:
    component: fc-guard
    props:
      region: cn-hangzhou
      service:
        name: reports
      function:
        name: nightly
        runtime: python3.9
        handler: index.handler
        codeUri: ./code
        memorySize: 512
        timeout: 60
      triggers:
        - name: night
          type: timer
          config:
            cronExpression: 0 0 2 * * *
            enable: true
`;
const FANG = { USER: 'fang', LOGNAME: 'fang' };
const STOP = [['[s]', '\r']];

/** A project that was deployed once. */
async function deployed(place) {
  place.write('s.yaml', YAML);
  place.write('code/index.py', CODE);
  await place.s('deploy', { silent: true });
}

/** The project as the first commit of a repository. */
function committed(place) {
  place.git('init', '--quiet');
  place.write('.gitignore', '.s/\n');
  place.git('config', 'user.name', 'Li Wei');
  place.git('add', '.');
  place.git('commit', '--quiet', '--message', 'v1');
}

/** From now on all happens in Wang Fang's clone of it. */
function cloned(place) {
  place.app = '.';
  place.git('clone', '--quiet', 'shop', 'fang');
  Object.assign(place, { app: 'fang', who: 'Wang Fang' });
  place.git('config', 'user.name', 'Wang Fang');
}

/** The night: a colleague gives it more memory and more words in the log; you have changed the timeout. */
async function night(place, { code = false } = {}) {
  await deployed(place);
  await place.colleague.edit('shop', { memorySize: 1024, environmentVariables: { LEVEL: 'debug' } });
  if (code) await place.colleague.code('shop', { 'index.py': FIXED });
  place.edit('s.yaml', 'timeout: 10', 'timeout: 20');
}

/** The project that the stories are about, changed by others and here. */
export { night };

export const stories = {
  async first(place) {
    place.write('s.yaml', YAML);
    place.write('code/index.py', CODE);
    await place.s('deploy');
    await place.s('deploy');
  },

  async question(place) {
    await night(place, { code: true });
    await place.s('deploy', { answers: STOP, expect: 101, columns: 80 });
  },

  async pipeline(place) {
    await night(place);
    await place.s('deploy', { env: { CI: 'true' }, expect: 101 });
  },

  async plan(place) {
    await night(place);
    await place.s('plan', { expect: 3 });
  },

  async merge(place) {
    await night(place, { code: true });
    await place.s('deploy --merge --no-write-back');
  },

  async conflict(place) {
    await night(place);
    place.edit('s.yaml', 'memorySize: 512', 'memorySize: 768');
    await place.s('deploy --merge', { env: { CI: 'true' }, expect: 101 });
  },

  async kept(place) {
    await night(place);
    await place.s('deploy --use-remote --no-write-back');
    place.says('the next day: nothing is asked again, and nothing is forgotten', '第二天：不再询问，也没有忘记');
    await place.s('deploy');
    place.says('somebody edits the very setting in s.yaml', '有人在 s.yaml 中修改了同一个设置');
    place.edit('s.yaml', 'memorySize: 512', 'memorySize: 768');
    await place.s('deploy', { answers: STOP, expect: 101 });
  },

  async home(place) {
    await deployed(place);
    place.git('init', '--quiet');
    place.git('add', 's.yaml', 'code');
    place.git('commit', '--quiet', '--message', 'v1');
    await place.colleague.edit('shop', { memorySize: 1024 });
    await place.s('deploy --use-remote --write-back');
    place.shell('git diff', place.git('diff', '--no-color').split('\n').filter((line) => !line.startsWith('index ')).join('\n'));
  },

  async undone(place) {
    await night(place, { code: true });
    await place.s('deploy --use-local');
    const shown = await place.s('restore');
    const [id] = /\d{8}T\d{9}Z-[0-9a-f]{4}/.exec(shown) ?? [];
    await place.s(`restore ${id} -y`);
  },

  async single(place) {
    await night(place);
    await place.s('deploy', { answers: [['[s]', 'o'], ['[s]', 's']], expect: 101, columns: 80 });
  },

  async drift(place) {
    await night(place);
    await place.s('drift', { expect: 3 });
  },

  async markdown(place) {
    await night(place);
    await place.s('drift --silent --format markdown', { expect: 3, quiet: true });
  },

  async page(place) {
    await night(place, { code: true });
    await place.s('drift --html drift.html', { expect: 3 });
    place.page = place.read('drift.html');
  },

  async team(place) {
    place.write('s.yaml', YAML);
    place.write('code/index.py', CODE);
    committed(place);
    await place.s('deploy', { silent: true });
    place.says('Wang Fang clones the project, edits it, and deploys: nothing is asked', '王芳克隆项目，修改后部署：没有任何询问');
    cloned(place);
    place.edit('s.yaml', 'timeout: 10', 'timeout: 20');
    place.git('commit', '--quiet', '--all', '--message', 'v2');
    await place.s('deploy', { env: FANG });
    place.says('you have not pulled, and your own change is ready', '你还没有 pull，但自己的修改已经完成');
    Object.assign(place, { app: 'shop', who: 'Li Wei' });
    place.edit('s.yaml', 'LEVEL: info', 'LEVEL: warn');
    place.git('commit', '--quiet', '--all', '--message', 'v3');
    await place.s('deploy', { answers: STOP, expect: 101 });
    place.git('pull', '--quiet', '--no-rebase', '--no-edit', '../fang', 'main');
    place.shell('git pull', '');
    await place.s('deploy');
  },

  async bucket(place) {
    place.more = {
      FC_GUARD_STATE: 'oss://team-state/shop', FC_GUARD_STATE_KEY: '0123456789abcdef'.repeat(4), FC_GUARD_STATE_ENDPOINT: place.cloud.url,
    };
    place.write('s.yaml', YAML);
    place.write('code/index.py', CODE);
    committed(place);
    await place.s('state init');
    await place.s('deploy', { silent: true });
    place.says('at night, in the console; in the morning Wang Fang deploys from her own clone', '夜里有人改了控制台；早上，王芳从自己的克隆部署');
    await place.colleague.edit('shop', { memorySize: 1024 });
    cloned(place);
    place.edit('s.yaml', 'timeout: 10', 'timeout: 20');
    place.git('commit', '--quiet', '--all', '--message', 'v2');
    await place.s('deploy --merge --no-write-back', { env: FANG });
    await place.s('history', { env: FANG });
  },

  async services(place) {
    place.write('s.yaml', SERVICES);
    place.write('code/index.py', CODE);
    await place.s('deploy');
    place.edit('s.yaml', 'timeout: 60', 'timeout: 120');
    await place.s('plan');
  },

  async history(place) {
    place.write('s.yaml', YAML);
    place.write('code/index.py', CODE);
    committed(place);
    await place.s('deploy', { silent: true });
    await place.s('history');
  },

  async policy(place) {
    const rule = '\n      driftPolicy:\n        - path: environmentVariables.FEATURE_*\n          owner: console\n          reason: switched by the operators\n';
    place.write('s.yaml', YAML.trimEnd() + rule);
    place.write('code/index.py', CODE);
    await place.s('deploy', { silent: true });
    await place.colleague.edit('shop', { environmentVariables: { FEATURE_SALE: 'on' } });
    place.edit('s.yaml', 'timeout: 10', 'timeout: 20');
    await place.s('deploy');
  },

  async remove(place) {
    await night(place);
    await place.s('remove', { answers: [['[n]', 'n']], expect: 101 });
  },

  async adopted(place) {
    await deployed(place);
    place.says('a fresh clone, or the first deploy after fc3: nothing is on record here', '新的克隆，或从 fc3 迁移后的首次部署：本地没有记录');
    place.forget();
    place.more = { FC_GUARD_MARK: 'off' };
    await place.s('deploy');
    place.edit('s.yaml', 'timeout: 10', 'timeout: 20');
    place.forget();
    await place.s('deploy', { env: { CI: 'true' }, expect: 101 });
  },

  async slip(place) {
    await deployed(place);
    place.edit('s.yaml', 'timeout: 10', 'tiemout: 10');
    await place.s('deploy', { expect: 101 });
  },
};
