// The certificate service, driven by the core of the official SDKs, which signs for all services alike.

import assert from 'node:assert/strict';
import test from 'node:test';

import { OTHER, ask, client, rpc, start } from './cloud.mjs';

const CERTIFICATE = { id: 7246639, name: 'mine', certificate: 'PEM', privateKey: 'KEY', endDate: '2027-01-01' };

async function begin(t) {
  const cloud = await start(t);
  const put = (body) => ask(cloud, '/__emulator__/certificates', { method: 'POST', body: JSON.stringify(body) });
  assert.equal((await put(CERTIFICATE)).status, 200);
  assert.equal((await put({ ...CERTIFICATE, ID: 1 })).status, 400);
  return cloud;
}

test('a certificate is told with its key, in both versions', async (t) => {
  const fc = client(await begin(t), OTHER);
  const older = await rpc(fc, 'DescribeUserCertificateDetail', '2018-07-13', { CertId: 7246639 });
  assert.deepEqual([older.Id, older.Name, older.Cert, older.Key, older.EndDate], [7246639, 'mine', 'PEM', 'KEY', '2027-01-01']);
  const newer = await rpc(fc, 'GetUserCertificateDetail', '2020-04-07', { CertId: 7246639, CertFilter: false });
  assert.deepEqual([newer.Cert, newer.Key, newer.Expired], ['PEM', 'KEY', false]);
  assert.match(newer.Fingerprint, /^[0-9A-F]{40}$/);
  const filtered = await rpc(fc, 'GetUserCertificateDetail', '2020-04-07', { CertId: 7246639, CertFilter: true });
  assert.deepEqual([filtered.Cert, filtered.Key, filtered.Fingerprint], [undefined, undefined, newer.Fingerprint]);
});

test('what is not there is refused (G48)', async (t) => {
  const fc = client(await begin(t));
  const none = (code) => (error) => error.code === code && error.statusCode === 404;
  await assert.rejects(rpc(fc, 'DescribeUserCertificateDetail', '2018-07-13', { CertId: 1 }), none('NotFound'));
  await assert.rejects(rpc(fc, 'DescribeUserCertificateDetail', '2020-04-07', { CertId: 1 }), none('InvalidAction.NotFound'));
});

test('a file is read where a test has put it', async (t) => {
  const cloud = await start(t);
  const address = `${cloud.host}/files/c.pem`;
  await ask(cloud, '/__emulator__/files', { method: 'POST', body: JSON.stringify({ address, body: 'PEM' }) });
  const reply = await ask(cloud, '/files/c.pem');
  assert.deepEqual([reply.status, await reply.text()], [200, 'PEM']);
  await ask(cloud, '/__emulator__/files', { method: 'POST', body: JSON.stringify({ address, status: 404, body: 'gone' }) });
  assert.equal((await ask(cloud, '/files/c.pem')).status, 404);
});
