'use strict';
// Whoever reads the output may go away, as `head` does, and a disk may be full. The CLI takes the error of
// such a stream for one that nobody caught, prints that, fails again, and never ends.

const fs = require('fs');

// How long the readers of full pipes are waited for, all of them together, before what is left is given
// up, in milliseconds.
const PATIENCE = 10000;
const PAUSE = 10;

let end;

function keep() {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners('error').includes(ignored)) stream.on('error', ignored);
  }
}

// The run goes on: it ends as it would, and its exit code is all that is left to tell.
function ignored() {}

// Writes all of a text while the process ends, when nothing is waited for any more. Says whether it
// arrived.
function put(stream, text, patience = PATIENCE) {
  const bytes = Buffer.from(text);
  let done = 0;
  while (done < bytes.length) {
    const taken = write(stream, bytes, done);
    if (taken < 0) return false;
    done += taken;
    // Some file systems take nothing and call that no error.
    if (taken > 0) continue;
    end = end || Date.now() + patience;
    if (Date.now() > end) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  return true;
}

// How many bytes were taken; -1 where none ever will be.
function write(stream, bytes, from) {
  try {
    return fs.writeSync(stream, bytes, from);
  } catch (error) {
    return error.code === 'EAGAIN' ? 0 : -1;
  }
}

module.exports = { keep, put };
