// Holds the schema that editors complete `s.yaml` by to the examples, and sees that it does find mistakes.
//
//   node docs/scripts/schema.mjs

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import Ajv from 'ajv';
import { parse } from 'yaml';

import { root } from './cloud.mjs';

const json = (name) => JSON.parse(fs.readFileSync(path.join(root, 'component', name), 'utf8'));
// As the CLI has it: what is no schema to it is an error.
const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
ajv.addSchema(json('props.schema.json'), 'props.schema.json');
const validate = ajv.compile(json('s.schema.json'));
const faults = (text) => (validate(parse(text)) ? [] : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`));

const examples = fs.readdirSync(path.join(root, 'examples'), { recursive: true }).filter((name) => path.basename(name) === 's.yaml');
assert.ok(examples.length >= 8);
for (const name of examples) assert.deepEqual(faults(fs.readFileSync(path.join(root, 'examples', name), 'utf8')), [], name);

const policy = fs.readFileSync(path.join(root, 'examples/policy/s.yaml'), 'utf8');
for (const [old, wrong] of [
  ['memorySize: 512', 'memorySize: lots'], ['owner: console', 'owner: nobody'], ['functionName: fc-guard-policy', 'description: x'],
  ['showValues: [LOG_LEVEL, FEATURE_*]', 'showValues: LOG_LEVEL'], ['runtime: python3.10', 'runtime: 3.10'],
]) {
  const text = policy.replace(old, wrong);
  assert.notEqual(text, policy, old);
  assert.notDeepEqual(faults(text), [], wrong);
}
// An expression may stand in the place of a number.
assert.deepEqual(faults(policy.replace('memorySize: 512', 'memorySize: ${vars.memory}')), []);
console.log(`${examples.length} examples are what the schema says`);
