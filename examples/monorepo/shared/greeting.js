'use strict';

exports.greeting = (name) => `hello, ${name}`;
