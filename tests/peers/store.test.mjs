// OSS as a store, driven by its official SDK with both versions of the signature.

import assert from 'node:assert/strict';
import test from 'node:test';

import OSS from 'ali-oss';

import { ACCOUNT, LENT, OTHER, OWNER, ask, crc64, fault, start } from './cloud.mjs';

const BUCKET = 'team-state';
const STRANGE = 'records/函数 a+b&c/<1>.json';

const store = (cloud, { id, secret, token } = OWNER, more = {}) =>
  new OSS({
    region: 'oss-cn-hangzhou',
    bucket: BUCKET,
    accessKeyId: id,
    accessKeySecret: secret,
    stsToken: token,
    endpoint: cloud.url,
    authorizationV4: true,
    retryMax: 0,
    ...more,
  });

const once = { headers: { 'x-oss-forbid-overwrite': 'true' } };
const declare = (cloud, bucket) => ask(cloud, '/__emulator__/buckets', { method: 'POST', body: JSON.stringify(bucket) });
const state = async (cloud) => (await ask(cloud, '/__emulator__/state')).json();

for (const authorizationV4 of [false, true]) {
  const version = authorizationV4 ? 'version 4' : 'version 1';
  const open = (cloud, key) => store(cloud, key, { authorizationV4 });

  test(`an object is written, read, described and removed (${version})`, async (t) => {
    const cloud = await start(t);
    const oss = open(cloud);
    const bytes = Buffer.from('{"seq":1}');
    const headers = { 'x-oss-server-side-encryption': 'AES256', 'Content-MD5': 'pQTxB0HlOh+dthlyZN/lrQ==' };
    await assert.rejects(oss.put(STRANGE, bytes, { headers }), { code: 'InvalidDigest', status: 400 });
    delete headers['Content-MD5'];
    const { res } = await oss.put(STRANGE, bytes, { headers, meta: { writer: 'peers' }, mime: 'application/json' });
    assert.equal(res.headers['x-oss-hash-crc64ecma'], crc64(bytes));
    const read = await oss.get(STRANGE);
    assert.deepEqual(read.content, bytes);
    assert.equal(read.res.headers['content-type'], 'application/json');
    assert.equal(read.res.headers['x-oss-server-side-encryption'], 'AES256');
    assert.equal(read.res.headers.etag, res.headers.etag);
    const head = await oss.head(STRANGE);
    assert.deepEqual(head.meta, { writer: 'peers' });
    assert.equal(head.res.headers['content-length'], String(bytes.length));
    assert(Math.abs(new Date(head.res.headers['last-modified']) - new Date(head.res.headers.date)) < 60_000);
    assert.equal((await state(cloud)).objects[`${BUCKET}/${STRANGE}`].size, bytes.length);
    for (let time = 0; time < 2; time += 1) assert.equal((await oss.delete(STRANGE)).res.status, 204);
    await assert.rejects(oss.get(STRANGE), { code: 'NoSuchKey', status: 404 });
    await assert.rejects(oss.head(STRANGE), { status: 404 });
  });

  test(`what may not be overwritten is created once (${version})`, async (t) => {
    const cloud = await start(t);
    const oss = open(cloud);
    const tries = await Promise.allSettled([1, 2, 3, 4].map((number) => oss.put('claims/1.json', Buffer.from(`${number}`), once)));
    const won = tries.flatMap(({ status }, index) => (status === 'fulfilled' ? [index + 1] : []));
    assert.equal(won.length, 1);
    for (const { reason } of tries.filter(({ status }) => status === 'rejected')) {
      assert.deepEqual([reason.code, reason.status, reason.ecCode], ['FileAlreadyExists', 409, '0026-00000201']);
      assert.match(reason.requestId, /./);
    }
    assert.equal(String((await oss.get('claims/1.json')).content), String(won[0]));
    const wrong = { headers: { 'x-oss-forbid-overwrite': 'maybe' } };
    await assert.rejects(oss.put('claims/2.json', Buffer.from('x'), wrong), { code: 'InvalidArgument', status: 400 });
  });

  test(`a read may have a condition, a write may not (G53) (${version})`, async (t) => {
    const cloud = await start(t);
    const oss = open(cloud);
    const { etag } = (await oss.put('a', Buffer.from('1'))).res.headers;
    const read = (headers) => oss.get('a', { headers });
    assert.equal((await read({ 'If-Match': etag })).res.status, 200);
    assert.equal((await read({ 'If-None-Match': '"0"' })).res.status, 200);
    await assert.rejects(read({ 'If-Match': '"0"' }), { status: 412, code: 'PreconditionFailed' });
    const head = await oss.head('a', { headers: { 'If-None-Match': etag } });
    assert.equal(head.status, 304);
    for (const name of ['If-Match', 'If-None-Match']) {
      await assert.rejects(oss.put('a', Buffer.from('2'), { headers: { [name]: etag } }), { code: 'NotImplemented', status: 400 });
    }
  });

  test(`a list comes in pages, sorted by bytes (G57) (${version})`, async (t) => {
    const cloud = await start(t);
    const oss = open(cloud);
    const names = ['p/2', 'p/1', 'p/a/1', 'p/a/2', 'p/é', 'p/a b', 'q'];
    for (const name of names) await oss.put(name, Buffer.from(name));
    const all = async (query) => {
      const pages = [];
      let token;
      do {
        const page = await oss.listV2({ ...query, ...(token ? { 'continuation-token': token } : {}) });
        pages.push([page.objects.map(({ name }) => name), page.prefixes ?? []]);
        token = page.nextContinuationToken;
        assert.equal(page.isTruncated, Boolean(token));
      } while (token);
      return pages;
    };
    const sorted = ['p/1', 'p/2', 'p/a b', 'p/a/1', 'p/a/2', 'p/é'];
    assert.deepEqual(await all({ prefix: 'p/' }), [[sorted, []]]);
    assert.deepEqual((await all({ prefix: 'p/', 'max-keys': 4 })).map(([keys]) => keys), [sorted.slice(0, 4), sorted.slice(4)]);
    assert.deepEqual(await all({ prefix: 'p/', delimiter: '/', 'max-keys': 4 }), [[sorted.slice(0, 3), ['p/a/']], [['p/é'], []]]);
    assert.deepEqual(await all({ prefix: 'p/', 'start-after': 'p/a/1' }), [[['p/a/2', 'p/é'], []]]);
    const encoded = await all({ prefix: 'p/a', 'encoding-type': 'url' });
    assert.deepEqual(encoded[0][0].map(decodeURIComponent), ['p/a b', 'p/a/1', 'p/a/2']);
    const [{ size, etag, lastModified }] = (await oss.listV2({ prefix: 'q' })).objects;
    assert.equal(size, 1);
    assert.equal(etag, (await oss.head('q')).res.headers.etag);
    assert(!Number.isNaN(Date.parse(lastModified)));
    await assert.rejects(oss.listV2({ 'max-keys': 1001 }), { code: 'InvalidArgument', status: 400 });
  });

  test(`a bucket tells of itself (G55) (${version})`, async (t) => {
    const cloud = await start(t, '--bucket', `${BUCKET},region=cn-hangzhou,versioning=suspended,acl=public-read,encryption=KMS`);
    const oss = open(cloud);
    const { bucket } = await oss.getBucketInfo(BUCKET);
    assert.deepEqual([bucket.Name, bucket.Location, bucket.Owner.ID], [BUCKET, 'oss-cn-hangzhou', ACCOUNT]);
    assert.deepEqual([bucket.AccessControlList.Grant, bucket.ServerSideEncryptionRule.SSEAlgorithm], ['public-read', 'KMS']);
    assert.equal((await oss.getBucketVersioning(BUCKET)).versionStatus, 'Suspended');
    // Where versions are kept the header has no effect.
    await oss.put('a', Buffer.from('1'), once);
    await oss.put('a', Buffer.from('2'), once);
    const other = await oss.getBucketInfo('another');
    assert.equal(other.bucket.AccessControlList.Grant, 'private');
    assert.equal((await oss.getBucketVersioning('another')).versionStatus, undefined);
  });

  test(`an address may be read by whoever has it (${version})`, async (t) => {
    const cloud = await start(t);
    const oss = open(cloud, LENT);
    await oss.put(STRANGE, Buffer.from('1'));
    // The SDK makes no address for a bare IP, and puts the bucket before any other host, where nobody resolves it.
    const maker = store(cloud, LENT, { authorizationV4, endpoint: cloud.url.replace('127.0.0.1', 'localhost') });
    const address = authorizationV4 ? await maker.signatureUrlV4('GET', 60, undefined, STRANGE) : maker.signatureUrl(STRANGE);
    const { search } = new URL(address);
    const target = `/${BUCKET}/${STRANGE.split('/').map(encodeURIComponent).join('/')}`;
    const reply = await ask(cloud, `${target}${search}`);
    assert.equal(await reply.text(), '1', address);
    assert.equal((await ask(cloud, `${target}${search}x`)).status, 403);
  });
}

test('a bucket that nobody has declared may be missing (G42)', async (t) => {
  const cloud = await start(t, '--oss-declared');
  const oss = store(cloud);
  await assert.rejects(oss.put('a', Buffer.from('1')), { code: 'NoSuchBucket', status: 404 });
  assert.equal((await declare(cloud, { name: BUCKET })).status, 200);
  await oss.put('a', Buffer.from('1'));
});

test('a bucket is asked where it is (G56)', async (t) => {
  const cloud = await start(t, '--bucket', `${BUCKET},region=cn-shanghai`);
  await assert.rejects(store(cloud).put('a', Buffer.from('1')), { code: 'AccessDenied', status: 403, message: /specified endpoint/ });
  await store(cloud, OWNER, { region: 'oss-cn-shanghai' }).put('a', Buffer.from('1'));
});

test('a key does what it was granted (G54)', async (t) => {
  const grants = ['--grant', `other:read:${BUCKET}/a/`, '--oss-veiled'];
  const cloud = await start(t, ...grants);
  await store(cloud).put('a/1', Buffer.from('1'));
  const reader = store(cloud, OTHER);
  const denied = { code: 'AccessDenied', status: 403 };
  assert.equal(String((await reader.get('a/1')).content), '1');
  await assert.rejects(reader.get('a/none'), denied);
  await assert.rejects(reader.put('a/1', Buffer.from('2')), denied);
  await assert.rejects(reader.delete('a/1'), denied);
  await assert.rejects(reader.listV2({ prefix: 'a/' }), denied);
  await assert.rejects(reader.getBucketInfo(BUCKET), denied);
  await assert.rejects(reader.getBucketVersioning(BUCKET), denied);
  await assert.rejects(store(cloud).get('a/none'), { code: 'NoSuchKey' });
});

test('a store fails the way that was ordered', async (t) => {
  const cloud = await start(t);
  const oss = store(cloud);
  // The bucket stands in the host.
  const path = '/a';
  await fault(cloud, { kind: 'status', status: 503, code: 'ServiceUnavailable', path, times: 1 });
  await assert.rejects(oss.put('a', Buffer.from('1'), once), { code: 'ServiceUnavailable', status: 503 });
  await fault(cloud, { kind: 'close', path, times: 1 });
  await assert.rejects(oss.put('a', Buffer.from('1'), once));
  await assert.rejects(oss.put('a', Buffer.from('1'), once), { code: 'FileAlreadyExists' });
  await fault(cloud, { kind: 'cut', path, times: 2 });
  await assert.rejects(oss.get('a'));
  await fault(cloud, { kind: 'unknownFields', times: 1 });
  const listed = await oss.listV2({});
  assert.deepEqual(listed.objects.map(({ name }) => name), ['a']);
});

test('OSS refuses what is signed wrong, in its own words', async (t) => {
  const cloud = await start(t);
  const list = (key) => store(cloud, key).listV2({});
  await assert.rejects(list({ ...OWNER, secret: 'wrong' }), { code: 'SignatureDoesNotMatch', status: 403 });
  await assert.rejects(list({ ...OWNER, id: 'nobody' }), { code: 'InvalidAccessKeyId', status: 403 });
  await assert.rejects(list({ ...LENT, token: 'another' }), { status: 403 });
  await list(LENT);
  assert.deepEqual(cloud.log().map(({ key }) => key), [null, null, null, 'lent']);
});
