// Code packages: inside a request, through the temporary bucket, and back again. The token is asked for
// by the official SDK of the older API, the object written by the official one of OSS.

import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import http from 'node:http';
import test from 'node:test';

import FC2 from '@alicloud/fc2';
import OSS from 'ali-oss';

import { ACCOUNT, LENT, OWNER, client, crc64, models, plain, refused, smallest, start, update, zip } from './cloud.mjs';

const code = (fields) => new models.InputCodeLocation(fields);
const inside = (bytes) => code({ zipFile: bytes.toString('base64') });

const token = async (cloud, { id, secret, token } = OWNER) => {
  const older = new FC2(ACCOUNT, { accessKeyID: id, accessKeySecret: secret, securityToken: token, region: 'cn-hangzhou', endpoint: cloud.url });
  const { data } = await older.get('/tempBucketToken');
  return data;
};

const bucket = (cloud, lent) =>
  new OSS({
    region: lent.ossRegion,
    bucket: lent.ossBucket,
    accessKeyId: lent.credentials.AccessKeyId,
    accessKeySecret: lent.credentials.AccessKeySecret,
    stsToken: lent.credentials.SecurityToken,
    endpoint: cloud.url,
  });

const download = async (fc, name) => {
  const { checksum, url } = plain(await fc.getFunctionCode(name, new models.GetFunctionCodeRequest({})));
  const reply = await fetch(url);
  assert.equal(reply.status, 200);
  return { checksum, url, bytes: Buffer.from(await reply.arrayBuffer()) };
};

test('a package inside the request is kept, measured and given back (G41)', async (t) => {
  const fc = client(await start(t));
  const bytes = zip('one');
  const created = plain(await fc.createFunction(smallest('demo', { code: inside(bytes) })));
  assert.equal(created.codeSize, bytes.length);
  assert.equal(created.codeChecksum, crc64(bytes));
  assert.equal(created.code, undefined);
  const live = await download(fc, 'demo');
  assert.deepEqual(live.bytes, bytes);
  assert.equal(live.checksum, crc64(bytes));

  const next = zip('two');
  assert.equal(plain(await fc.updateFunction('demo', update({ code: inside(next) }))).codeChecksum, crc64(next));
  assert.deepEqual((await download(fc, 'demo')).bytes, next);
});

test('a package goes through the temporary bucket (G41, G42, G50)', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  const lent = await token(cloud);
  assert.equal(lent.ossRegion, 'oss-cn-hangzhou');
  assert(new Date(lent.credentials.Expiration) > new Date());
  const bytes = zip('uploaded');
  const ossObjectName = `${ACCOUNT}/${lent.objectName}`;
  const { res } = await bucket(cloud, lent).put(ossObjectName, bytes);
  assert.equal(res.status, 200);
  assert.equal(res.headers['x-oss-hash-crc64ecma'], crc64(bytes));
  assert.match(res.headers.etag, /^"[0-9A-F]+"$/);

  const location = { ossBucketName: lent.ossBucket, ossObjectName };
  const created = plain(await fc.createFunction(smallest('demo', { code: code({ ...location, checksum: crc64(bytes) }) })));
  assert.equal(created.codeChecksum, crc64(bytes));
  assert.deepEqual((await download(fc, 'demo')).bytes, bytes);
});

test('a temporary key of the account may ask for a bucket', async (t) => {
  const cloud = await start(t);
  const lent = await token(cloud, LENT);
  await bucket(cloud, lent).put(`${ACCOUNT}/${lent.objectName}`, zip());
  const upload = cloud.log().find((entry) => entry.method === 'PUT');
  assert.equal(upload.key, 'lent');
  assert.equal(upload.status, 200);
});

test('a lent key writes its one object and nothing else (G41)', async (t) => {
  const cloud = await start(t);
  const lent = await token(cloud);
  await assert.rejects(bucket(cloud, lent).put(`${ACCOUNT}/another`, zip()), { status: 403, code: 'AccessDenied' });
  const { AccessKeyId: id, AccessKeySecret: secret, SecurityToken: stsToken } = lent.credentials;
  const fc = client(cloud, { id, secret, token: stsToken });
  await refused(fc.listFunctions(new models.ListFunctionsRequest({})), 403, 'InvalidAccessKeyID');
});

test('OSS refuses what is signed wrong (G42)', async (t) => {
  const cloud = await start(t);
  const lent = await token(cloud);
  const spoilt = (change) => bucket(cloud, { ...lent, credentials: { ...lent.credentials, ...change } }).put(`${ACCOUNT}/${lent.objectName}`, zip());
  await assert.rejects(spoilt({ AccessKeySecret: 'wrong' }), { status: 403, code: 'SignatureDoesNotMatch' });
  await assert.rejects(spoilt({ AccessKeyId: 'STS.unknown' }), { status: 403, code: 'InvalidAccessKeyId' });
  await assert.rejects(spoilt({ SecurityToken: 'wrong' }), { status: 403 });
});

test('the bucket may come first in the path (G42, G50)', async (t) => {
  const cloud = await start(t);
  const fc = client(cloud);
  const bytes = zip('by path');
  const date = new Date().toUTCString();
  const text = `PUT\n\napplication/zip\n${date}\n/my-bucket/some/code.zip`;
  const signature = crypto.createHmac('sha1', OWNER.secret).update(text).digest('base64');
  const headers = { date, 'content-type': 'application/zip', authorization: `OSS ${OWNER.id}:${signature}` };
  const reply = await put(cloud, '/my-bucket/some/code.zip', headers, bytes);
  assert.equal(reply.statusCode, 200);
  assert.equal(reply.headers['x-oss-hash-crc64ecma'], crc64(bytes));
  const location = code({ ossBucketName: 'my-bucket', ossObjectName: 'some/code.zip' });
  assert.equal(plain(await fc.createFunction(smallest('demo', { code: location }))).codeChecksum, crc64(bytes));
});

test('code that is not there, not whole or not a package is refused (G40)', async (t) => {
  const fc = client(await start(t));
  await fc.createFunction(smallest('demo'));
  const wrong = [
    [{ ossBucketName: 'b', ossObjectName: 'none' }, /none/],
    [{ ossBucketName: 'b' }, /Either ossBucketName\/ossObjectName or zipFile must be set/],
    [{ zipFile: '%%%' }, /zipFile|base64/],
    [{ zipFile: Buffer.from('no zip').toString('base64') }, /zip/i],
    [{ zipFile: zip().toString('base64'), checksum: '1' }, /checksum/],
  ];
  for (const [fields, message] of wrong) {
    await refused(fc.updateFunction('demo', update({ code: code(fields) })), 400, 'InvalidArgument', message);
  }
  assert.equal(plain(await fc.getFunction('demo', new models.GetFunctionRequest({}))).codeChecksum, crc64(zip()));
});

test('a download needs its signature (G41)', async (t) => {
  const fc = client(await start(t));
  await fc.createFunction(smallest('demo'));
  const { url } = await download(fc, 'demo');
  const forged = new URL(url);
  forged.searchParams.set('Signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=');
  const reply = await fetch(forged);
  assert.equal(reply.status, 403);
  assert.match(await reply.text(), /<Code>SignatureDoesNotMatch<\/Code>/);
});

function put(cloud, path, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(`${cloud.url}${path}`, { method: 'PUT', headers }, (reply) => {
      reply.resume();
      reply.once('end', () => resolve(reply));
    });
    request.once('error', reject);
    request.end(body);
  });
}
