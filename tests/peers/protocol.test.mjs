// What every operation has in common: signatures, routes, errors, what is not configured, misbehaviour.

import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';

import FC2 from '@alicloud/fc2';

import { ACCOUNT, LENT, OTHER, OWNER, ask, client, fault, models, plain, raw, refused, smallest, start, update } from './cloud.mjs';

const list = (fc) => fc.listFunctions(new models.ListFunctionsRequest({}));
const get = (fc, name = 'demo') => fc.getFunction(name, new models.GetFunctionRequest({}));

test('a wrong signature is told from an unknown key', async (t) => {
  const cloud = await start(t);
  await list(client(cloud));
  await refused(list(client(cloud, { ...OWNER, secret: 'wrong' })), 403, 'SignatureNotMatch', /does not match/);
  await refused(list(client(cloud, { ...OWNER, id: 'nobody' })), 403, 'InvalidAccessKeyID', /nobody/);
  assert.deepEqual(cloud.log().map((entry) => [entry.key, entry.status]), [['owner', 200], [null, 403], [null, 403]]);
});

test('a temporary key comes with its token', async (t) => {
  const cloud = await start(t);
  await list(client(cloud, LENT));
  const { id, secret } = LENT;
  for (const token of [undefined, 'another']) {
    await assert.rejects(list(client(cloud, { id, secret, token })), { statusCode: 403 });
  }
  await assert.rejects(list(client(cloud, { ...OWNER, token: LENT.token })), { statusCode: 403 });
});

test('the older API has its own signature and its own errors', async (t) => {
  const cloud = await start(t);
  const older = (secret) =>
    new FC2(ACCOUNT, { accessKeyID: OWNER.id, accessKeySecret: secret, region: 'cn-hangzhou', endpoint: cloud.url });
  await assert.rejects(older('wrong').get('/tempBucketToken'), { code: 'SignatureNotMatch' });
  await assert.rejects(older(OWNER.secret).get('/nothing'), { code: 'PathNotSupported' });
});

test('a changed body, query or header breaks the signature', async (t) => {
  const cloud = await start(t);
  const seen = [];
  const proxy = http.createServer((request, reply) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const change = seen.shift();
      const sent = change({ method: request.method, path: request.url, headers: { ...request.headers }, body: Buffer.concat(chunks) });
      delete sent.headers['transfer-encoding'];
      const { method, path, headers, body } = sent;
      const forwarded = http.request(cloud.url, { method, path, headers }, (answer) => {
        reply.writeHead(answer.statusCode, answer.headers);
        answer.pipe(reply);
      });
      forwarded.end(body);
    });
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => proxy.close());
  const fc = client({ host: `127.0.0.1:${proxy.address().port}` });
  const changes = [
    (sent) => ({ ...sent, body: Buffer.from(String(sent.body).replace('"demo"', '"evil"')) }),
    (sent) => ({ ...sent, path: `${sent.path}?x=1` }),
    (sent) => ({ ...sent, headers: { ...sent.headers, 'x-acs-signature-nonce': 'another' } }),
    (sent) => ({ ...sent, headers: { ...sent.headers, 'x-acs-added': 'unsigned' } }),
    (sent) => ({ ...sent, method: 'PUT' }),
  ];
  for (const change of changes) {
    seen.push(change);
    await assert.rejects(fc.createFunction(smallest('demo')), (error) => {
      assert([400, 403].includes(error.statusCode), error.message);
      return true;
    });
  }
  seen.push((sent) => sent);
  await fc.createFunction(smallest('demo'));
});

test('an unknown route, parameter or field fails loudly (G3)', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  await fc.createFunction(smallest('demo'));
  await refused(fc.describeRegions(new models.DescribeRegionsRequest({})), 400, 'PathNotSupported', /'GET' against '\/2023-03-30\/regions' is not supported/);
  const reply = await ask(cloud, '/2023-03-30/nothing');
  assert.equal(reply.status, 400);
  const { Code, Message, RequestId } = await reply.json();
  assert.deepEqual([Code, Message], ['PathNotSupported', "'GET' against '/2023-03-30/nothing' is not supported"]);
  assert.equal(reply.headers.get('x-fc-request-id'), RequestId);

  const change = (body) => raw(fc, 'UpdateFunction', 'PUT', '/2023-03-30/functions/demo', { body });
  await refused(change({ timeuot: 4 }), 400, 'InvalidArgument', /timeuot/);
  await refused(change({ vpcConfig: { vpcID: 'v' } }), 400, 'InvalidArgument', /vpcConfig\.vpcID/);
  await refused(change({ functionName: 'other' }), 400, 'InvalidArgument', /functionName/);
  await refused(change({ timeout: '4' }), 400, 'InvalidArgument', /timeout/);
  await refused(raw(fc, 'ListFunctions', 'GET', '/2023-03-30/functions', { query: { limt: '1' } }), 400, 'InvalidArgument', /limt/);
  await change({ timeout: 4 });
});

test('a request without a signature is refused', async (t) => {
  const cloud = await start(t);
  const reply = await ask(cloud, '/2023-03-30/functions');
  assert.equal(reply.status, 400);
  assert.equal((await reply.json()).Code, 'MissingRequiredHeader');
});

test('what nobody configured is answered the way upstream expects (G15)', async (t) => {
  const fc = client(await start(t));
  const { functionArn } = plain(await fc.createFunction(smallest('demo', { tags: [new models.Tag({ key: 'k', value: 'v' })] })));
  const qualifier = 'LATEST';
  await refused(fc.getAsyncInvokeConfig('demo', new models.GetAsyncInvokeConfigRequest({ qualifier })), 404, 'AsyncConfigNotExists');
  await refused(fc.getConcurrencyConfig('demo'), 404, 'OnDemandConfigNotFound');
  const provision = plain(await fc.getProvisionConfig('demo', new models.GetProvisionConfigRequest({ qualifier })));
  assert(!provision.functionArn && !provision.target);
  const scaling = plain(await fc.getScalingConfig('demo', new models.GetScalingConfigRequest({ qualifier })));
  assert(!scaling.functionArn);
  assert.deepEqual(plain(await fc.listVpcBindings('demo')), { vpcIds: [] });
  const tags = await fc.listTagResources(new models.ListTagResourcesRequest({ resourceId: [functionArn], resourceType: 'function' }));
  assert.deepEqual(tags.body.tagResources.map((tag) => [tag.tagKey, tag.tagValue]), [['k', 'v']]);
  await refused(fc.getAsyncInvokeConfig('none', new models.GetAsyncInvokeConfigRequest({ qualifier })), 404, 'FunctionNotFound');
});

test('the log has one line a request', async (t) => {
  const cloud = await start(t);
  await client(cloud).createFunction(smallest('demo'));
  await get(client(cloud, OTHER));
  const [created, read] = cloud.log();
  assert.deepEqual(Object.keys(created), ['time', 'method', 'path', 'action', 'key', 'status']);
  assert(Math.abs(new Date(created.time) - Date.now()) < 60_000);
  const { time, ...rest } = created;
  assert.deepEqual(rest, { method: 'POST', path: '/2023-03-30/functions', action: 'CreateFunction', key: 'owner', status: 200 });
  assert.deepEqual([read.action, read.key], ['GetFunction', 'other']);
  await ask(cloud, '/__emulator__/state');
  assert.equal(cloud.log().length, 2);
});

test('a fault refuses some requests and spares the others', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  await fc.createFunction(smallest('demo'));
  await fault(cloud, { kind: 'status', status: 429, code: 'Throttling', message: 'slow down', method: 'PUT', path: '/2023-03-30/functions/*', times: 1 });
  await get(fc);
  await refused(fc.updateFunction('demo', update({ timeout: 9 })), 429, 'Throttling', /slow down/);
  assert.equal(plain(await get(fc)).timeout, 3);
  assert.equal(plain(await fc.updateFunction('demo', update({ timeout: 9 }))).timeout, 9);
});

test('faults end when they are removed', async (t) => {
  const cloud = await start(t);
  await fault(cloud, { kind: 'status', status: 500 });
  await refused(list(client(cloud)), 500, 'InternalServerError');
  await ask(cloud, '/__emulator__/faults', { method: 'DELETE' });
  await list(client(cloud));
  const wrong = await ask(cloud, '/__emulator__/faults', { method: 'POST', body: '{"kind":"explode"}' });
  assert.equal(wrong.status, 400);
});

test('a reply can be late, broken or missing, though the request took effect', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  await fc.createFunction(smallest('demo'));
  const once = (kind, more = {}) => fault(cloud, { kind, method: 'PUT', times: 1, ...more });
  const change = (timeout) => fc.updateFunction('demo', update({ timeout }));
  const live = async () => plain(await get(fc)).timeout;

  await once('half');
  await assert.rejects(change(11), SyntaxError);
  await once('cut');
  await assert.rejects(change(12));
  assert.equal(await live(), 12);
  await once('close');
  await assert.rejects(change(13));
  const before = Date.now();
  await once('delay', { ms: 300 });
  await change(14);
  assert(Date.now() - before >= 300);

  await once('hang');
  const silent = new Promise((resolve) => setTimeout(resolve, 300, 'silence'));
  assert.equal(await Promise.race([change(15).catch(() => 'error'), silent]), 'silence');
});

test('a cut reply announces more than it sends', async (t) => {
  const cloud = await start(t);
  await fault(cloud, { kind: 'cut' });
  const seen = await new Promise((resolve, reject) => {
    const request = http.get(`${cloud.url}/2023-03-30/nothing`, (reply) => {
      let received = 0;
      reply.on('data', (chunk) => (received += chunk.length));
      reply.on('error', () => {});
      reply.on('close', () => resolve({ announced: Number(reply.headers['content-length']), received, complete: reply.complete }));
    });
    request.on('error', reject);
  });
  assert.equal(seen.complete, false);
  assert.equal(seen.received, Math.floor(seen.announced / 2));
});

test('a field of tomorrow does not hide the fields of today', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  await fc.createFunction(smallest('demo'));
  await fault(cloud, { kind: 'unknownFields' });
  assert.equal(plain(await get(fc)).functionName, 'demo');
  const raw = await (await ask(cloud, '/2023-03-30/nothing')).json();
  assert.equal(Object.keys(raw).length, 4);
});

test('the whole state can be looked at', async (t) => {
  const cloud = await start(t);
  await client(cloud).createFunction(smallest('demo'));
  const state = await (await ask(cloud, '/__emulator__/state')).json();
  assert.deepEqual(Object.keys(state.functions), ['demo']);
});

test('flags change the account, the region and the pace', async (t) => {
  const cloud = await start(t, '--account', '42', '--region', 'cn-beijing', '--latency', '150');
  const before = Date.now();
  const { functionArn } = plain(await client(cloud).createFunction(smallest('demo')));
  assert.equal(functionArn, 'acs:fc:cn-beijing:42:functions/demo');
  assert(Date.now() - before >= 150);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  test(`${signal} ends it`, async (t) => {
    const cloud = await start(t);
    await list(client(cloud));
    assert.deepEqual(await cloud.stop(signal), { code: 0, signal: null });
  });
}
