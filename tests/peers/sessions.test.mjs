// Sessions, driven by the official SDK. Codes, and what a pause does, are guesses (G13).

import assert from 'node:assert/strict';
import test from 'node:test';

import { client, models, plain, refused, smallest, start } from './cloud.mjs';

const create = (fc, input, qualifier) =>
  fc.createSession('demo', new models.CreateSessionRequest({ qualifier, body: new models.CreateSessionInput(input) }));
const get = (fc, id, qualifier) => fc.getSession('demo', id, new models.GetSessionRequest({ qualifier }));
const list = async (fc, query = {}) => plain(await fc.listSessions('demo', new models.ListSessionsRequest(query)));

async function begin(t) {
  const fc = client(await start(t));
  await fc.createFunction(smallest('demo', { sessionAffinity: 'GENERATED_COOKIE' }));
  return fc;
}

test('a session is created, read, changed and deleted', async (t) => {
  const fc = await begin(t);
  const nasConfig = new models.NASConfig({ userId: 0, groupId: 0, mountPoints: [new models.NASMountConfig({ serverAddr: 'x:/', mountDir: '/mnt/nas' })] });
  const created = plain(await create(fc, { sessionTTLInSeconds: 3600, nasConfig }, 'LATEST'));
  assert.match(created.sessionId, /^[a-z0-9]{32}$/);
  const { sessionTTLInSeconds, sessionIdleTimeoutInSeconds, sessionStatus, functionName, qualifier } = created;
  assert.deepEqual([sessionTTLInSeconds, sessionIdleTimeoutInSeconds, sessionStatus, functionName, qualifier], [3600, 1800, 'Active', 'demo', 'LATEST']);
  assert.equal(created.nasConfig.mountPoints[0].mountDir, '/mnt/nas');
  assert.deepEqual(plain(await get(fc, created.sessionId, 'LATEST')), created);
  const body = new models.UpdateSessionInput({ sessionTTLInSeconds: 7200, disableSessionIdReuse: true });
  const changed = plain(await fc.updateSession('demo', created.sessionId, new models.UpdateSessionRequest({ body })));
  assert.deepEqual([changed.sessionTTLInSeconds, changed.disableSessionIdReuse, changed.sessionIdleTimeoutInSeconds], [7200, true, 1800]);
  await refused(create(fc, { sessionTTLInSeconds: 21601 }), 400, 'InvalidArgument', /SessionTTLInSeconds/);
  assert.equal((await fc.deleteSession('demo', created.sessionId, new models.DeleteSessionRequest({}))).statusCode, 204);
  await refused(get(fc, created.sessionId), 404, 'SessionNotFound');
});

test('a session rests and goes on', async (t) => {
  const fc = await begin(t);
  await create(fc, { sessionId: 'mine' });
  await refused(create(fc, { sessionId: 'mine' }), 409, 'SessionAlreadyExists', /mine/);
  const paused = plain(await fc.pauseSession('demo', 'mine', new models.PauseSessionRequest({ qualifier: 'LATEST' })));
  assert.equal(paused.sessionStatus, 'Paused');
  const resumed = plain(await fc.resumeSession('demo', 'mine', new models.ResumeSessionRequest({ fileSystemOnly: true })));
  assert.equal(resumed.sessionStatus, 'Active');
});

test('sessions are listed in pages, and by what is asked for', async (t) => {
  const fc = await begin(t);
  for (const sessionId of ['a', 'b', 'c']) await create(fc, { sessionId });
  const first = await list(fc, { limit: 2 });
  const second = await list(fc, { limit: 2, nextToken: first.nextToken });
  assert.deepEqual([...first.sessions, ...second.sessions].map((one) => one.sessionId), ['a', 'b', 'c']);
  assert.equal(second.nextToken, undefined);
  assert.deepEqual((await list(fc, { sessionId: 'b', sessionStatus: 'Active' })).sessions.map((one) => one.sessionId), ['b']);
  assert.deepEqual((await list(fc, { sessionStatus: 'Expired' })).sessions, []);
});
