// The words of the page's language, from the catalogue of the server (keys that begin with js.).
const words = JSON.parse(document.querySelector('meta[name=words]').content);

export const say = (key, ...values) =>
  values.reduce((text, value, i) => text.replace(`{${i}}`, value), words[key] ?? key);

// Whose words this device keeps: nobody else is to find them.
export const user = document.querySelector('.me bdi.soft')?.textContent ?? '';
export const outbox = `outbox:${user}`;

// Whoever signs out leaves nothing behind: from then on nothing is kept.
export const keeping = { isOver: false };

// A window over the page, of the browser's own kind: it holds the focus, Escape closes it, and what
// opened it has the focus again.
export function dialog(label) {
  const box = document.createElement('dialog');
  box.className = 'over';
  box.setAttribute('aria-label', label);
  box.addEventListener('close', () => box.remove());
  document.body.append(box);
  return box;
}

export function button(text, act, kind = '') {
  const one = document.createElement('button');
  one.type = 'button';
  one.className = `btn ${kind}`;
  one.textContent = text;
  one.addEventListener('click', act);
  return one;
}
