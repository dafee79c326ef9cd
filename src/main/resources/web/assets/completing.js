// What `@ma`, `#las` or `:fer` may become: a list of a few beside the text. Arrows choose, Enter or
// Tab takes, Escape closes; the text keeps the focus all the time.
import { parsed } from './answers.js';
import { say } from './words.js';

const pauseMs = 180, answersMax = 60;
const kinds = { '@': 'person', '#': 'tag', ':': 'emoji' };
const known = new Map();
let numbers = 0;

// In a private talk a name adds nobody, and a tag leads nowhere: only `:` completes there.
export function completing(form, { area: which = 'textarea.paper', signs = '@#:' } = {}) {
  let text = null, list = null, timer = 0, asking = null, from = 0, at = -1, closed = '';

  form.addEventListener('input', e => { if (e.target.matches(which)) soon(e.target); });
  form.addEventListener('focusout', e => { if (list && e.target === text) close(); });
  form.addEventListener('keydown', e => {
    if (!list || e.target !== text || e.isComposing) return;
    const act = { ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1), Escape: () => { closed = begun(text)?.word ?? ''; close(); } }[e.key]
      ?? (at >= 0 && (e.key === 'Enter' && !e.ctrlKey && !e.metaKey || e.key === 'Tab' && !e.shiftKey) ? () => take(list.children[at]) : null);
    if (act) { e.preventDefault(); e.stopPropagation(); act(); }
  }, true);

  // The word before the caret, if it begins as one of these.
  function begun(area) {
    const before = area.value.slice(0, area.selectionStart);
    const found = /(?:^|[\s(«„“"'])([@#:][\p{L}\p{N}_.@-]{1,58})$/u.exec(before);
    return found && signs.includes(found[1][0]) && (found[1][0] !== ':' || found[1].length > 2)
      ? { word: found[1], from: before.length - found[1].length } : null;
  }

  function soon(area) {
    clearTimeout(timer);
    const now = begun(area);
    if (!now || now.word === closed) { close(); return; }
    timer = setTimeout(() => ask(area, now), pauseMs);
  }

  async function ask(area, now) {
    asking?.abort();
    asking = new AbortController();
    try {
      const found = known.get(now.word) ?? await fetched(now.word, asking.signal);
      const still = begun(area);
      if (still && still.word === now.word && document.activeElement === area) open(area, still, found);
    } catch {
      // Another key was faster, or there is no network: one types on.
    }
  }

  async function fetched(word, signal) {
    const answer = await fetch(`/compose/complete?kind=${kinds[word[0]]}&q=${encodeURIComponent(word.slice(1))}`, { headers: { 'HX-Request': 'true' }, signal });
    if (!answer.ok) return '';
    const html = await answer.text();
    if (known.size > answersMax) known.clear();
    // Whoever is not found now may be in a moment: the index follows what happens.
    if (html.includes('<li')) known.set(word, html);
    return html;
  }

  function open(area, now, html) {
    const items = [...parsed(html).querySelectorAll('li')];
    close();
    if (!items.length) return;
    text = area;
    from = now.from;
    list = document.createElement('ul');
    list.className = 'complete';
    list.id = `complete-${++numbers}`;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', say('suggestions'));
    for (const item of items) {
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', 'false');
      item.id = `${list.id}-${list.children.length}`;
      item.addEventListener('pointerdown', e => { e.preventDefault(); take(item); });
      list.append(document.adoptNode(item));
    }
    area.after(list);
    area.setAttribute('aria-autocomplete', 'list');
    area.setAttribute('aria-controls', list.id);
    form.querySelector('[data-kept]').textContent = say(items.length === 1 ? 'found_one' : 'found_many', items.length);
    choose(0);
  }

  function choose(next) {
    const all = list.children;
    at = (next + all.length) % all.length;
    [...all].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
    text.setAttribute('aria-activedescendant', all[at].id);
    all[at].scrollIntoView({ block: 'nearest' });
  }

  function take(item) {
    const area = text;
    area.setRangeText(item.dataset.insert + ' ', from, area.selectionStart, 'end');
    close();
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function close() {
    clearTimeout(timer);
    list?.remove();
    text?.removeAttribute('aria-activedescendant');
    text?.removeAttribute('aria-controls');
    list = text = null;
    at = -1;
  }
}
