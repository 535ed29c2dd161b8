'use strict';
// What `s verify` holds the props of a resource against. It asks without saying of which resource, so the one
// schema has to tell a domain that stands alone from a function, as the core does.

const text = { type: 'string' };
const route = {
  type: 'object',
  properties: {
    path: text,
    functionName: text,
    qualifier: text,
    methods: { type: 'array', items: text },
    rewriteConfig: { type: 'object' },
  },
  required: ['path', 'functionName'],
};
const domain = {
  type: 'object',
  properties: {
    region: text,
    domainName: text,
    protocol: text,
    routeConfig: { type: 'object', properties: { routes: { type: 'array', items: route } }, required: ['routes'] },
    // An id of the certificate service is a number in all documents and a text in upstream's schema.
    certConfig: { type: 'object', properties: { certId: {} } },
    tlsConfig: { type: 'object' },
    authConfig: { type: 'object' },
    wafConfig: { type: 'object' },
    corsConfig: { type: 'object' },
    autoCName: { type: 'boolean' },
    endpoint: text,
  },
  required: ['region', 'domainName', 'protocol', 'routeConfig'],
};
const service = {
  type: 'object',
  properties: { region: text, service: { type: 'object', required: ['name'] }, function: { type: 'object', required: ['name'] } },
  required: ['region', 'service'],
};
// What fc-guard has beside upstream, as `props.schema.json` says it, which is made of the tables of the core.
const PROPS = require('./props.schema.json').definitions;
const OWN = ['driftPolicy', 'showValues', 'mark', 'state'];

// What the CLI asks about has no expressions any more: with them in it, what is wrong would be told as "must be string".
function resolved(schema) {
  if (Array.isArray(schema)) return schema.map(resolved);
  if (!schema || typeof schema !== 'object') return schema;
  const { anyOf, ...rest } = Object.fromEntries(Object.entries(schema).map(([name, inner]) => [name, resolved(inner)]));
  if (!anyOf) return rest;
  const left = anyOf.filter((one) => one.$ref !== '#/definitions/expression');
  return left.length === 1 ? { ...rest, ...left[0] } : { ...rest, anyOf: left };
}

// Those of them that such a resource may have.
function own(of) {
  const known = Object.entries(PROPS[of].properties).filter(([name]) => OWN.includes(name)).map(([name, one]) => [name, resolved(one)]);
  return { type: 'object', properties: Object.fromEntries(known) };
}

const has = (name) => ({ type: 'object', required: [name] });
const isDomain = { anyOf: [has('domainName'), has('routeConfig')] };

// The schema of a function, as upstream has it, beside that of a domain; what is no schema goes back as it is.
module.exports = function withDomains(schema) {
  const functions = parsed(schema);
  if (!functions) return schema;
  // What others refer to stands at the root, and stays there.
  const { $schema, $id, $ref, definitions, $defs, ...rest } = functions;
  const upstream = { ...rest, ...($ref && { $ref }), allOf: [...(rest.allOf || []), own('fc3')] };
  const kept = Object.entries({ $schema, $id, definitions, $defs }).filter(([, value]) => value !== undefined);
  const other = { if: isDomain, then: { ...domain, allOf: [own('fc3-domain')] }, else: upstream };
  // What stands in a service is looked at by the core, which knows more of it than a schema would.
  const beside = { if: has('service'), then: { ...service, allOf: [own('fc2')] }, else: other };
  return JSON.stringify({ ...Object.fromEntries(kept), if: has('functionName'), then: upstream, else: beside });
};

function parsed(schema) {
  try {
    const value = JSON.parse(schema);
    return value && typeof value === 'object' ? value : undefined;
  } catch (error) {
    return undefined;
  }
}
