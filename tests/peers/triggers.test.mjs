// Triggers, driven by the official SDK.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ACCOUNT, client, models, plain, raw, refused, smallest, start } from './cloud.mjs';

const HTTP = { authType: 'anonymous', methods: ['GET', 'POST'], disableURLInternet: false };

const create = (fc, input) =>
  fc.createTrigger('demo', new models.CreateTriggerRequest({
    body: new models.CreateTriggerInput({ ...input, triggerConfig: input.triggerConfig && JSON.stringify(input.triggerConfig) }),
  }));

const change = (fc, name, input) =>
  fc.updateTrigger('demo', name, new models.UpdateTriggerRequest({ body: new models.UpdateTriggerInput(input) }));

async function begin(t) {
  const fc = client(await start(t));
  await fc.createFunction(smallest('demo'));
  return fc;
}

test('an http trigger has addresses (G32)', async (t) => {
  const fc = await begin(t);
  const created = plain(await create(fc, { triggerName: 'web', triggerType: 'http', triggerConfig: HTTP, description: 'd' }));
  assert.deepEqual(JSON.parse(created.triggerConfig), HTTP);
  assert.match(created.httpTrigger.urlInternet, /^https:\/\/demo-[a-z0-9]+\.cn-hangzhou\.fcapp\.run$/);
  assert.match(created.httpTrigger.urlIntranet, /^https:\/\/demo-[a-z0-9]+\.cn-hangzhou-vpc\.fcapp\.run$/);
  assert.match(created.triggerId, /^[0-9a-f-]{36}$/);
  assert.equal(created.qualifier, 'LATEST');
  assert.equal(created.description, 'd');
  assert(created.targetArn.startsWith(`acs:fc:cn-hangzhou:${ACCOUNT}:functions/demo`), created.targetArn);
  assert(created.createdTime && created.lastModifiedTime);
  assert.deepEqual(plain(await fc.getTrigger('demo', 'web')), created);
});

test('every type of trigger keeps its configuration (G32, G33)', async (t) => {
  const fc = await begin(t);
  const arn = (service, rest) => `acs:${service}:cn-hangzhou:${ACCOUNT}:${rest}`;
  const types = {
    timer: { triggerConfig: { cronExpression: '@every 5m', enable: true, payload: 'p' } },
    oss: { sourceArn: arn('oss', 'b'), triggerConfig: { events: ['oss:ObjectCreated:*'], filter: { key: { prefix: 'a', suffix: '.zip' } } } },
    log: {
      sourceArn: arn('log', 'project/p'),
      triggerConfig: {
        sourceConfig: { logstore: 'in' },
        jobConfig: { maxRetryTime: 3, triggerInterval: 60 },
        functionParameter: {},
        logConfig: { project: 'p', logstore: 'out' },
        enable: true,
      },
    },
    mns_topic: { sourceArn: arn('mns', '/topics/t'), triggerConfig: { notifyContentFormat: 'JSON', notifyStrategy: 'BACKOFF_RETRY', filterTag: 'x' } },
    cdn_events: { sourceArn: arn('cdn', '*'), triggerConfig: { eventName: 'LogFileCreated', eventVersion: '1.0.0', notes: 'n', filter: { domain: ['d'] } } },
    tablestore: { sourceArn: arn('ots', 'instance/i/table/t'), triggerConfig: {} },
    eventbridge: {
      triggerConfig: {
        triggerEnable: true,
        asyncInvocationType: false,
        eventRuleFilterPattern: '{}',
        eventSinkConfig: { deliveryOption: { mode: 'event-driven', eventSchema: 'CloudEvents' } },
        eventSourceConfig: { eventSourceType: 'Default' },
      },
    },
  };
  for (const [triggerType, input] of Object.entries(types)) {
    const triggerName = `t_${triggerType}`;
    await create(fc, { triggerName, triggerType, invocationRole: 'acs:ram::1:role/r', ...input });
    const live = plain(await fc.getTrigger('demo', triggerName));
    assert.deepEqual(JSON.parse(live.triggerConfig), input.triggerConfig, triggerType);
    assert.equal(live.sourceArn, input.sourceArn, triggerType);
    assert.equal(live.invocationRole, 'acs:ram::1:role/r', triggerType);
    assert.equal(live.httpTrigger, undefined, triggerType);
  }
});

test('an update replaces what it names and keeps everything else (G5)', async (t) => {
  const fc = await begin(t);
  const before = plain(await create(fc, { triggerName: 'web', triggerType: 'http', triggerConfig: HTTP, description: 'd' }));
  const after = plain(await change(fc, 'web', { triggerConfig: '{"authType":"function","methods":["GET"]}' }));
  assert.deepEqual(JSON.parse(after.triggerConfig), { authType: 'function', methods: ['GET'] });
  for (const name of ['description', 'triggerId', 'httpTrigger', 'createdTime']) {
    assert.deepEqual(after[name], before[name], name);
  }
  assert.deepEqual(plain(await fc.getTrigger('demo', 'web')), after);
});

test('what is not a trigger is refused (G10, G33)', async (t) => {
  const fc = await begin(t);
  const input = { triggerName: 'web', triggerType: 'http', triggerConfig: HTTP };
  await refused(create(fc, { ...input, triggerName: '-x' }), 400, 'InvalidArgument', /[Nn]ame/);
  await refused(create(fc, { ...input, triggerName: undefined }), 400, 'InvalidArgument', /[Nn]ame/);
  await refused(create(fc, { ...input, triggerType: 'htttp' }), 400, 'InvalidArgument', /[Tt]ype/);
  await refused(create(fc, { ...input, triggerConfig: undefined }), 400, 'InvalidArgument', /[Cc]onfig/);
  await refused(create(fc, { ...input, triggerConfig: 'text' }), 400, 'InvalidArgument', /[Cc]onfig/);
  await create(fc, input);
  await refused(change(fc, 'web', { triggerConfig: '{' }), 400, 'InvalidArgument', /[Cc]onfig/);
  // An object instead of text is a mistake that a client made once.
  const update = (body) => raw(fc, 'UpdateTrigger', 'PUT', '/2023-03-30/functions/demo/triggers/web', { body });
  await refused(update({ triggerConfig: HTTP }), 400, 'InvalidArgument', /triggerConfig/);
  await refused(update({ sourceArn: 'a' }), 400, 'InvalidArgument', /sourceArn/);
  await refused(update({ triggerType: 'timer' }), 400, 'InvalidArgument', /triggerType/);
});

test('absence and presence have errors of their own (G49)', async (t) => {
  const fc = await begin(t);
  const input = { triggerName: 'web', triggerType: 'http', triggerConfig: HTTP };
  await refused(fc.getTrigger('demo', 'web'), 404, 'TriggerNotFound', /web/);
  await refused(change(fc, 'web', { description: 'x' }), 404, 'TriggerNotFound');
  await refused(fc.deleteTrigger('demo', 'web'), 404, 'TriggerNotFound');
  await refused(fc.getTrigger('none', 'web'), 404, 'FunctionNotFound', /none/);
  await refused(fc.listTriggers('none', new models.ListTriggersRequest({})), 404, 'FunctionNotFound');
  await create(fc, input);
  await refused(create(fc, input), 409, 'TriggerAlreadyExists', /web/);
  assert.equal((await fc.deleteTrigger('demo', 'web')).statusCode, 204);
  await refused(fc.getTrigger('demo', 'web'), 404, 'TriggerNotFound');
});

test('a list comes in pages (G38)', async (t) => {
  const fc = await begin(t);
  for (const triggerName of ['c', 'a1', 'b', 'a2']) await create(fc, { triggerName, triggerType: 'http', triggerConfig: HTTP });
  const list = async (query) => plain(await fc.listTriggers('demo', new models.ListTriggersRequest(query)));
  const names = (page) => page.triggers.map((item) => item.triggerName);
  const first = await list({ limit: 3 });
  assert.deepEqual(names(first), ['a1', 'a2', 'b']);
  const second = await list({ limit: 3, nextToken: first.nextToken });
  assert.deepEqual(names(second), ['c']);
  assert(!second.nextToken);
  assert.deepEqual(names(await list({ prefix: 'a' })), ['a1', 'a2']);
});
