// The configurations beside a function, driven by the official SDK.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ask, client, models, plain, refused, smallest, start, update } from './cloud.mjs';

const LATEST = { qualifier: 'LATEST' };

async function begin(t, ...flags) {
  const cloud = await start(t, ...flags);
  const fc = client(cloud);
  await fc.createFunction(smallest('demo'));
  return fc;
}

const put = {
  async: (fc, body, name = 'demo', query = LATEST) =>
    fc.putAsyncInvokeConfig(name, new models.PutAsyncInvokeConfigRequest({ ...query, body: new models.PutAsyncInvokeConfigInput(body) })),
  provision: (fc, body, query = LATEST) =>
    fc.putProvisionConfig('demo', new models.PutProvisionConfigRequest({ ...query, body: new models.PutProvisionConfigInput(body) })),
  scaling: (fc, body, query = LATEST) =>
    fc.putScalingConfig('demo', new models.PutScalingConfigRequest({ ...query, body: new models.PutScalingConfigInput(body) })),
  concurrency: (fc, reservedConcurrency) =>
    fc.putConcurrencyConfig('demo', new models.PutConcurrencyConfigRequest({ body: new models.PutConcurrencyInput({ reservedConcurrency }) })),
};

const get = {
  async: (fc, query = LATEST) => fc.getAsyncInvokeConfig('demo', new models.GetAsyncInvokeConfigRequest(query)),
  provision: (fc, query = LATEST) => fc.getProvisionConfig('demo', new models.GetProvisionConfigRequest(query)),
  scaling: (fc, query = LATEST) => fc.getScalingConfig('demo', new models.GetScalingConfigRequest(query)),
};

const alias = async (fc, name) => {
  const { versionId } = plain(await fc.publishFunctionVersion('demo', new models.PublishFunctionVersionRequest({ body: new models.PublishVersionInput({}) })));
  const body = new models.CreateAliasInput({ aliasName: name, versionId });
  await fc.createAlias('demo', new models.CreateAliasRequest({ body }));
};

test('an asynchronous configuration is put as a whole (G15, G16, G17)', async (t) => {
  const fc = await begin(t);
  await refused(get.async(fc), 404, 'AsyncConfigNotExists');
  const onFailure = new models.Destination({ destination: 'acs:mns:cn-hangzhou::/topics/t/messages' });
  const first = plain(await put.async(fc, { maxAsyncRetryAttempts: 1, destinationConfig: new models.DestinationConfig({ onFailure }) }));
  assert.equal(first.maxAsyncRetryAttempts, 1);
  assert.equal(first.maxAsyncEventAgeInSeconds, 86400);
  assert.equal(first.destinationConfig.onFailure.destination, onFailure.destination);
  assert.match(first.functionArn, /:functions\/demo$/);
  assert.deepEqual(plain(await get.async(fc)), first);
  const second = plain(await put.async(fc, { maxAsyncEventAgeInSeconds: 60 }));
  assert.deepEqual([second.maxAsyncRetryAttempts, second.destinationConfig], [3, {}]);
  assert.equal(second.createdTime, first.createdTime);
  await fc.deleteAsyncInvokeConfig('demo', new models.DeleteAsyncInvokeConfigRequest(LATEST));
  await refused(get.async(fc), 404, 'AsyncConfigNotExists');
  await refused(fc.deleteAsyncInvokeConfig('demo', new models.DeleteAsyncInvokeConfigRequest(LATEST)), 404, 'AsyncConfigNotExists');
});

test('it belongs to a version or alias, which must exist', async (t) => {
  const fc = await begin(t);
  const query = { qualifier: 'prod' };
  await refused(put.async(fc, { asyncTask: true }, 'demo', query), 404, 'AliasNotFound');
  await refused(put.async(fc, {}, 'nobody'), 404, 'FunctionNotFound');
  await alias(fc, 'prod');
  const made = plain(await put.async(fc, { asyncTask: true }, 'demo', query));
  assert.match(made.functionArn, /functions\/demo\/prod$/);
  await refused(get.async(fc), 404, 'AsyncConfigNotExists');
  const listed = plain(await fc.listAsyncInvokeConfigs(new models.ListAsyncInvokeConfigsRequest({ functionName: 'demo' })));
  assert.deepEqual(listed.configs.map((one) => one.functionArn), [made.functionArn]);
});

test('what is out of range is refused (G10, G45)', async (t) => {
  const fc = await begin(t);
  await refused(put.async(fc, { maxAsyncRetryAttempts: 9 }), 400, 'InvalidArgument', /0-8/);
  await refused(put.async(fc, { maxAsyncEventAgeInSeconds: 0 }), 400, 'InvalidArgument');
  await refused(put.provision(fc, {}), 400, 'InvalidArgument', /DefaultTarget/);
  await refused(put.provision(fc, { defaultTarget: 10001 }), 400, 'InvalidArgument');
  const action = new models.ScheduledAction({ name: 'a', target: 1 });
  await refused(put.provision(fc, { defaultTarget: 1, scheduledActions: [action] }), 400, 'InvalidArgument', /scheduleExpression/);
  const policy = new models.TargetTrackingPolicy({ name: 'p', metricType: 'm', metricTarget: 0.5, minCapacity: 1, maxCapacity: 2 });
  await refused(put.provision(fc, { defaultTarget: 1, targetTrackingPolicies: [policy] }), 400, 'InstanceMetricsRequired');
  await refused(put.concurrency(fc, -1), 400, 'InvalidArgument');
  await fc.updateFunction('demo', update({ logConfig: new models.LogConfig({ project: 'p', logstore: 'l', enableInstanceMetrics: true }) }));
  const made = plain(await put.provision(fc, { defaultTarget: 1, targetTrackingPolicies: [policy] }));
  assert.equal(made.targetTrackingPolicies[0].metricTarget, 0.5);
});

test('instances that nobody configured are an empty ARN, not an error (G12, G14, G15, G16)', async (t) => {
  const fc = await begin(t);
  assert.equal(plain(await get.provision(fc)).functionArn, '');
  assert.equal(plain(await get.scaling(fc)).functionArn, '');
  const made = plain(await put.provision(fc, { target: 2 }));
  assert.deepEqual([made.target, made.defaultTarget, made.current], [2, 2, 2]);
  assert.deepEqual([made.scheduledActions, made.alwaysAllocateCPU], [[], false]);
  await refused(put.scaling(fc, { minInstances: 1 }), 400, 'ProvisionConfigExist');
  await refused(fc.deleteFunction('demo'), 409, 'ProvisionConfigExist');
  await fc.deleteProvisionConfig('demo', new models.DeleteProvisionConfigRequest(LATEST));
  assert.equal(plain(await get.provision(fc)).functionArn, '');
  const scaled = plain(await put.scaling(fc, { minInstances: 1 }));
  assert.deepEqual([scaled.minInstances, scaled.currentInstances, scaled.targetInstances], [1, 1, 1]);
  await refused(put.provision(fc, { target: 1 }), 400, 'ResidentScalingConfigExists');
  await refused(fc.deleteFunction('demo'), 409, 'ResidentScalingConfigExists');
  const lists = [
    plain(await fc.listScalingConfigs(new models.ListScalingConfigsRequest({ functionName: 'demo' }))).scalingConfigs,
    plain(await fc.listProvisionConfigs(new models.ListProvisionConfigsRequest({ functionName: 'demo' }))).provisionConfigs,
  ];
  assert.deepEqual(lists.map((list) => list.length), [1, 0]);
  const instances = plain(await fc.listInstances('demo', new models.ListInstancesRequest(LATEST))).instances;
  assert.equal(instances.length, 1);
  await fc.deleteScalingConfig('demo', new models.DeleteScalingConfigRequest(LATEST));
  await fc.deleteFunction('demo');
});

test('instances take the time that the emulator is told', async (t) => {
  const fc = await begin(t, '--settle', '400');
  assert.equal(plain(await put.provision(fc, { defaultTarget: 1 })).current, 0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(plain(await get.provision(fc)).current, 1);
});

test('reserved concurrency (G15, G16)', async (t) => {
  const fc = await begin(t);
  await refused(fc.getConcurrencyConfig('demo'), 404, 'OnDemandConfigNotFound');
  assert.equal(plain(await put.concurrency(fc, 7)).reservedConcurrency, 7);
  assert.equal(plain(await fc.getConcurrencyConfig('demo')).reservedConcurrency, 7);
  const listed = plain(await fc.listConcurrencyConfigs(new models.ListConcurrencyConfigsRequest({ functionName: 'demo' })));
  assert.equal(listed.configs[0].reservedConcurrency, 7);
  await fc.deleteConcurrencyConfig('demo');
  await refused(fc.getConcurrencyConfig('demo'), 404, 'OnDemandConfigNotFound');
});

test('lists come in pages (G38)', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  for (const name of ['a', 'b', 'c']) {
    await fc.createFunction(smallest(name));
    await put.async(fc, {}, name);
  }
  const page = async (nextToken) => plain(await fc.listAsyncInvokeConfigs(new models.ListAsyncInvokeConfigsRequest({ limit: 2, nextToken })));
  const first = await page('');
  const second = await page(first.nextToken);
  const names = [...first.configs, ...second.configs].map((one) => one.functionArn.split('/').pop());
  assert.deepEqual(names, ['a', 'b', 'c']);
  assert.equal(second.nextToken, undefined);
});

test('VPC bindings (G11, G18)', async (t) => {
  const fc = await begin(t);
  const bind = (vpcId) => fc.createVpcBinding('demo', new models.CreateVpcBindingRequest({ body: new models.CreateVpcBindingInput({ vpcId }) }));
  assert.deepEqual(plain(await fc.listVpcBindings('demo')).vpcIds, []);
  await bind('vpc-1');
  await bind('vpc-2');
  assert.deepEqual(plain(await fc.listVpcBindings('demo')).vpcIds, ['vpc-1', 'vpc-2']);
  await refused(bind(''), 400, 'InvalidArgument');
  await refused(fc.deleteFunction('demo'), 409, 'FunctionNotEmpty', /vpc bindings/);
  await fc.deleteVpcBinding('demo', 'vpc-1');
  await refused(fc.deleteVpcBinding('demo', 'vpc-1'), 404, 'VpcBindingNotFound');
  assert.deepEqual(plain(await fc.listVpcBindings('demo')).vpcIds, ['vpc-2']);
});

test('tags and the resource group have calls of their own (G23, G24)', async (t) => {
  const fc = await begin(t);
  const { functionArn } = plain(await fc.getFunction('demo', new models.GetFunctionRequest({})));
  const tag = (pairs) =>
    fc.tagResources(
      new models.TagResourcesRequest({
        body: new models.TagResourcesInput({
          resourceId: [functionArn],
          resourceType: 'FUNCTION',
          tag: Object.entries(pairs).map(([key, value]) => new models.Tag({ key, value })),
        }),
      }),
    );
  const untag = (more) => fc.untagResources(new models.UntagResourcesRequest({ resourceId: [functionArn], resourceType: 'function', ...more }));
  const tags = async () => {
    const doc = plain(await fc.getFunction('demo', new models.GetFunctionRequest({})));
    return Object.fromEntries(doc.tags.map((one) => [one.Key, one.Value]));
  };
  await tag({ a: '1', b: '2' });
  await tag({ a: '3' });
  assert.deepEqual(await tags(), { a: '3', b: '2' });
  const listed = plain(await fc.listTagResources(new models.ListTagResourcesRequest({ resourceType: 'function', resourceId: [functionArn] })));
  assert.equal(listed.TagResources.length, 2);
  await untag({ tagKey: ['a'] });
  assert.deepEqual(await tags(), { b: '2' });
  await untag({ all: true });
  assert.deepEqual(await tags(), {});
  await refused(tag({ ['k'.repeat(65)]: 'v' }), 400, 'InvalidArgument');
  await refused(tag(Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, 'v']))), 400, 'InvalidArgument');

  const change = (resourceId, newResourceGroupId) =>
    fc.changeResourceGroup(
      new models.ChangeResourceGroupRequest({
        body: new models.ChangeResourceGroupInput({ newResourceGroupId, resourceId, resourceType: 'function' }),
      }),
    );
  const changed = plain(await change('demo', 'rg-new'));
  assert.equal(changed.NewResourceGroupId, 'rg-new');
  assert.equal(plain(await fc.getFunction('demo', new models.GetFunctionRequest({}))).resourceGroupId, 'rg-new');
  await refused(change('nobody', 'rg-new'), 404, 'FunctionNotFound');
});

test('the state of the emulator names everything that is left', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  await fc.createFunction(smallest('demo'));
  await put.async(fc, { asyncTask: true });
  const state = async () => (await ask(cloud, '/__emulator__/state')).json();
  assert.deepEqual(Object.keys((await state()).functions.demo.configs), ['asyncInvokeConfig/LATEST']);
  await fc.deleteFunction('demo');
  assert.deepEqual((await state()).functions, {});
});
