// Custom domains, driven by the official SDK.

import assert from 'node:assert/strict';
import test from 'node:test';

import { ACCOUNT, client, models, plain, refused, smallest, start } from './cloud.mjs';

const routes = (...list) => new models.RouteConfig({ routes: list.map((route) => new models.PathConfig(route)) });
const create = (fc, input) =>
  fc.createCustomDomain(new models.CreateCustomDomainRequest({ body: new models.CreateCustomDomainInput(input) }));
const change = (fc, name, input) =>
  fc.updateCustomDomain(name, new models.UpdateCustomDomainRequest({ body: new models.UpdateCustomDomainInput(input) }));
const got = async (fc, name) => plain(await fc.getCustomDomain(name));

async function begin(t) {
  const fc = client(await start(t));
  await fc.createFunction(smallest('demo'));
  return fc;
}

test('a domain routes paths to functions (G25, G28)', async (t) => {
  const fc = await begin(t);
  const created = plain(await create(fc, { domainName: 'a.example.com', routeConfig: routes({ path: '/*', functionName: 'demo', methods: ['GET'] }) }));
  assert.equal(created.protocol, 'HTTP');
  assert.equal(created.accountId, ACCOUNT);
  assert.equal(created.apiVersion, '2023-03-30');
  assert(created.createdTime && created.lastModifiedTime);
  const [route] = created.routeConfig.routes;
  assert.deepEqual([route.path, route.functionName, route.methods], ['/*', 'demo', ['GET']]);
  assert.deepEqual(await got(fc, 'a.example.com'), created);
});

test('certificates are kept, but the private key does not come back (G2)', async (t) => {
  const fc = await begin(t);
  await create(fc, {
    domainName: 'a.example.com',
    protocol: 'HTTP,HTTPS',
    certConfig: new models.CertConfig({ certName: 'c', certificate: 'PEM', privateKey: 'SECRET' }),
    tlsConfig: new models.TLSConfig({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3', cipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] }),
    authConfig: new models.AuthConfig({ authType: 'anonymous', authInfo: '' }),
    wafConfig: new models.WAFConfig({ enableWAF: true }),
    corsConfig: new models.CORSConfig({ allowOrigins: ['*'], maxAge: 60 }),
  });
  const live = await got(fc, 'a.example.com');
  assert.deepEqual(live.certConfig, { certName: 'c', certificate: 'PEM' });
  assert.equal(live.tlsConfig.minVersion, 'TLSv1.2');
  assert.deepEqual(live.wafConfig, { enableWAF: true });
  assert.deepEqual(live.corsConfig, { allowOrigins: ['*'], maxAge: 60 });
});

test('an update replaces what it names and keeps everything else (G5, G26)', async (t) => {
  const fc = await begin(t);
  const before = plain(await create(fc, { domainName: 'a.example.com', routeConfig: routes({ path: '/a', functionName: 'demo' }, { path: '/b', functionName: 'demo' }) }));
  const after = plain(await change(fc, 'a.example.com', { protocol: 'HTTP,HTTPS' }));
  assert.equal(after.protocol, 'HTTP,HTTPS');
  assert.deepEqual(after.routeConfig, before.routeConfig);
  const fewer = plain(await change(fc, 'a.example.com', { routeConfig: routes({ path: '/b', functionName: 'demo' }) }));
  assert.deepEqual(fewer.routeConfig.routes.map((route) => route.path), ['/b']);
  assert.equal(fewer.protocol, 'HTTP,HTTPS');
});

test('what is not a domain is refused (G10, G25, G30)', async (t) => {
  const fc = await begin(t);
  await refused(create(fc, {}), 400, 'InvalidArgument', /domainName/i);
  await refused(create(fc, { domainName: 'not a name' }), 400, 'InvalidArgument', /domainName/i);
  await refused(create(fc, { domainName: 'a.example.com', protocol: 'FTP' }), 400, 'InvalidArgument', /protocol/i);
  const lost = { domainName: 'a.example.com', routeConfig: routes({ path: '/*', functionName: 'none' }) };
  await refused(create(fc, lost), 404, 'FunctionNotFound', /none/);
  await refused(fc.getCustomDomain('a.example.com'), 404, 'DomainNameNotFound');
  await create(fc, { domainName: 'a.example.com' });
  await refused(change(fc, 'a.example.com', { routeConfig: lost.routeConfig }), 404, 'FunctionNotFound', /none/);
});

test('absence and presence have errors of their own', async (t) => {
  const fc = await begin(t);
  const none = /domain name 'a.example.com' does not exist/;
  await refused(fc.getCustomDomain('a.example.com'), 404, 'DomainNameNotFound', none);
  await refused(change(fc, 'a.example.com', { protocol: 'HTTP' }), 404, 'DomainNameNotFound', none);
  await refused(fc.deleteCustomDomain('a.example.com'), 404, 'DomainNameNotFound', none);
  await create(fc, { domainName: 'a.example.com' });
  await refused(create(fc, { domainName: 'a.example.com' }), 409, 'DomainNameAlreadyExists', /a\.example\.com/);
  assert.equal((await fc.deleteCustomDomain('a.example.com')).statusCode, 204);
  await refused(fc.getCustomDomain('a.example.com'), 404, 'DomainNameNotFound');
});

test('a list comes in pages (G38)', async (t) => {
  const fc = await begin(t);
  for (const name of ['c', 'a', 'b']) await create(fc, { domainName: `${name}.example.com` });
  const list = async (query) => plain(await fc.listCustomDomains(new models.ListCustomDomainsRequest(query)));
  const names = (page) => page.customDomains.map((item) => item.domainName);
  const first = await list({ limit: 2 });
  assert.deepEqual(names(first), ['a.example.com', 'b.example.com']);
  const second = await list({ limit: 2, nextToken: first.nextToken });
  assert.deepEqual(names(second), ['c.example.com']);
  assert(!second.nextToken);
  assert.deepEqual(names(await list({ prefix: 'b' })), ['b.example.com']);
});

test('the SDK reads replies with nulls as if nothing stood there (G28, G29)', async (t) => {
  const fc = client(await start(t, '--domain-nulls', '--domain-uncounted'));
  await fc.createFunction(smallest('demo'));
  const certConfig = new models.CertConfig({ certName: 'c', certificate: 'PEM', privateKey: 'SECRET' });
  await create(fc, { domainName: 'a.example.com', protocol: 'HTTPS', certConfig, routeConfig: routes({ path: '/*', functionName: 'demo' }) });
  const live = await got(fc, 'a.example.com');
  assert.deepEqual(live.certConfig, { certName: 'c', certificate: 'PEM' });
  assert.deepEqual(live.routeConfig.routes, [{ functionName: 'demo', path: '/*' }]);
  assert.equal(live.subdomainCount, undefined);
});

test('names that differ in case may be one name, and HTTPS may need a certificate (G26, G27)', async (t) => {
  const fc = client(await start(t, '--domain-folded', '--domain-certified'));
  await fc.createFunction(smallest('demo'));
  await create(fc, { domainName: 'WWW.Example.com' });
  assert.equal((await got(fc, 'www.example.COM')).domainName, 'www.example.com');
  await refused(create(fc, { domainName: 'www.example.com' }), 409, 'DomainNameAlreadyExists');
  await refused(change(fc, 'www.example.com', { protocol: 'HTTPS' }), 400, 'InvalidArgument', /CertConfig/);
});

test('a route leads to a function of FC 2.0 by the name of its service (G8)', async (t) => {
  const fc = await begin(t);
  await fc.createFunction(smallest('svc$fn'));
  const created = plain(await create(fc, { domainName: 'a.example.com', routeConfig: routes({ path: '/*', functionName: 'svc$fn' }) }));
  assert.equal(created.routeConfig.routes[0].functionName, 'svc$fn');
  await refused(change(fc, 'a.example.com', { routeConfig: routes({ path: '/*', functionName: 'svc$none' }) }), 404, 'FunctionNotFound');
});
