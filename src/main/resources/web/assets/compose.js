// The composer: a live count, what is typed kept on this device, pictures sent while one writes on.
import { say } from './words.js';
import { toast } from './toast.js';

const keptMs = 1000, linkCharacters = 23;
const segmenter = new Intl.Segmenter();

for (const form of document.querySelectorAll('form.compose')) composer(form);

function composer(form) {
  const text = form.elements.text, left = form.querySelector('[data-left]'), max = Number(form.dataset.max);
  const kept = form.querySelector('[data-kept]'), key = `draft:${document.querySelector('.me bdi.soft')?.textContent ?? ''}:${form.dataset.draft}`;
  const start = text.value;
  let timer = 0, sent = false;

  restore();
  count();
  form.addEventListener('input', () => { count(); clearTimeout(timer); timer = setTimeout(keep, keptMs); });
  text.addEventListener('focus', () => form.classList.add('open'));
  addEventListener('pagehide', () => { if (!sent) keep(); });
  text.addEventListener('keydown', e => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener('submit', e => {
    if (sent) { e.preventDefault(); return; }
    sent = true;
    forget();
    form.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', e => { if (e.persisted) { sent = false; form.removeAttribute('aria-busy'); } });

  // As the server counts: what one sees as one letter is one; an address is as long as any other.
  function length() {
    const words = text.value.replace(/https?:\/\/[^\s]+/g, 'x'.repeat(linkCharacters))
      .replace(/(^|\s)(@[a-z0-9_]+)@[a-z0-9.-]+/gi, '$1$2');
    return [...segmenter.segment(words + form.elements.warning.value)].length;
  }

  function count() {
    const rest = max - length();
    left.textContent = rest;
    left.classList.toggle('over', rest < 0);
    left.setAttribute('aria-label', say('left', rest));
  }

  function fields() {
    const all = {};
    for (const name of ['text', 'warning', 'visibility', 'language']) all[name] = form.elements[name].value;
    all.poll = [...form.querySelectorAll('[name="poll[options][]"]')].map(o => o.value);
    return all;
  }

  function keep() {
    const now = fields();
    if ((now.text.trim() === start.trim() || !now.text.trim()) && !now.warning && !now.poll.some(Boolean)) { forget(); return; }
    localStorage.setItem(key, JSON.stringify(now));
    if (kept) kept.textContent = say('kept');
  }

  function forget() { clearTimeout(timer); localStorage.removeItem(key); }

  function restore() {
    const was = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (!was || new URLSearchParams(location.search).has('kept') || form.querySelector('[role=alert]')) return;
    for (const name of ['text', 'warning', 'visibility', 'language']) if (was[name]) form.elements[name].value = was[name];
    was.poll?.forEach((value, i) => { const o = form.querySelectorAll('[name="poll[options][]"]')[i]; if (o) o.value = value; });
    form.querySelectorAll('details.extra').forEach(d => { if ([...d.querySelectorAll('input.in')].some(i => i.value)) d.open = true; });
    form.classList.add('open');
    if (kept) kept.textContent = say('restored');
  }

  // ---- pictures
  const file = form.elements.file, thumbs = form.querySelector('.thumbs');
  file.multiple = true;
  file.addEventListener('change', () => { send([...file.files]); file.value = ''; });
  text.addEventListener('paste', e => { if (e.clipboardData.files.length) { e.preventDefault(); send([...e.clipboardData.files]); } });
  form.addEventListener('dragover', e => { if (e.dataTransfer.types.includes('Files')) e.preventDefault(); });
  form.addEventListener('drop', e => { if (e.dataTransfer.files.length) { e.preventDefault(); send([...e.dataTransfer.files]); } });
  thumbs.addEventListener('click', e => e.target.closest('[data-remove]')?.closest('.thumb').remove());

  function send(files) {
    for (const one of files) {
      if (thumbs.querySelectorAll('.thumb, progress').length >= Number(form.dataset.picturesMax)) { toast(say('too_many_pictures')); return; }
      upload(one);
    }
  }

  function upload(one) {
    const row = document.createElement('li'), bar = document.createElement('progress');
    row.className = 'uploading';
    bar.max = 100;
    bar.setAttribute('aria-label', say('uploading', 0));
    row.append(bar);
    thumbs.append(row);
    const body = new FormData(), request = new XMLHttpRequest();
    body.append('form_token', form.elements.form_token.value);
    body.append('file', one);
    request.open('POST', '/compose/pictures');
    request.setRequestHeader('HX-Request', 'true');
    request.upload.addEventListener('progress', e => { bar.value = Math.round(100 * e.loaded / e.total); });
    request.addEventListener('loadend', () => {
      if (request.status === 200) {
        // Made by the server's own template; scripts in it would not run in any case.
        row.replaceWith(new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('.thumb'));
        thumbs.lastElementChild?.querySelector('textarea')?.focus();
      } else {
        row.remove();
        toast(request.responseText.length > 0 && request.responseText.length < 300 ? request.responseText : say('failed'));
      }
    });
    request.send(body);
  }
}
