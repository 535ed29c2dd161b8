'use strict';
// fc-guard as the plugin of an action, for whoever names a path: `plugin: ./node_modules/fc-guard/plugin`. By its name
// the component itself is found, and what that makes can be called in the same way.
//
// An arrow and no function: the CLI calls whatever can be called so with `new`, and takes what comes of that.

module.exports = async (inputs, args) => require('../component/plugin')(inputs, args);
