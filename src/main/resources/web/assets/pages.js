// A list that has grown comes back as long when one returns to it: its address says from which post
// to which, and the server makes just that. The browser restores the scrolling by itself.
function remember() {
  const rows = document.querySelectorAll('#feed > [data-row]');
  if (rows.length === 0) return;
  const address = new URL(location.href);
  address.searchParams.delete('max_id');
  address.searchParams.set('from', rows[0].dataset.row);
  address.searchParams.set('to', rows[rows.length - 1].dataset.row);
  address.hash = '';
  history.replaceState(history.state, '', address);
  for (const back of document.querySelectorAll('input[name=back]')) back.value = address.pathname + address.search;
}

let asked = false;
document.body.addEventListener('htmx:beforeRequest', e => { asked ||= !!e.detail.elt.closest?.('nav.pages'); });
document.body.addEventListener('htmx:afterSettle', () => {
  if (asked) { asked = false; if (document.getElementById('feed')) remember(); }
});
document.addEventListener('feed:changed', () => {
  if (new URLSearchParams(location.search).has('from')) remember();
});

// A picture opens over the page; where that does not work its link leads to the file.
document.addEventListener('click', e => {
  const link = e.target.closest?.('.pic > a');
  if (!link || e.button || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  import('./viewer.js').then(module => module.view(link), () => location.assign(link.href));
});

// What moves is looked after by a module that is fetched with the first of them.
function look() {
  if (document.querySelector('video[data-moving]:not([data-begun])')) import('./moving.js').then(module => module.moving(document));
}
look();
for (const name of ['htmx:afterSettle', 'feed:changed']) document.addEventListener(name, look);

// What was just posted is where one is.
const here = location.hash.startsWith('#p') && document.getElementById(location.hash.slice(1));
if (here) here.focus({ preventScroll: true });
if (history.scrollRestoration === 'manual') {
  history.scrollRestoration = 'auto';
  // Once the sheet above it is as small as scripts make it, and what the browser does by itself is done.
  const stand = () => requestAnimationFrame(() => here?.scrollIntoView({ block: 'nearest' }));
  stand();
  addEventListener('load', stand);
}

// Of tabs that do not fit the one where one is stands in sight.
const tab = document.querySelector('.tabs [aria-current]');
if (tab) tab.parentElement.scrollLeft += tab.getBoundingClientRect().right - tab.parentElement.getBoundingClientRect().right;
