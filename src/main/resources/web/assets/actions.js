// Buttons that answer at once: favourite, boost, bookmark, follow flip when pressed, and flip back
// when the server says no.
import { say } from './words.js';
import { toast } from './toast.js';

const flipped = new WeakMap();

document.body.addEventListener('htmx:beforeRequest', e => {
  const button = e.detail.elt;
  if (!button.matches?.('.act[aria-pressed]')) return;
  const number = button.querySelector('.n'), on = button.getAttribute('aria-pressed') === 'true';
  flipped.set(button, { on, number: number?.textContent });
  button.setAttribute('aria-pressed', String(!on));
  if (number && /^\d*$/.test(number.textContent) && !button.matches('.bookmark')) {
    const next = Number(number.textContent || 0) + (on ? -1 : 1);
    number.textContent = next > 0 ? next : '';
  }
});

function back(button) {
  const was = flipped.get(button);
  if (!was) return;
  button.setAttribute('aria-pressed', String(was.on));
  const number = button.querySelector('.n');
  if (number) number.textContent = was.number;
  flipped.delete(button);
}

document.body.addEventListener('htmx:responseError', e => {
  back(e.detail.elt);
  const { status, responseText } = e.detail.xhr;
  if (status === 401) {
    const next = encodeURIComponent(location.pathname + location.search);
    toast(say('signed_out'), { href: `/auth/sign_in?next=${next}`, text: say('sign_in') });
  } else {
    toast(responseText && responseText.length < 300 ? responseText : say('failed'));
  }
});
for (const name of ['htmx:sendError', 'htmx:timeout']) {
  document.body.addEventListener(name, e => { back(e.detail.elt); toast(say('failed')); });
}

// The same control keeps the focus when its piece of the page is exchanged.
let focused = '';
document.body.addEventListener('htmx:beforeSwap', e => {
  const active = document.activeElement, target = e.detail.target;
  focused = target?.contains?.(active) && active.classList.contains('act') ? active.classList[1] : '';
});
document.body.addEventListener('htmx:afterSwap', e => {
  if (!focused) return;
  const fresh = e.detail.elt.matches?.('.acts') ? e.detail.elt : e.detail.elt.querySelector?.('.acts');
  fresh?.querySelector(`.act.${focused}`)?.focus({ preventScroll: true });
  focused = '';
});

// What is taken away leaves the focus to what comes next.
document.body.addEventListener('htmx:beforeSwap', e => {
  const item = e.detail.target;
  if (!item.matches?.('.item')) return;
  const next = item.nextElementSibling ?? item.previousElementSibling;
  (next?.querySelector('a, button') ?? document.querySelector('h1'))?.focus({ preventScroll: true });
});

document.addEventListener('click', async e => {
  const copy = e.target.closest('[data-copy]');
  if (copy) {
    await navigator.clipboard?.writeText(new URL(copy.dataset.copy, location.href).href);
    copy.closest('details').open = false;
    toast(say('copied'));
  }
  // A menu closes when something else is pressed.
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (!menu.contains(e.target)) menu.open = false;
  }
});
document.addEventListener('keydown', e => {
  const menu = e.key === 'Escape' && document.querySelector('.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});
document.addEventListener('toggle', e => {
  if (!e.target.matches?.('.menu[open]')) return;
  for (const menu of document.querySelectorAll('.menu[open]')) if (menu !== e.target) menu.open = false;
}, true);

addEventListener('offline', () => toast(say('offline')));
addEventListener('online', () => toast(say('online')));
