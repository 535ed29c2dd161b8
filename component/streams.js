'use strict';
// Whoever reads the output may go away, as `head` does, and a disk may be full. The CLI takes the error of
// such a stream for one that nobody caught, prints that, fails again, and never ends.

const fs = require('fs');

// How long the reader of a full pipe is waited for before what is left is given up, in milliseconds.
const PATIENCE = 10000;
const PAUSE = 10;

function keep() {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignored)) stream.on('error', ignored);
  }
}

// The run goes on: it ends as it would, and its exit code is all that is left to tell.
function ignored() {}

// Writes all of a text while the process ends, when nothing is waited for any more. Says whether it
// arrived.
function put(stream, text) {
  const bytes = Buffer.from(text);
  const end = Date.now() + PATIENCE;
  let done = 0;
  while (done < bytes.length) {
    try {
      done += fs.writeSync(stream, bytes, done);
    } catch (error) {
      if (error.code !== 'EAGAIN' || Date.now() > end) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
  return true;
}

module.exports = { keep, put };
