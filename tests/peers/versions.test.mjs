// Versions, aliases, layers, images and invocations, driven by the official SDK.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import test from 'node:test';

import { ask, client, crc64, models, plain, refused, smallest, start, update, zip } from './cloud.mjs';

async function begin(t, ...flags) {
  const cloud = await start(t, ...flags);
  const fc = client(cloud);
  await fc.createFunction(smallest('demo'));
  return { cloud, fc };
}

const publish = (fc, description) =>
  fc.publishFunctionVersion('demo', new models.PublishFunctionVersionRequest({ body: new models.PublishVersionInput({ description }) }));
const versions = async (fc, query = {}) => plain(await fc.listFunctionVersions('demo', new models.ListFunctionVersionsRequest(query)));
const got = async (fc, qualifier) => plain(await fc.getFunction('demo', new models.GetFunctionRequest({ qualifier })));
const alias = (fc, body) => fc.createAlias('demo', new models.CreateAliasRequest({ body: new models.CreateAliasInput(body) }));

test('a version is the function as it was (G34)', async (t) => {
  const { fc } = await begin(t);
  const first = plain(await publish(fc, 'one'));
  assert.deepEqual([first.versionId, first.description], ['1', 'one']);
  await fc.updateFunction('demo', update({ timeout: 77 }));
  await publish(fc, 'two');
  assert.equal((await got(fc, '1')).timeout, 3);
  assert.equal((await got(fc, '2')).timeout, 77);
  await refused(fc.getFunction('demo', new models.GetFunctionRequest({ qualifier: '9' })), 404, 'VersionNotFound');
  await refused(fc.deleteFunction('demo'), 409, 'FunctionNotEmpty', /versions/);
  const { checksum } = plain(await fc.getFunctionCode('demo', new models.GetFunctionCodeRequest({ qualifier: '1' })));
  assert.equal(checksum, crc64(zip()));
});

test('versions are listed in either direction, in pages (G34, G38)', async (t) => {
  const { fc } = await begin(t);
  for (const name of ['a', 'b', 'c']) await publish(fc, name);
  const all = await versions(fc);
  assert.equal(all.direction, 'BACKWARD');
  assert.deepEqual(all.versions.map((one) => one.versionId), ['3', '2', '1']);
  const page = await versions(fc, { direction: 'FORWARD', limit: 2 });
  assert.deepEqual(page.versions.map((one) => one.versionId), ['1', '2']);
  const rest = await versions(fc, { direction: 'FORWARD', limit: 2, nextToken: page.nextToken });
  assert.deepEqual(rest.versions.map((one) => one.versionId), ['3']);
  await refused(fc.listFunctionVersions('demo', new models.ListFunctionVersionsRequest({ direction: 'UP' })), 400, 'InvalidArgument');
});

test('an alias holds the versions that it leads to (G34)', async (t) => {
  const { fc } = await begin(t);
  await refused(alias(fc, { aliasName: 'prod', versionId: '1' }), 404, 'VersionNotFound');
  await publish(fc, 'one');
  await publish(fc, 'two');
  const made = plain(await alias(fc, { aliasName: 'prod', versionId: '1', additionalVersionWeight: { 2: 0.25 } }));
  assert.deepEqual([made.versionId, made.additionalVersionWeight], ['1', { 2: 0.25 }]);
  await refused(alias(fc, { aliasName: 'prod', versionId: '1' }), 409, 'AliasAlreadyExists');
  await refused(alias(fc, { aliasName: 'x', versionId: '1', additionalVersionWeight: { 1: 0.5 } }), 400, 'AdditionalVersionContainsMajorVersion');
  await refused(fc.deleteFunctionVersion('demo', '1'), 400, 'InvalidArgument', /alias 'prod'/);
  await refused(fc.deleteFunctionVersion('demo', '2'), 400, 'InvalidArgument', /alias 'prod'/);
  const changed = plain(
    await fc.updateAlias('demo', 'prod', new models.UpdateAliasRequest({ body: new models.UpdateAliasInput({ versionId: '2', additionalVersionWeight: {} }) })),
  );
  assert.equal(changed.versionId, '2');
  await fc.deleteFunctionVersion('demo', '1');
  assert.deepEqual(plain(await fc.listAliases('demo', new models.ListAliasesRequest({}))).aliases.map((one) => one.aliasName), ['prod']);
  assert.equal(plain(await fc.getAlias('demo', 'prod')).versionId, '2');
  await fc.deleteAlias('demo', 'prod');
  await refused(fc.getAlias('demo', 'prod'), 404, 'AliasNotFound');
  await refused(fc.deleteAlias('demo', 'prod'), 404, 'AliasNotFound');
  await fc.deleteFunctionVersion('demo', '2');
  await refused(fc.deleteFunctionVersion('demo', '2'), 404, 'VersionNotFound');
});

test('layers have numbered versions (G39)', async (t) => {
  const { cloud, fc } = await begin(t);
  const create = (comment) =>
    fc.createLayerVersion(
      'tools',
      new models.CreateLayerVersionRequest({
        body: new models.CreateLayerVersionInput({
          compatibleRuntime: ['python3.10'],
          code: new models.InputCodeLocation({ zipFile: zip(comment).toString('base64') }),
        }),
      }),
    );
  const first = plain(await create('a'));
  assert.deepEqual([first.version, first.codeChecksum, first.acl], [1, crc64(zip('a')), '0']);
  assert.match(first.layerVersionArn, /:layers\/tools\/versions\/1$/);
  await create('b');
  await create('c');
  const page = plain(await fc.listLayerVersions('tools', new models.ListLayerVersionsRequest({ limit: 2 })));
  assert.deepEqual([page.layers.map((one) => one.version), page.nextVersion], [[1, 2], 3]);
  const rest = plain(await fc.listLayerVersions('tools', new models.ListLayerVersionsRequest({ limit: 2, startVersion: page.nextVersion })));
  assert.deepEqual([rest.layers.map((one) => one.version), rest.nextVersion], [[3], undefined]);
  const found = plain(await fc.getLayerVersionByArn(first.layerVersionArn));
  assert.equal(found.version, 1);
  const one = plain(await fc.getLayerVersion('tools', '1'));
  const bytes = Buffer.from(await (await fetch(one.code.location)).arrayBuffer());
  assert.equal(crc64(bytes), one.codeChecksum);
  await fc.putLayerACL('tools', new models.PutLayerACLRequest({ public: 'true' }));
  assert.equal(plain(await fc.getLayerVersion('tools', '1')).acl, '1');
  assert.deepEqual(plain(await fc.listLayers(new models.ListLayersRequest({}))).layers.map((layer) => layer.version), [3]);
  for (const version of ['1', '2', '3']) await fc.deleteLayerVersion('tools', version);
  await refused(fc.getLayerVersion('tools', '1'), 404, 'LayerNotFound');
  assert.deepEqual((await (await ask(cloud, '/__emulator__/state')).json()).layers, []);
});

const IMAGE = 'registry.cn-hangzhou.aliyuncs.com/a/b:1';
const container = (image) => new models.CustomContainerConfig({ image, port: 9000 });
const contained = () =>
  new models.CreateFunctionRequest({
    body: new models.CreateFunctionInput({ functionName: 'boxed', runtime: 'custom-container', handler: 'h', customContainerConfig: container(IMAGE) }),
  });

test('an image is looked up whenever its configuration is written (G22)', async (t) => {
  const { cloud, fc } = await begin(t, '--settle', '300');
  const tell = (body) => ask(cloud, '/__emulator__/images', { method: 'POST', body: JSON.stringify(body) });
  const state = async () => plain(await fc.getFunction('boxed', new models.GetFunctionRequest({})));
  const later = () => new Promise((resolve) => setTimeout(resolve, 400));
  const made = plain(await fc.createFunction(contained()));
  assert.deepEqual([made.state, made.lastUpdateStatus], ['Pending', 'InProgress']);
  assert.match(made.customContainerConfig.resolvedImageUri, /a\/b@sha256:[0-9a-f]{64}$/);
  await later();
  assert.equal((await state()).state, 'Active');

  await tell({ image: IMAGE, digest: 'f'.repeat(64) });
  assert.notEqual((await state()).customContainerConfig.resolvedImageUri.slice(-4), 'ffff');
  await fc.updateFunction('boxed', update({ customContainerConfig: container(IMAGE) }));
  await later();
  assert.equal((await state()).customContainerConfig.resolvedImageUri.slice(-4), 'ffff');

  await tell({ image: IMAGE });
  await fc.updateFunction('boxed', update({ customContainerConfig: container(IMAGE) }));
  await later();
  const failed = await state();
  assert.deepEqual([failed.state, failed.lastUpdateStatus], ['Failed', 'Failed']);
  assert.match(failed.stateReason, /does not exist/);
});

test('an invocation answers its payload, unless it is forbidden (G12, G35, G36, G37)', async (t) => {
  const { fc } = await begin(t);
  const invoke = (headers = {}) =>
    fc.invokeFunctionWithOptions(
      'demo',
      new models.InvokeFunctionRequest({ body: Readable.from(Buffer.from('hello')) }),
      new models.InvokeFunctionHeaders(headers),
      {},
    );
  const reply = await invoke();
  const chunks = [];
  for await (const chunk of reply.body) chunks.push(chunk);
  assert.equal(Buffer.concat(chunks).toString(), 'hello');
  assert.equal(reply.headers['x-fc-code-checksum'], crc64(zip()));
  assert.equal((await invoke({ xFcInvocationType: 'Async', xFcAsyncTaskId: 'task-1' })).statusCode, 202);
  const task = plain(await fc.getAsyncTask('demo', 'task-1', new models.GetAsyncTaskRequest({})));
  assert.deepEqual([task.taskId, task.status], ['task-1', 'Succeeded']);
  const listed = plain(await fc.listAsyncTasks('demo', new models.ListAsyncTasksRequest({ status: 'Succeeded' })));
  assert.deepEqual(listed.tasks.map((one) => one.taskId), ['task-1']);
  await fc.stopAsyncTask('demo', 'task-1', new models.StopAsyncTaskRequest({}));
  await refused(fc.getAsyncTask('demo', 'task-2', new models.GetAsyncTaskRequest({})), 404, 'AsyncTaskNotFound');
  const disable = new models.DisableFunctionInvocationRequest({ reason: 'r', abortOngoingRequest: true });
  assert.equal(plain(await fc.disableFunctionInvocation('demo', disable)).success, true);
  assert.equal((await got(fc)).invocationRestriction.disable, true);
  await assert.rejects(invoke(), /disabled/);
  await fc.enableFunctionInvocation('demo');
  assert.equal((await got(fc)).invocationRestriction.disable, false);
});
