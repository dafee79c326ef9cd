// The composer begins: what it is made of is fetched when somebody begins to write, and what waits
// for the network is sent.
import { keeping, outbox, user } from './words.js';

function begin(form) {
  if (form.dataset.begun) return;
  form.dataset.begun = 'yes';
  import('./writing.js').then(module => module.writing(form), () => { delete form.dataset.begun; });
}

for (const form of document.querySelectorAll('form.compose')) {
  const kept = localStorage.getItem(`draft:${user}:${form.dataset.draft}`);
  if (!form.matches('.small-start') || kept) begin(form);
  else for (const name of ['focusin', 'pointerenter', 'dragenter']) form.addEventListener(name, () => begin(form));
}

// `toggle` does not bubble.
document.addEventListener('toggle', e => {
  if (e.target.open && e.target.matches('[data-emoji]')) import('./emoji.js').then(module => module.emoji(e.target), () => { e.target.open = false; });
}, true);

if (localStorage.getItem(outbox)) import('./outbox.js').then(module => module.show());

// What lies on this device only is not cleared away without a word.
const isOurs = key => key === outbox || key.startsWith(`draft:${user}:`) || key.startsWith(`talk:${user}:`);
document.addEventListener('submit', e => {
  if (keeping.isOver || !/\/sign_out$/.test(e.submitter?.formAction ?? '')) return;
  // What was typed in this very second is kept, too.
  dispatchEvent(new Event('leaving'));
  if (!Object.keys(localStorage).some(isOurs)) { keeping.isOver = true; return; }
  e.preventDefault();
  import('./leaving.js').then(module => module.leave(e.target, e.submitter));
});
