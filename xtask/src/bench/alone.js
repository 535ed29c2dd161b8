'use strict';
// Runs a component as the CLI would, but alone: node alone.js FOLDER COMMAND PROPS PROJECT [ARGS…]
// prints how long loading and the command took, in milliseconds.

const [folder, command, props, project, ...args] = process.argv.slice(2);
const started = process.hrtime.bigint();
const since = () => Number(process.hrtime.bigint() - started) / 1e6;
const loaded = require(folder);
const Component = loaded.default || loaded;
const component = new Component({});
const load = since();
const credential = {
  AccountID: process.env.AccountID,
  AccessKeyID: process.env.AccessKeyID,
  AccessKeySecret: process.env.AccessKeySecret,
};
const inputs = {
  command,
  args,
  argsObj: args,
  props: JSON.parse(props),
  cwd: project,
  baseDir: project,
  yaml: { path: `${project}/s.yaml` },
  resource: { name: 'fn0', component: folder, access: 'default' },
  credential,
  getCredential: async () => credential,
};
process.stderr.write = () => true;
component[command](inputs).then(
  () => console.log(JSON.stringify({ loadMs: load, commandMs: since() - load, rssMb: process.memoryUsage().rss / 1e6 })),
  (error) => {
    console.log(JSON.stringify({ error: String(error && error.message).slice(0, 300) }));
    process.exit(1);
  },
);
