// The console of the tests: somebody else who changes things online, by the official SDK and with a
// key of their own.
//
//   node console.mjs OPERATION JSON…     endpoint and key from FC_ENDPOINT, FC_AK, FC_SK

import fc from '@alicloud/fc20230330';

const { default: Client, ...models } = fc;
const client = new Client({
  accessKeyId: process.env.FC_AK,
  accessKeySecret: process.env.FC_SK,
  protocol: 'http',
  endpoint: new URL(process.env.FC_ENDPOINT).host,
});

const trigger = (config) => (config.triggerConfig ? { ...config, triggerConfig: JSON.stringify(config.triggerConfig) } : config);
const input = (Request, Input, body) => new models[Request]({ body: new models[Input](body) });
const operations = {
  createFunction: (body) => client.createFunction(input('CreateFunctionRequest', 'CreateFunctionInput', models.CreateFunctionInput.from?.(body) ?? body)),
  updateFunction: (name, body) => client.updateFunction(name, input('UpdateFunctionRequest', 'UpdateFunctionInput', body)),
  getFunction: (name) => client.getFunction(name, new models.GetFunctionRequest({})),
  deleteFunction: (name) => client.deleteFunction(name),
  updateCode: (name, zipFile) =>
    client.updateFunction(name, input('UpdateFunctionRequest', 'UpdateFunctionInput', { code: new models.InputCodeLocation({ zipFile }) })),
  createTrigger: (name, body) => client.createTrigger(name, input('CreateTriggerRequest', 'CreateTriggerInput', trigger(body))),
  updateTrigger: (name, of, body) => client.updateTrigger(name, of, input('UpdateTriggerRequest', 'UpdateTriggerInput', trigger(body))),
  getTrigger: (name, of) => client.getTrigger(name, of),
  deleteTrigger: (name, of) => client.deleteTrigger(name, of),
  updateDomain: (name, body) => client.updateCustomDomain(name, input('UpdateCustomDomainRequest', 'UpdateCustomDomainInput', domain(body))),
  getDomain: (name) => client.getCustomDomain(name),
};

// The SDK only sends nested values that are instances of its own classes.
function domain(body) {
  if (!body.routeConfig) return body;
  const routes = body.routeConfig.routes.map((route) => new models.PathConfig(route));
  return { ...body, routeConfig: new models.RouteConfig({ routes }) };
}

const [operation, ...args] = process.argv.slice(2);
const parsed = args.map((text) => JSON.parse(text));
const reply = await operations[operation](...parsed);
process.stdout.write(`${JSON.stringify(reply?.body?.toMap?.() ?? null)}\n`);
