// The console of the tests: somebody else who changes things online, by the official SDK and with a
// key of their own.
//
//   node console.mjs OPERATION JSON…     endpoint and key from FC_ENDPOINT, FC_AK, FC_SK
//   node console.mjs batch '[OPERATION, [JSON…]]'…     many of them, one after the other

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
  updateFunction: (name, body) =>
    client.updateFunction(name, new models.UpdateFunctionRequest({ body: deep('UpdateFunctionInput', body) })),
  getFunction: (name) => client.getFunction(name, new models.GetFunctionRequest({})),
  getCode: (name) => client.getFunctionCode(name, new models.GetFunctionCodeRequest({})),
  deleteFunction: (name) => client.deleteFunction(name),
  updateCode: (name, zipFile) =>
    client.updateFunction(name, input('UpdateFunctionRequest', 'UpdateFunctionInput', { code: new models.InputCodeLocation({ zipFile }) })),
  createTrigger: (name, body) => client.createTrigger(name, input('CreateTriggerRequest', 'CreateTriggerInput', trigger(body))),
  updateTrigger: (name, of, body) => client.updateTrigger(name, of, input('UpdateTriggerRequest', 'UpdateTriggerInput', trigger(body))),
  getTrigger: (name, of) => client.getTrigger(name, of),
  deleteTrigger: (name, of) => client.deleteTrigger(name, of),
  updateDomain: (name, body) => client.updateCustomDomain(name, input('UpdateCustomDomainRequest', 'UpdateCustomDomainInput', domain(body))),
  putAsync: (name, qualifier, body) =>
    client.putAsyncInvokeConfig(name, new models.PutAsyncInvokeConfigRequest({ qualifier, body: deep('PutAsyncInvokeConfigInput', body) })),
  getAsync: (name, qualifier) => client.getAsyncInvokeConfig(name, new models.GetAsyncInvokeConfigRequest({ qualifier })),
  putProvision: (name, qualifier, body) =>
    client.putProvisionConfig(name, new models.PutProvisionConfigRequest({ qualifier, body: deep('PutProvisionConfigInput', body) })),
  getProvision: (name, qualifier) => client.getProvisionConfig(name, new models.GetProvisionConfigRequest({ qualifier })),
  putScaling: (name, qualifier, body) =>
    client.putScalingConfig(name, new models.PutScalingConfigRequest({ qualifier, body: deep('PutScalingConfigInput', body) })),
  getScaling: (name, qualifier) => client.getScalingConfig(name, new models.GetScalingConfigRequest({ qualifier })),
  putConcurrency: (name, body) => client.putConcurrencyConfig(name, input('PutConcurrencyConfigRequest', 'PutConcurrencyInput', body)),
  getConcurrency: (name) => client.getConcurrencyConfig(name),
  bindVpc: (name, vpcId) => client.createVpcBinding(name, input('CreateVpcBindingRequest', 'CreateVpcBindingInput', { vpcId })),
  vpcBindings: (name) => client.listVpcBindings(name),
  publish: (name) => client.publishFunctionVersion(name, input('PublishFunctionVersionRequest', 'PublishVersionInput', {})),
  createAlias: (name, aliasName, versionId) =>
    client.createAlias(name, input('CreateAliasRequest', 'CreateAliasInput', { aliasName, versionId })),
  tag: (arn, tags) =>
    client.tagResources(
      new models.TagResourcesRequest({
        body: new models.TagResourcesInput({ resourceId: [arn], resourceType: 'FUNCTION', tag: pairs(tags) }),
      }),
    ),
  untag: (arn, keys) => client.untagResources(new models.UntagResourcesRequest({ resourceId: [arn], resourceType: 'function', tagKey: keys })),
  changeGroup: (name, group) =>
    client.changeResourceGroup(
      input('ChangeResourceGroupRequest', 'ChangeResourceGroupInput', { newResourceGroupId: group, resourceId: name, resourceType: 'function' }),
    ),
  getDomain: (name) => client.getCustomDomain(name),
};

const pairs = (tags) => Object.entries(tags).map(([key, value]) => new models.Tag({ key, value }));

// The SDK only sends nested values that are instances of its own classes: this makes them, by the types
// that each class declares.
function deep(name, body) {
  const Model = typeof name === 'string' ? models[name] : name;
  const types = Model.types?.() ?? {};
  const entries = Object.entries(body).map(([key, value]) => [key, convert(types[key], value)]);
  return new Model(Object.fromEntries(entries));
}

function convert(type, value) {
  if (typeof type === 'function') return deep(type, value);
  if (type?.type === 'array' && typeof type.itemType === 'function') return value.map((item) => deep(type.itemType, item));
  return value;
}

// The SDK only sends nested values that are instances of its own classes.
function domain(body) {
  const made = { ...body };
  if (body.certConfig) made.certConfig = new models.CertConfig(body.certConfig);
  if (body.routeConfig) {
    const routes = body.routeConfig.routes.map((route) => new models.PathConfig(route));
    made.routeConfig = new models.RouteConfig({ routes });
  }
  return made;
}

const [operation, ...args] = process.argv.slice(2);
const parsed = args.map((text) => JSON.parse(text));
const batch = async () => {
  for (const [name, values] of parsed) await operations[name](...values);
};
const reply = await (operation === 'batch' ? batch() : operations[operation](...parsed));
process.stdout.write(`${JSON.stringify(reply?.body?.toMap?.() ?? null)}\n`);
