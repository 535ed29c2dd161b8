'use strict';
// What the shim itself says, in the language of the core (see `Lang::from_env` there). It stands here
// and not in the core, because most of it is about a core that cannot be loaded or has fallen over.

const LOCALE = ['FC_GUARD_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'];

// The text in one language; `{name}` in it stands for a value of that name.
module.exports = function words(en, zh, values = {}) {
  const text = lang() === 'zh' ? zh : en;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
};
module.exports.lang = lang;

function lang() {
  const chosen = LOCALE.map((name) => process.env[name]).find(Boolean) || '';
  return chosen.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
