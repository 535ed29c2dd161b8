// FC 2.0, driven by its official SDK: every operation that it has, but for the terminal in an instance, which is no
// request.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

import FC2 from '@alicloud/fc2';

import { ACCOUNT, LENT, OTHER, OWNER, ask, crc64, fault, start, zip } from './cloud.mjs';

const REGION = 'cn-hangzhou';
const EVENT_BRIDGE = { 'x-fc-enable-eventbridge-trigger': 'enable' };
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** What the SDK is made of, and what it cannot do without a terminal. */
const NO_OPERATION = ['constructor', 'buildHeaders', 'request', 'get', 'post', 'put', 'delete', 'normalizeParams', 'largeFunctionHelper', 'uploadCodeToTmpOssBucket', 'websocket', 'instanceExec'];

/** The operations that some test has called. */
const called = new Set();

const client = (cloud, { id, secret, token } = OWNER) => {
  const sdk = new FC2(ACCOUNT, { accessKeyID: id, accessKeySecret: secret, securityToken: token, region: REGION, endpoint: cloud.url });
  return new Proxy(sdk, {
    get(target, name) {
      const value = target[name];
      if (typeof value !== 'function' || NO_OPERATION.includes(name)) return value;
      called.add(name);
      return value.bind(target);
    },
  });
};

const smallest = (name, more = {}) => ({
  functionName: name,
  runtime: 'python3',
  handler: 'index.handler',
  code: { zipFile: zip().toString('base64') },
  ...more,
});

const data = async (promise) => (await promise).data;

/** Asserts that the SDK throws the API's error. */
const refused = (promise, status, code) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.code, code, error.message);
    assert.match(error.message, new RegExp(`failed with ${status}\\.`));
    return true;
  });

/** The bytes at an address. It names the host that was asked, and this SDK leaves the port out of that. */
const download = async (cloud, address) => {
  const { pathname, search } = new URL(address);
  const reply = await ask(cloud, `${pathname}${search}`);
  assert.equal(reply.status, 200);
  return Buffer.from(await reply.arrayBuffer());
};

/** A cloud with the service `svc` and the function `fn`. */
const furnished = async (t, ...flags) => {
  const cloud = await start(t, ...flags);
  const fc = client(cloud);
  await fc.createService('svc');
  await fc.createFunction('svc', smallest('fn'));
  return { cloud, fc };
};

test('a service is made, changed, listed and deleted (G62, G64)', async (t) => {
  const fc = client(await start(t));
  const settings = {
    description: '测试',
    role: `acs:ram::${ACCOUNT}:role/r`,
    internetAccess: false,
    logConfig: { project: 'p', logstore: 'l', enableRequestMetrics: true, enableInstanceMetrics: false, logBeginRule: 'DefaultRegex' },
    vpcConfig: { vpcId: 'vpc-1', vSwitchIds: ['vsw-1'], securityGroupId: 'sg-1', role: '' },
    nasConfig: { userId: 10003, groupId: 10003, mountPoints: [{ serverAddr: 'x:/svc', mountDir: '/mnt/auto' }] },
    tracingConfig: { type: 'Jaeger', params: { endpoint: 'http://e' } },
    ossMountConfig: { mountPoints: [{ endpoint: 'http://x', bucketName: 'b', bucketPath: '/', mountDir: '/mnt/b', readOnly: true }] },
  };
  const created = await fc.createService('svc', settings);
  for (const [name, value] of Object.entries(settings)) assert.deepEqual(created.data[name], value, name);
  assert.match(created.data.createdTime, TIME);
  assert.match(created.data.serviceId, /^[0-9a-f-]{36}$/);
  assert.match(created.headers.etag, /^[0-9a-f]{32}$/);
  assert(created.headers['x-fc-request-id']);
  assert.deepEqual(await data(fc.getService('svc')), created.data);
  assert.deepEqual(await data(fc.getService('svc', {}, 'LATEST')), created.data);

  const updated = await data(fc.updateService('svc', { description: 'other' }));
  assert.equal(updated.description, 'other');
  assert.deepEqual(updated.logConfig, settings.logConfig);
  const cleared = await data(fc.updateService('svc', { role: '', tracingConfig: {}, nasConfig: { userId: -1, groupId: -1, mountPoints: [] } }));
  assert.deepEqual([cleared.role, cleared.tracingConfig], ['', {}]);

  await fc.createService('other');
  const listed = await data(fc.listServices());
  assert.deepEqual(listed.services.map((service) => service.serviceName), ['other', 'svc']);
  assert.equal(listed.nextToken, null);
  const page = await data(fc.listServices({ limit: 1 }));
  const rest = await data(fc.listServices({ limit: 1, nextToken: page.nextToken }));
  assert.deepEqual([...page.services, ...rest.services].map((service) => service.serviceName), ['other', 'svc']);
  await refused(fc.createService('svc'), 409, 'ServiceAlreadyExists');
  await fc.deleteService('svc');
  await refused(fc.getService('svc'), 404, 'ServiceNotFound');
});

test('a function is made, changed, listed and deleted (G62, G64)', async (t) => {
  const { fc } = await furnished(t);
  const settings = {
    description: 'd',
    memorySize: 256,
    timeout: 60,
    initializer: 'index.init',
    initializationTimeout: 10,
    instanceConcurrency: 1,
    instanceType: 'e1',
    environmentVariables: { A: '1' },
    instanceLifecycleConfig: { preFreeze: { handler: '', timeout: 3 }, preStop: { handler: 'index.stop', timeout: 10 } },
    customDNS: { nameServers: ['1.1.1.1'], searches: ['a.com'], dnsOptions: [{ name: 'ndots', value: '1' }] },
    cpu: 0.5,
    diskSize: 512,
  };
  const created = await fc.createFunction('svc', smallest('full', settings));
  for (const [name, value] of Object.entries(settings)) assert.deepEqual(created.data[name], value, name);
  assert.deepEqual([created.data.codeSize, created.data.codeChecksum], [22, crc64(zip())]);
  assert.deepEqual(await data(fc.getFunction('svc', 'full')), created.data);
  // The SDK makes numbers of texts.
  const updated = await data(fc.updateFunction('svc', 'full', { memorySize: '512', environmentVariables: { B: '2' } }));
  assert.deepEqual([updated.memorySize, updated.environmentVariables, updated.timeout], [512, { B: '2' }, 60]);
  const listed = await data(fc.listFunctions('svc', { prefix: 'f', limit: 100 }));
  assert.deepEqual(listed.functions.map((one) => one.functionName), ['fn', 'full']);
  assert.deepEqual(listed.functions[1], updated);
  await refused(fc.createFunction('svc', smallest('fn')), 409, 'FunctionAlreadyExists');
  await refused(fc.createFunction('none', smallest('fn')), 404, 'ServiceNotFound');
  await refused(fc.updateFunction('svc', 'fn', { memorySize: 100 }), 400, 'InvalidArgument');
  await refused(fc.deleteService('svc'), 409, 'ServiceNotEmpty');
  await fc.deleteFunction('svc', 'full');
  await refused(fc.getFunction('svc', 'full'), 404, 'FunctionNotFound');
});

test('If-Match guards writes, as the SDK sends it (G72)', async (t) => {
  const { fc } = await furnished(t);
  const { headers } = await fc.getFunction('svc', 'fn');
  const updated = await fc.updateFunction('svc', 'fn', { timeout: 9 }, { 'If-Match': headers.etag });
  assert.notEqual(updated.headers.etag, headers.etag);
  await refused(fc.updateFunction('svc', 'fn', { timeout: 10 }, { 'If-Match': headers.etag }), 412, 'PreconditionFailed');
  await refused(fc.deleteFunction('svc', 'fn', {}, { 'If-Match': '1234' }), 412, 'PreconditionFailed');
  await fc.deleteFunction('svc', 'fn', {}, { 'If-Match': updated.headers.etag });
  // Here the SDK takes the headers for options.
  await refused(fc.deleteService('svc', { 'If-Match': '1234' }), 412, 'PreconditionFailed');
  await fc.deleteService('svc', { 'If-Match': (await fc.getService('svc')).headers.etag });
});

test('code is downloaded again (G41, G65)', async (t) => {
  const { cloud, fc } = await furnished(t);
  const bytes = zip('one');
  await fc.updateFunction('svc', 'fn', { code: { zipFile: bytes.toString('base64') } });
  // The SDK puts headers into the query.
  const { url, checksum } = await data(fc.getFunctionCode('svc', 'fn', { 'x-fc-trace-id': 't' }, 'LATEST'));
  assert.equal(checksum, crc64(bytes));
  assert.deepEqual(await download(cloud, url), bytes);
  const wrong = { 'x-fc-code-checksum': '1' };
  await refused(fc.updateFunction('svc', 'fn', { code: { zipFile: bytes.toString('base64') } }, wrong), 400, 'InvalidArgument');
});

/** Leads the buckets' addresses, which the SDK does not let choose, to the emulator. */
const redirected = (t, cloud) => {
  const { hostname, port } = new URL(cloud.url);
  const send = http.request;
  http.request = (options, ...more) => {
    const host = options.host ?? options.hostname ?? '';
    if (!host.endsWith('.aliyuncs.com')) return send(options, ...more);
    const headers = { ...options.headers, host };
    return send({ ...options, host: hostname, hostname, port, headers, agent: undefined }, ...more);
  };
  process.env.FC_REGION = REGION;
  t.after(() => {
    http.request = send;
    delete process.env.FC_REGION;
  });
};

test('large code goes through the temporary buckets, all by the SDK (G41, G42, G59)', async (t) => {
  const { cloud, fc } = await furnished(t);
  redirected(t, cloud);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'peers-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'code.zip');
  const bytes = zip('large');
  fs.writeFileSync(file, bytes);
  const created = await data(fc.createFunction('svc', smallest('large', { code: { zipFile: file }, withoutCodeLimit: true })));
  assert.equal(created.codeChecksum, crc64(bytes));
  const updated = await data(fc.updateFunction('svc', 'fn', { code: { zipFile: file }, withoutCodeLimit: true }));
  assert.equal(updated.codeChecksum, crc64(bytes));
  const uploads = cloud.log().filter((entry) => entry.action === 'PutObject');
  assert.deepEqual(uploads.map((entry) => entry.status), [200, 200]);
  for (const { path: target } of uploads) assert.match(target, new RegExp(`^/${ACCOUNT}/svc/[^/]+$`));

  // The SDK leaves its own member in the request, which no model has.
  const codeConfig = { size: bytes.length, zipFilePath: file };
  const layer = await data(fc.publishLayerVersionForBigCode('l', { codeConfig, compatibleRuntime: ['python3'] }));
  assert.equal(layer.codeChecksum, crc64(bytes));
  await refused(fc.getTempCodeBucketPermission('none', 'fn', 'e1'), 404, 'ServiceNotFound');
  const lent = await data(fc.getTempCodeBucketPermission('svc', 'fn', 'e1'));
  assert.deepEqual([lent.ossBucket, lent.codeSizeLimit], ['fc-temp-bucket', 524288000]);
  assert.equal((await data(fc.getTempBucketToken())).ossRegion, `oss-${REGION}`);
});

const source = (kind) => `acs:${kind}:${REGION}:${ACCOUNT}:x`;
const TRIGGERS = {
  http: { triggerConfig: { authType: 'anonymous', methods: ['GET', 'POST'], disableURLInternet: false } },
  timer: { triggerConfig: { cronExpression: '0 0 8 * * *', enable: true, payload: 'p' } },
  oss: { triggerConfig: { events: ['oss:ObjectCreated:*'], filter: { key: { prefix: 'p/', suffix: '.png' } } }, sourceArn: source('oss') },
  log: {
    triggerConfig: { sourceConfig: { logstore: 'ls' }, jobConfig: { maxRetryTime: 1, triggerInterval: 30 }, logConfig: { project: 'p', logstore: 'l' }, functionParameter: { k: 'v' }, enable: true },
    sourceArn: source('log'),
  },
  mns_topic: { triggerConfig: { notifyContentFormat: 'JSON', notifyStrategy: 'BACKOFF_RETRY', filterTag: 't' }, sourceArn: source('mns') },
  cdn_events: { triggerConfig: { eventName: 'LogFileCreated', eventVersion: '1.0.0', notes: 'n', filter: { domain: ['www.example.com'] } }, sourceArn: source('cdn') },
  tablestore: { triggerConfig: {}, sourceArn: source('ots') },
  eventbridge: { triggerConfig: { triggerEnable: true, asyncInvocationType: false, eventRuleFilterPattern: '{}', eventSourceConfig: { eventSourceType: 'Default' } } },
};

test('triggers of all eight types (G66, G67)', async (t) => {
  const { fc } = await furnished(t);
  for (const [type, settings] of Object.entries(TRIGGERS)) {
    const body = { triggerName: type, triggerType: type, invocationRole: 'r', qualifier: 'LATEST', ...settings };
    const created = await data(fc.createTrigger('svc', 'fn', body, EVENT_BRIDGE));
    for (const [name, value] of Object.entries(body)) assert.deepEqual(created[name], value, `${type} ${name}`);
    assert.deepEqual(await data(fc.getTrigger('svc', 'fn', type, EVENT_BRIDGE)), created);
  }
  assert.match((await data(fc.getTrigger('svc', 'fn', 'http'))).urlInternet, /^https:\/\/svc-fn-[a-z]{10}\./);
  await refused(fc.getTrigger('svc', 'fn', 'eventbridge'), 404, 'TriggerNotFound');
  const listed = async (headers) => (await data(fc.listTriggers('svc', 'fn', { limit: 100 }, headers))).triggers.map((one) => one.triggerName);
  assert.deepEqual(await listed(EVENT_BRIDGE), Object.keys(TRIGGERS).sort());
  assert.equal((await listed()).length, 7);
  const config = { cronExpression: '@every 1m', enable: false, payload: '' };
  assert.deepEqual((await data(fc.updateTrigger('svc', 'fn', 'timer', { triggerConfig: config }))).triggerConfig, config);
  await refused(fc.updateTrigger('svc', 'fn', 'mns_topic', { triggerConfig: TRIGGERS.mns_topic.triggerConfig }), 400, 'InvalidArgument');
  await refused(fc.deleteFunction('svc', 'fn'), 409, 'FunctionNotEmpty');
  for (const type of Object.keys(TRIGGERS)) await fc.deleteTrigger('svc', 'fn', type, {}, EVENT_BRIDGE);
  await fc.deleteFunction('svc', 'fn');
});

test('domains, with routes to functions that are there (G25, G31)', async (t) => {
  const { fc } = await furnished(t);
  const routes = [{ path: '/*', serviceName: 'svc', functionName: 'fn', qualifier: 'LATEST', methods: ['GET'], rewriteConfig: { equalRules: [{ match: '/a', replacement: '/b' }] } }];
  const body = {
    protocol: 'HTTP,HTTPS',
    routeConfig: { routes },
    certConfig: { certName: 'c', certificate: 'PEM', privateKey: 'KEY' },
    tlsConfig: { minVersion: 'TLSv1.2', cipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] },
    wafConfig: { enableWAF: false },
  };
  const created = await data(fc.createCustomDomain('demo.example.com', body));
  assert.deepEqual(created.certConfig, { certName: 'c', certificate: 'PEM', privateKey: null });
  assert.deepEqual([created.routeConfig.routes, created.tlsConfig, created.apiVersion], [routes, body.tlsConfig, '2016-08-15']);
  assert.deepEqual(await data(fc.getCustomDomain('demo.example.com')), created);
  assert.equal((await data(fc.updateCustomDomain('demo.example.com', { protocol: 'HTTP' }))).protocol, 'HTTP');
  await refused(fc.updateCustomDomain('demo.example.com', { routeConfig: { routes: [{ path: '/', serviceName: 'none', functionName: 'fn' }] } }), 404, 'ServiceNotFound');
  assert.equal((await data(fc.listCustomDomains({ prefix: 'd' }))).customDomains.length, 1);
  await fc.deleteCustomDomain('demo.example.com');
  await refused(fc.getCustomDomain('demo.example.com'), 404, 'DomainNameNotFound');
});

test('versions and aliases (G68)', async (t) => {
  const { fc } = await furnished(t);
  const first = await data(fc.publishVersion('svc', 'one'));
  assert.deepEqual([first.versionId, first.description], ['1', 'one']);
  await refused(fc.publishVersion('svc'), 400, 'VersionPublishError');
  assert.equal((await data(fc.publishVersion('svc', '', { 'x-fc-ignore-version-publish-error': 'true' }))).versionId, '1');
  await fc.updateFunction('svc', 'fn', { timeout: 9 });
  await fc.publishVersion('svc');
  const { versions, direction } = await data(fc.listVersions('svc', { limit: 10 }));
  assert.deepEqual([versions.map((version) => version.versionId), direction], [['2', '1'], 'BACKWARD']);

  const alias = await data(fc.createAlias('svc', 'prod', '1', { description: 'd', additionalVersionWeight: { 2: 0.2 } }));
  assert.deepEqual(alias.additionalVersionWeight, { 2: 0.2 });
  assert.deepEqual(await data(fc.getAlias('svc', 'prod')), alias);
  assert.equal((await data(fc.getFunction('svc', 'fn', {}, 'prod'))).timeout, 3);
  assert.equal((await data(fc.listFunctions('svc', {}, {}, 'prod'))).functions[0].timeout, 3);
  const moved = await data(fc.updateAlias('svc', 'prod', '2', { additionalVersionWeight: {} }));
  assert.deepEqual([moved.versionId, moved.additionalVersionWeight], ['2', {}]);
  assert.deepEqual((await data(fc.listAliases('svc', { prefix: 'p' }))).aliases, [moved]);
  await refused(fc.createAlias('svc', 'prod', '1'), 409, 'AliasAlreadyExists');
  await refused(fc.createAlias('svc', 'next', '7'), 404, 'VersionNotFound');
  await refused(fc.deleteVersion('svc', '2'), 400, 'InvalidArgument');
  await fc.deleteAlias('svc', 'prod');
  await fc.deleteVersion('svc', '2');
  await refused(fc.getFunction('svc', 'fn', {}, '2'), 404, 'VersionNotFound');
});

test('configurations of asynchronous calls and of instances (G37, G69)', async (t) => {
  const { fc } = await furnished(t);
  await fc.publishVersion('svc', 'one');
  await fc.createAlias('svc', 'prod', '1');
  await refused(fc.getFunctionAsyncConfig('svc', 'fn'), 404, 'AsyncConfigNotExists');
  const config = { destinationConfig: { onSuccess: { destination: 'a' }, onFailure: { destination: 'b' } }, maxAsyncEventAgeInSeconds: 3600, maxAsyncRetryAttempts: 2, statefulInvocation: true };
  const put = await data(fc.putFunctionAsyncConfig('svc', 'fn', 'prod', config));
  for (const [name, value] of Object.entries(config)) assert.deepEqual(put[name], value, name);
  assert.deepEqual([put.service, put.function, put.qualifier], ['svc', 'fn', 'prod']);
  assert.deepEqual(await data(fc.getFunctionAsyncConfig('svc', 'fn', 'prod')), put);
  assert.deepEqual(await data(fc.listFunctionAsyncConfigs('svc', 'fn')), { configs: [put], nextToken: '' });
  await fc.deleteFunctionAsyncConfig('svc', 'fn', 'prod');
  await refused(fc.deleteFunctionAsyncConfig('svc', 'fn', 'prod'), 404, 'AsyncConfigNotExists');

  assert.equal((await data(fc.getProvisionConfig('svc', 'fn', 'prod'))).target, 0);
  const provision = await data(fc.putProvisionConfig('svc', 'fn', 'prod', { target: 2, alwaysAllocateCPU: true }));
  assert.deepEqual([provision.resource, provision.current], [`${ACCOUNT}#svc#prod#fn`, 2]);
  assert.deepEqual((await data(fc.listProvisionConfigs({ serviceName: 'svc' }))).provisionConfigs, [provision]);
  assert.equal((await data(fc.listInstances('svc', 'fn', 'prod', { limit: 5 }))).instances.length, 2);

  await refused(fc.getOnDemandConfig('svc', 'fn', 'prod'), 404, 'OnDemandConfigNotFound');
  const demand = await data(fc.putOnDemandConfig('svc', 'fn', 'prod', { maximumInstanceCount: 10 }));
  assert.deepEqual(demand, { maximumInstanceCount: 10, resource: 'services/svc.prod/functions/fn' });
  assert.deepEqual((await data(fc.listOnDemandConfigs({ prefix: 'services/svc' }))).configs, [demand]);
  await fc.deleteOnDemandConfig('svc', 'fn', 'prod');
  assert.equal((await data(fc.listOnDemandConfigs())).configs, null);
});

test('tags, and bindings as upstream asks for them', async (t) => {
  const { fc } = await furnished(t);
  const arn = `acs:fc:${REGION}:${ACCOUNT}:services/svc`;
  await fc.tagResource(arn, { a: '1', b: '2' });
  assert.deepEqual(await data(fc.getResourceTags({ resourceArn: arn })), { resourceArn: arn, tags: { a: '1', b: '2' } });
  assert.equal((await data(fc.listServices({ tags: { a: '1' } }))).services.length, 1);
  await fc.untagResource(arn, ['a']);
  await fc.untagResource(arn, [], true);
  assert.deepEqual((await data(fc.getResourceTags({ resourceArn: 'services/svc' }))).tags, {});

  await fc.post('/services/svc/binding', { vpcId: 'vpc-1' });
  assert.deepEqual(await data(fc.get('/services/svc/bindings')), { vpcIds: ['vpc-1'] });
  await fc.request('DELETE', '/services/svc/binding', null, { vpcId: 'vpc-1' });
  assert.deepEqual(await data(fc.get('/services/svc/bindings')), { vpcIds: [] });
});

test('layers (G39, G64, G73)', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  const code = { zipFile: zip().toString('base64') };
  const made = await data(fc.publishLayerVersion('l', { description: 'd', code, compatibleRuntime: ['python3'] }));
  assert.deepEqual([made.version, made.codeChecksum, made.acl], [1, crc64(zip()), 0]);
  await fc.publishLayerVersion('l', { code });
  assert.equal((await data(fc.getLayerVersion('l', 2))).layerName, 'l');
  const arn = `acs:fc:${REGION}:${ACCOUNT}:layers/l/versions/1`;
  const found = await data(fc.getLayerVersionByArn(arn));
  assert.deepEqual([found.arnV2, found.description], [arn, 'd']);
  assert.deepEqual(await download(cloud, found.code.location), zip());
  await fc.putLayerACL('l', { public: true });
  assert.equal((await data(fc.listLayers({ prefix: 'l', limit: 10 }))).layers[0].acl, 1);
  assert.deepEqual((await data(fc.listLayerVersions('l', { startVersion: 2 }))).layers.map((layer) => layer.version), [2]);
  await fc.deleteLayerVersion('l', 1);
  await refused(fc.getLayerVersion('l', 1), 404, 'LayerVersionNotFound');
});

test('a function is invoked, and the account is asked about (G70)', async (t) => {
  const { fc } = await furnished(t);
  const { headers, data: answer } = await fc.invokeFunction('svc', 'fn', '{"a":1}');
  assert.deepEqual([String(answer), headers['x-fc-code-checksum']], ['{"a":1}', crc64(zip())]);
  await fc.invokeFunction('svc', 'fn', 'x', { 'x-fc-invocation-type': 'Async' }, 'LATEST');
  await refused(fc.invokeFunction('svc', 'fn', 'x', {}, 'none'), 404, 'AliasNotFound');
  assert.deepEqual((await data(fc.getAccountSettings())).availableAZs, [`${REGION}-f`]);
  assert.deepEqual(await data(fc.getAccountConfigs({ config: ['CodeSizeLimit'] })), { CodeSizeLimit: 524288000 });
  assert.deepEqual((await data(fc.listReservedCapacities())).reservedCapacities, []);
});

test('keys, tokens and signatures', async (t) => {
  const cloud = await start(t);
  await client(cloud, OTHER).listServices();
  await client(cloud, LENT).createService('lent');
  await refused(client(cloud, { ...OWNER, secret: 'wrong' }).listServices(), 403, 'SignatureNotMatch');
  await refused(client(cloud, { ...OWNER, id: 'nobody' }).listServices(), 403, 'InvalidAccessKeyID');
  await refused(client(cloud, { ...LENT, token: 'another' }).listServices(), 403, 'SignatureNotMatch');
  const seen = cloud.log().map(({ action, key, status }) => [action, key, status]);
  assert.deepEqual(seen.slice(0, 3), [['ListServices', 'other', 200], ['CreateService', 'lent', 200], ['ListServices', null, 403]]);
  const reply = await ask(cloud, '/2016-08-15/services');
  assert.equal((await reply.json()).ErrorCode, 'MissingRequiredHeader');
});

test('faults are told in the words of this API', async (t) => {
  const { cloud, fc } = await furnished(t);
  await fault(cloud, { kind: 'status', status: 429, code: 'ResourceThrottled', message: 'slow down', path: '/2016-08-15/services/svc', times: 1 });
  await refused(fc.getService('svc'), 429, 'ResourceThrottled');
  await fault(cloud, { kind: 'status', status: 409, code: 'ConcurrentUpdateError', method: 'PUT', times: 1 });
  await refused(fc.updateService('svc', { description: 'x' }), 409, 'ConcurrentUpdateError');
  assert.equal((await data(fc.getService('svc'))).description, '');
  await fault(cloud, { kind: 'unknownFields', times: 1 });
  const before = Object.keys(await data(fc.getService('svc'))).length;
  assert.equal(Object.keys(await data(fc.getService('svc'))).length, before - 1);
});

test('every operation of the SDK was called', () => {
  const all = Object.getOwnPropertyNames(FC2.prototype).filter((name) => !NO_OPERATION.includes(name));
  assert.deepEqual(all.filter((name) => !called.has(name)), []);
});
