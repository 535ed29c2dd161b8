'use strict';
// One HTTP request and its reply, by Node's own client.

const http = require('http');
const https = require('https');

// Until a connection must stand, in milliseconds, as in the native entry point.
const CONNECT_TIMEOUT = 10000;

const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

// How much of a body is handed to the system at once. It says when it has taken that.
const SLICE = 64 * 1024;

function exchange({ method, url, headers, timeout, limit, body, moved }) {
  return new Promise((resolve, reject) => {
    const { protocol } = new URL(url);
    const secure = protocol === 'https:';
    const request = (secure ? https : http).request(url, { method, agent: agents[protocol] });
    for (const [name, value] of headers) request.setHeader(name, value);
    if (body.length > 0) request.setHeader('content-length', body.length);
    // Ends the request, and says why by a word that `describe` knows.
    const give = (kind) => {
      request.destroy();
      reject(Object.assign(new Error(kind), { kind }));
    };
    const whole = setTimeout(() => give('timeout'), timeout);
    const connect = setTimeout(() => give('connect timeout'), Math.min(CONNECT_TIMEOUT, timeout));
    const connected = () => clearTimeout(connect);
    request.on('socket', (socket) => {
      // A connection that is kept from before is there already.
      if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', connected);
      else connected();
    });
    const done = (settle, value) => {
      clearTimeout(whole);
      clearTimeout(connect);
      settle(value);
    };
    const count = counter(moved);
    request.on('error', (error) => done(reject, error));
    request.on('response', (response) => {
      const chunks = [];
      let size = 0;
      count({ expected: Number(response.headers['content-length'] || -1) });
      response.on('data', (chunk) => {
        size += chunk.length;
        // What is larger than it may be is not held in memory.
        if (size > limit) return done(() => give('large'));
        chunks.push(chunk);
        return count({ received: chunk.length });
      });
      response.on('error', (error) => done(reject, error));
      response.on('aborted', () => done(reject, new Error('the connection broke in the middle of the reply')));
      response.on('end', () => done(resolve, reply(response, Buffer.concat(chunks))));
    });
    pour(request, body, (sent) => count({ sent }));
  });
}

// Adds up what moves, and tells the sums.
function counter(moved) {
  const total = { sent: 0, received: 0 };
  let announced = -1;
  return ({ sent = 0, received = 0, expected = announced }) => {
    total.sent += sent;
    total.received += received;
    announced = expected;
    moved(total.sent, total.received, announced);
  };
}

// One slice after the other, each once the system has taken the one before: so the rest neither waits
// in a buffer, nor is it counted as sent before it is. A small body goes together with its head.
function pour(request, body, sent) {
  const slice = body.subarray(0, SLICE);
  const taken = (next) => (error) => {
    if (error) return; // The request itself says what happened.
    sent(slice.length);
    next();
  };
  if (slice.length === body.length) return request.end(slice, taken(() => undefined));
  return request.write(slice, taken(() => pour(request, body.subarray(SLICE), sent)));
}

// What `src/wasm.rs` takes for a reply.
function reply(response, body) {
  const headers = [];
  // The raw ones: Node would join headers of one name, and drop some.
  for (let i = 0; i < response.rawHeaders.length; i += 2) {
    headers.push([response.rawHeaders[i], response.rawHeaders[i + 1]]);
  }
  return { head: JSON.stringify({ status: response.statusCode, headers }), body: new Uint8Array(body) };
}

// The errors of a connection that did not come about, so that nothing was sent.
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

function describe(error) {
  const cause = [error.code, error.message].filter(Boolean).join(': ');
  if (error.kind === 'timeout' || error.kind === 'large') return { kind: error.kind, cause };
  // A certificate that is not trusted is found before anything is sent, too.
  const certificate = /CERT|SSL|TLS/.test(error.code || '');
  const unreachable = UNREACHABLE.includes(error.code) || error.kind === 'connect timeout' || certificate;
  return { kind: unreachable ? 'connect' : 'broken', cause };
}

module.exports = { exchange, describe };
