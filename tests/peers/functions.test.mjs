// Functions, driven by the official SDK.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ACCOUNT, client, models, plain, refused, smallest, start, update, zip } from './cloud.mjs';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const got = async (fc, name) => plain(await fc.getFunction(name, new models.GetFunctionRequest({})));

test('a new function has the settings of its request and the defaults of the service (G19, G20)', async (t) => {
  const fc = client(await start(t));
  const created = plain(await fc.createFunction(smallest('demo', { description: '测试', environmentVariables: { A: 'b' } })));
  const { createdTime, lastModifiedTime, functionId, ...rest } = created;
  assert.match(createdTime, TIME);
  assert.match(lastModifiedTime, TIME);
  assert.match(functionId, /^[0-9a-f-]{36}$/);
  const wanted = {
    functionName: 'demo',
    runtime: 'python3.10',
    handler: 'index.handler',
    description: '测试',
    environmentVariables: { A: 'b' },
    functionArn: `acs:fc:cn-hangzhou:${ACCOUNT}:functions/demo`,
    codeSize: 22,
    codeChecksum: '2220831586920633690',
    memorySize: 512,
    diskSize: 512,
    timeout: 3,
    instanceConcurrency: 1,
    internetAccess: true,
    instanceIsolationMode: 'SHARE',
    sessionAffinity: 'NONE',
    disableOndemand: false,
    state: 'Active',
    lastUpdateStatus: 'Successful',
  };
  for (const [name, value] of Object.entries(wanted)) assert.deepEqual(rest[name], value, name);
  assert(rest.cpu > 0);
  assert.deepEqual(await got(fc, 'demo'), created);
});

test('everything that the model has comes back as it was sent (G5)', async (t) => {
  const fc = client(await start(t));
  const check = new models.CustomHealthCheckConfig({
    httpGetUrl: '/ready',
    initialDelaySeconds: 1,
    periodSeconds: 3,
    timeoutSeconds: 1,
    failureThreshold: 3,
    successThreshold: 1,
  });
  const hook = (handler) => new models.LifecycleHook({ handler, timeout: 3 });
  const more = {
    runtime: 'custom.debian10',
    cpu: 0.35,
    memorySize: 512,
    diskSize: 10240,
    timeout: 60,
    role: `acs:ram::${ACCOUNT}:role/r`,
    instanceConcurrency: 20,
    internetAccess: false,
    customRuntimeConfig: new models.CustomRuntimeConfig({ command: ['node'], args: ['app.js'], port: 9000, healthCheckConfig: check }),
    vpcConfig: new models.VPCConfig({ vpcId: 'vpc-1', vSwitchIds: ['vsw-1'], securityGroupId: 'sg-1' }),
    nasConfig: new models.NASConfig({
      userId: 0,
      groupId: 0,
      mountPoints: [new models.NASMountConfig({ serverAddr: 'x:/', mountDir: '/mnt/nas', enableTLS: true })],
    }),
    ossMountConfig: new models.OSSMountConfig({
      mountPoints: [new models.OSSMountPoint({ bucketName: 'b', bucketPath: '/', endpoint: 'http://x', mountDir: '/mnt/oss', readOnly: true })],
    }),
    logConfig: new models.LogConfig({
      project: 'p',
      logstore: 'l',
      enableRequestMetrics: true,
      enableInstanceMetrics: true,
      logBeginRule: 'DefaultRegex',
    }),
    instanceLifecycleConfig: new models.InstanceLifecycleConfig({ initializer: hook('index.init'), preStop: hook('index.stop') }),
    customDNS: new models.CustomDNS({
      nameServers: ['1.1.1.1'],
      searches: ['x.com'],
      dnsOptions: [new models.DNSOption({ name: 'ndots', value: '2' })],
    }),
    tracingConfig: new models.TracingConfig({ type: 'Jaeger', params: { endpoint: 'http://e' } }),
    tags: [new models.Tag({ key: 'team', value: 'a' })],
    sessionAffinityConfig: '{"sseEndpointPath":"/sse"}',
  };
  const request = smallest('full', more);
  await fc.createFunction(request);
  const sent = JSON.parse(JSON.stringify(request.body.toMap()));
  delete sent.code;
  const live = await got(fc, 'full');
  for (const [name, value] of Object.entries(sent)) assert.deepEqual(live[name], value, name);
});

test('layers are sent as names and come back with sizes (G21)', async (t) => {
  const fc = client(await start(t));
  const arn = `acs:fc:cn-hangzhou:${ACCOUNT}:layers/l1/versions/1`;
  const { layers } = plain(await fc.createFunction(smallest('demo', { layers: [arn] })));
  assert.deepEqual(layers.map((layer) => layer.arn), [arn]);
  assert.equal(typeof layers[0].size, 'number');
  assert.deepEqual(plain(await fc.updateFunction('demo', update({ layers: [] }))).layers, []);
});

test('an update replaces what it names and keeps everything else (G5, G19)', async (t) => {
  const fc = client(await start(t));
  const before = plain(await fc.createFunction(smallest('demo', { timeout: 10, environmentVariables: { A: '1', B: '2' } })));
  const after = plain(await fc.updateFunction('demo', update({ memorySize: 1024, environmentVariables: { A: '3' } })));
  assert.equal(after.memorySize, 1024);
  assert.deepEqual(after.environmentVariables, { A: '3' });
  for (const name of ['timeout', 'handler', 'codeChecksum', 'functionId', 'createdTime', 'cpu']) {
    assert.deepEqual(after[name], before[name], name);
  }
  assert.deepEqual(await got(fc, 'demo'), after);
  assert.deepEqual(plain(await fc.updateFunction('demo', update({ environmentVariables: {} }))).environmentVariables, {});
});

test('each write moves the time of the last change (G43)', async (t) => {
  const fc = client(await start(t));
  const created = plain(await fc.createFunction(smallest('demo')));
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const updated = plain(await fc.updateFunction('demo', update({ timeout: 4 })));
  assert(updated.lastModifiedTime > created.lastModifiedTime);
  assert.equal(updated.createdTime, created.createdTime);
});

test('a container needs no code', async (t) => {
  const fc = client(await start(t));
  const container = {
    runtime: 'custom-container',
    handler: 'handler',
    code: undefined,
    customContainerConfig: new models.CustomContainerConfig({ image: 'registry.example.com/a/b:v1', port: 9000, command: ['-c'], entrypoint: ['/bin/sh'] }),
  };
  const created = plain(await fc.createFunction(smallest('box', container)));
  assert.equal(created.customContainerConfig.image, 'registry.example.com/a/b:v1');
  assert.equal(created.codeChecksum, undefined);
  const code = new models.InputCodeLocation({ zipFile: zip().toString('base64') });
  await refused(fc.createFunction(smallest('box2', { ...container, code })), 400, 'InvalidArgument', /Either ossBucketName\/ossObjectName or zipFile must be set/);
});

test('what the document forbids is refused (G10)', async (t) => {
  const fc = client(await start(t));
  const wrong = [
    [{ handler: undefined }, /Handler is required but not provided/],
    [{ runtime: undefined }, /[Rr]untime/],
    [{ code: undefined }, /./],
    [{ code: new models.InputCodeLocation({}) }, /Either ossBucketName\/ossObjectName or zipFile must be set/],
    [{ functionName: '1st' }, /[Nn]ame/],
    [{ functionName: 'a'.repeat(65) }, /[Nn]ame/],
    [{ memorySize: 100 }, /[Mm]emorySize/],
    [{ memorySize: 129 }, /[Mm]emorySize/],
    [{ timeout: 0 }, /[Tt]imeout/],
    [{ timeout: 86401 }, /[Tt]imeout/],
    [{ cpu: 0.33 }, /cpu/i],
    [{ cpu: 16.05 }, /cpu/i],
    [{ memorySize: 512, cpu: 4 }, /cpu|ratio/i],
    [{ diskSize: 1024 }, /[Dd]iskSize/],
    [{ instanceConcurrency: 201 }, /[Ii]nstanceConcurrency/],
    [{ environmentVariables: { FC_X: '1' } }, /FC_X|environment/i],
    [{ environmentVariables: { A: 'x'.repeat(5000) } }, /environment/i],
    [{ layers: Array.from({ length: 6 }, (_, n) => `acs:fc:x:1:layers/l/versions/${n}`) }, /layers/],
  ];
  for (const [more, message] of wrong) {
    await refused(fc.createFunction(smallest('demo', more)), 400, 'InvalidArgument', message);
  }
  await refused(fc.getFunction('demo', new models.GetFunctionRequest({})), 404, 'FunctionNotFound');
  await fc.createFunction(smallest('demo'));
  await refused(fc.updateFunction('demo', update({ timeout: 0 })), 400, 'InvalidArgument', /[Tt]imeout/);
});

test('absence and presence have errors of their own (G49)', async (t) => {
  const fc = client(await start(t));
  const none = /function 'demo' does not exist/;
  await refused(fc.getFunction('demo', new models.GetFunctionRequest({})), 404, 'FunctionNotFound', none);
  await refused(fc.updateFunction('demo', update({ timeout: 4 })), 404, 'FunctionNotFound', none);
  await refused(fc.deleteFunction('demo'), 404, 'FunctionNotFound', none);
  await fc.createFunction(smallest('demo'));
  await refused(fc.createFunction(smallest('demo')), 409, 'FunctionAlreadyExists', /demo/);
  await fc.getFunction('demo', new models.GetFunctionRequest({ qualifier: 'LATEST' }));
  await refused(fc.getFunction('demo', new models.GetFunctionRequest({ qualifier: '7' })), 404, 'VersionNotFound');
  assert.equal((await fc.deleteFunction('demo')).statusCode, 204);
  await refused(fc.getFunction('demo', new models.GetFunctionRequest({})), 404, 'FunctionNotFound', none);
});

test('a function with triggers cannot be deleted (G11)', async (t) => {
  const fc = client(await start(t));
  await fc.createFunction(smallest('demo'));
  const body = new models.CreateTriggerInput({ triggerName: 't', triggerType: 'http', triggerConfig: '{"authType":"anonymous","methods":["GET"]}' });
  await fc.createTrigger('demo', new models.CreateTriggerRequest({ body }));
  await assert.rejects(fc.deleteFunction('demo'), (error) => {
    assert.equal(error.code, 'FunctionNotEmpty');
    assert.match(error.message, /function 'demo' has active triggers/);
    return true;
  });
  await fc.deleteTrigger('demo', 't');
  await fc.deleteFunction('demo');
});

test('a list comes in pages, in order, each function once (G38)', async (t) => {
  const fc = client(await start(t));
  const names = ['alpha', 'beta-1', 'beta-2', 'beta-3', 'gamma'];
  for (const name of [...names].reverse()) await fc.createFunction(smallest(name));
  const list = async (query) => plain(await fc.listFunctions(new models.ListFunctionsRequest(query)));
  const pages = [];
  let nextToken = '';
  do {
    const page = await list({ limit: 2, nextToken });
    pages.push(page.functions.map((item) => item.functionName));
    nextToken = page.nextToken;
  } while (nextToken);
  assert.deepEqual(pages, [['alpha', 'beta-1'], ['beta-2', 'beta-3'], ['gamma']]);
  const beta = await list({ prefix: 'beta', limit: 100 });
  assert.deepEqual(beta.functions.map((item) => item.functionName), ['beta-1', 'beta-2', 'beta-3']);
  assert.equal(beta.functions[0].state, undefined);
  assert.equal(beta.functions[0].lastUpdateStatus, undefined);
  await refused(fc.listFunctions(new models.ListFunctionsRequest({ limit: 101 })), 400, 'InvalidArgument', /limit/i);
  await refused(fc.listFunctions(new models.ListFunctionsRequest({ limit: 0 })), 400, 'InvalidArgument', /limit/i);
});

test('a list can be narrowed down', async (t) => {
  const fc = client(await start(t));
  const tags = [new models.Tag({ key: 'team', value: 'a' })];
  await fc.createFunction(smallest('one', { tags, description: 'the first' }));
  await fc.createFunction(smallest('two', { runtime: 'nodejs20' }));
  const names = async (query) => {
    const { functions } = plain(await fc.listFunctions(new models.ListFunctionsRequest(query)));
    return functions.map((item) => item.functionName);
  };
  assert.deepEqual(await names({ runtime: 'nodejs20' }), ['two']);
  assert.deepEqual(await names({ description: 'first' }), ['one']);
  assert.deepEqual(await names({ tags }), ['one']);
  assert.deepEqual(await names({ fcVersion: 'v3' }), ['one', 'two']);
});

test('beside a GPU there is more to be had (G6, G9)', async (t) => {
  const fc = client(await start(t));
  const container = (image, gpuType, gpuMemorySize) => ({
    runtime: 'custom-container',
    handler: 'handler',
    code: undefined,
    customContainerConfig: new models.CustomContainerConfig({ image, port: 9000 }),
    gpuConfig: new models.GPUConfig({ gpuType, gpuMemorySize }),
  });
  const preStop = new models.LifecycleHook({ handler: 'true', timeout: 300 });
  const large = { cpu: 8, memorySize: 65536, diskSize: 10240, ...container('a:1', 'fc.gpu.ada.1', 49152) };
  const deep = { cpu: 8, memorySize: 32768, diskSize: 61440, ...container('a:1', 'fc.gpu.tesla.1', 16384) };
  await fc.createFunction(smallest('large', large));
  await fc.createFunction(smallest('deep', { ...deep, instanceLifecycleConfig: new models.InstanceLifecycleConfig({ preStop }) }));
  assert.deepEqual([(await got(fc, 'large')).memorySize, (await got(fc, 'deep')).diskSize], [65536, 61440]);
  await refused(fc.createFunction(smallest('none', { ...large, gpuConfig: undefined })), 400, 'InvalidArgument', /MemorySize/);
  await refused(fc.createFunction(smallest('none', { ...deep, gpuConfig: undefined })), 400, 'InvalidArgument', /DiskSize/);
});

test('a function of FC 2.0 has the name of its service in front (G8)', async (t) => {
  const fc = client(await start(t));
  await fc.createFunction(smallest('svc$fn'));
  assert.equal((await got(fc, 'svc$fn')).functionArn, `acs:fc:cn-hangzhou:${ACCOUNT}:functions/svc$fn`);
  assert.equal((await fc.deleteFunction('svc$fn')).statusCode, 204);
});

test('a function with instances is deleted as upstream deletes it (G12)', async (t) => {
  const fc = client(await start(t));
  await fc.createFunction(smallest('demo'));
  const body = new models.PutProvisionConfigInput({ defaultTarget: 1 });
  await fc.putProvisionConfig('demo', new models.PutProvisionConfigRequest({ body }));
  await refused(fc.deleteFunction('demo'), 409, 'ProvisionConfigExist');
  const request = new models.DisableFunctionInvocationRequest({ reason: 'functionai-delete', abortOngoingRequest: true });
  await fc.disableFunctionInvocation('demo', request);
  assert.equal((await fc.deleteFunction('demo')).statusCode, 204);
});
