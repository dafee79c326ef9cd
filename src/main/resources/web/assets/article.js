// The editor of articles keeps what is typed: on the server at each pause, and on this device as
// long as the server has not answered. Without this module the buttons do the same by hand.
import { say } from './words.js';

const PAUSE_MS = 2000;
const ANSWER_MS = 15_000;
const form = document.querySelector('form[data-article]');

function key() {
  return `article ${form.action}`;
}

function typed() {
  const fields = {};
  for (const field of form.querySelectorAll('input[name], textarea[name]')) {
    if (field.type !== 'hidden' && field.type !== 'file' && field.type !== 'radio' && field.type !== 'checkbox') {
      fields[field.name] = field.value;
    }
  }
  return fields;
}

export function keeping() {
  const told = form.querySelector('[data-kept]');
  const seen = form.elements.seen;
  let last = JSON.stringify(typed());
  let timer = 0;
  let sending = false;
  // Somebody saved meanwhile: nothing of his is overwritten by a pause.
  let apart = false;
  let submitted = false;
  // The button that was pressed while a save was on its way.
  let pressed = null;
  // A save that nothing answered: it may have arrived. The same is sent again before anything else,
  // and the answer tells what the server has seen, so that nobody is in his own way.
  let tried = null;
  const lost = JSON.parse(localStorage.getItem(key()) ?? 'null');
  const arrived = lost?.submitted && lost.seen !== seen.value;
  if (lost && (arrived || JSON.stringify(lost.fields) === last)) {
    localStorage.removeItem(key());
  } else if (lost) {
    for (const [name, value] of Object.entries(lost.fields)) {
      if (form.elements[name] && 'value' in form.elements[name]) form.elements[name].value = value;
    }
    // As it was seen when this was typed: the server notices what another device has changed since.
    seen.value = lost.seen;
    told.textContent = say('restored');
    later();
  }

  function keep() {
    localStorage.setItem(key(), JSON.stringify({ fields: typed(), seen: seen.value, submitted }));
  }

  async function send() {
    const now = tried?.now ?? JSON.stringify(typed());
    if (sending || (now === last && !tried)) return;
    keep();
    if (apart) return;
    sending = true;
    told.textContent = say('kept');
    let refused = false;
    try {
      const body = tried?.body ?? new FormData(form);
      body.delete('file');
      body.set('do', 'save');
      body.set('quietly', 'true');
      tried = { now, body };
      const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/plain' }, signal: AbortSignal.timeout(ANSWER_MS) });
      if (answer.status < 500) tried = null;
      if (answer.ok && !answer.redirected) {
        seen.value = (await answer.text()).trim();
        last = now;
        localStorage.removeItem(key());
        told.textContent = say('kept_draft', new Date().toLocaleTimeString());
      } else if (answer.status === 409) {
        apart = true;
        told.textContent = await answer.text();
      } else {
        // What cannot be saved so is tried again when it is typed otherwise.
        refused = answer.status === 422;
      }
    } catch {
      // Kept on this device; the next pause tries again.
    }
    sending = false;
    if (pressed) {
      const by = pressed;
      pressed = null;
      form.requestSubmit(by);
      return;
    }
    const typedMeanwhile = JSON.stringify(typed());
    if ((typedMeanwhile !== last || tried) && !(refused && typedMeanwhile === now)) later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE_MS);
  }

  form.addEventListener('input', () => {
    // Typed after it was sent: that arrives with nothing but the next save.
    submitted = false;
    later();
  });
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    submitted = true;
    keep();
    // What is on its way arrives first: else the server would take this for an older page.
    if (sending && event.submitter) {
      event.preventDefault();
      pressed = event.submitter;
    }
  });
  addEventListener('pagehide', () => {
    if (!submitted && JSON.stringify(typed()) !== last) keep();
  });
}

if (form) keeping();
