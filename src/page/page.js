'use strict';
(() => {
  // Without this script the page shows everything and has no tools.
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const tools = document.querySelector('.tools');
  const filter = document.getElementById('filter');
  const nothing = document.getElementById('nothing');
  tools.hidden = false;

  const title = (item) => item.closest('.card')?.querySelector('h3')?.textContent ?? '';
  const items = all('[data-item]').map((element) => ({
    element,
    text: (element.dataset.item || `${title(element)} ${element.textContent}`).toLowerCase(),
  }));
  // The innermost come first, so that an outer one sees what became of them.
  const groups = all('[data-group]').reverse();

  const narrow = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { element, text } of items) {
      element.hidden = !words.every((word) => text.includes(word));
      if (!element.hidden) shown += 1;
    }
    for (const group of groups) {
      group.hidden = words.length > 0 && !group.querySelector('[data-item]:not([hidden])');
      if (words.length > 0 && !group.hidden && group.matches('details')) group.open = true;
    }
    for (const table of all('table.values')) {
      table.hidden = !table.querySelector('[data-item]:not([hidden])');
    }
    nothing.hidden = shown > 0 || words.length === 0;
  };
  filter.addEventListener('input', narrow);

  const fold = (open) => () => {
    for (const details of all('main details')) details.open = open;
  };
  document.getElementById('open').addEventListener('click', fold(true));
  document.getElementById('close').addEventListener('click', fold(false));

  document.addEventListener('keydown', (event) => {
    const free = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === '/' && free && document.activeElement !== filter) {
      event.preventDefault();
      filter.focus();
    }
    if (event.key === 'Escape' && document.activeElement === filter) {
      filter.value = '';
      narrow();
    }
  });

  // A link of the tree leads to a file, which may be folded.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.matches('details')) target.open = true;
  };
  addEventListener('hashchange', reveal);
  for (const link of all('.tree a')) {
    link.addEventListener('click', () => {
      document.getElementById(link.hash.slice(1)).open = true;
    });
  }
  reveal();

  // On paper nothing can be unfolded.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = all('main details:not([open])');
    for (const details of folded) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of folded) details.open = false;
  });
})();
