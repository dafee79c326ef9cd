// Pictures by button, drop and paste, sent while one writes on; the point that matters is shown by
// pressing on it.
import { parsed, refused } from './answers.js';
import { say } from './words.js';
import { toast } from './toast.js';

export function picturing(form, changed) {
  form.addEventListener('change', e => {
    if (e.target.type !== 'file') return;
    send([...e.target.files], e.target.closest('.piece'));
    e.target.value = '';
  });
  form.addEventListener('paste', e => {
    if (!e.clipboardData.files.length) return;
    e.preventDefault();
    send([...e.clipboardData.files], at(e));
  });
  form.addEventListener('dragover', e => { if (e.dataTransfer.types.includes('Files')) e.preventDefault(); });
  form.addEventListener('drop', e => {
    if (!e.dataTransfer.files.length) return;
    e.preventDefault();
    send([...e.dataTransfer.files], at(e));
  });
  form.addEventListener('click', e => { if (e.target.matches?.('.aim img')) aim(e); });
  form.querySelectorAll('input[type=file]').forEach(file => {
    file.multiple = true;
    if (file.files.length) { send([...file.files], file.closest('.piece')); file.value = ''; }
  });
  const markAll = () => form.querySelectorAll('.thumb').forEach(mark);
  markAll();
  form.addEventListener('input', e => { if (e.target.name?.endsWith('[focus]')) mark(e.target.closest('.thumb')); });

  const at = e => e.target.closest?.('.piece') ?? form.querySelector('.piece:last-child');

  function send(files, piece) {
    for (const one of files) {
      if (piece.querySelectorAll('.thumb, progress').length >= Number(form.dataset.picturesMax)) { toast(say('too_many_pictures')); return; }
      upload(one, piece);
    }
  }

  function upload(one, piece) {
    const row = document.createElement('li'), bar = document.createElement('progress'), thumbs = piece.querySelector('.thumbs');
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
    request.upload.addEventListener('progress', e => {
      bar.value = Math.round(100 * e.loaded / e.total);
      bar.setAttribute('aria-label', say('uploading', bar.value));
    });
    request.addEventListener('loadend', () => {
      if (request.status === 200) {
        const thumb = thumbOf(request.responseText);
        const i = Number(piece.dataset.at ?? 0);
        thumb.querySelector('input[type=hidden]').name = i === 0 ? 'media[]' : `more[${i}][media][]`;
        row.replaceWith(thumb);
        mark(thumb);
        // Asked once; whoever goes on typing is not taken away from his words.
        if (form.contains(document.activeElement) && document.activeElement.matches('textarea, input.in')) form.querySelector('[data-kept]').textContent = say('describe');
        else thumb.querySelector('textarea').focus();
        changed();
      } else {
        row.remove();
        refused(request.status, request.responseText);
      }
    });
    request.send(body);
  }

  function thumbOf(html) { return document.adoptNode(parsed(html).querySelector('.thumb')); }

  // One that was here before; null when it is gone. Where nobody answers, its place is kept with all
  // that was said of it.
  async function fetched(id, said) {
    try {
      const answer = await fetch(`/compose/thumb?id=${encodeURIComponent(id)}`, { headers: { 'HX-Request': 'true' } });
      if (answer.status === 404) return null;
      if (answer.ok) return thumbOf(await answer.text());
    } catch {
      // Not now.
    }
    const thumb = document.createElement('li'), field = document.createElement('input');
    thumb.className = 'thumb';
    field.type = 'hidden';
    field.value = id;
    thumb.append(field, say('picture_kept'));
    for (const [name] of said.filter(([name]) => name.startsWith(`said[${id}]`))) {
      const one = field.cloneNode();
      one.name = name;
      thumb.append(one);
    }
    return thumb;
  }

  // A field as it was; the point that somebody showed is none of the places of the list.
  function set(field, value) {
    if (field.matches('select') && field.name.endsWith('[focus]') && ![...field.options].some(option => option.value === value)) point(field, value);
    field.value = value;
  }

  function point(select, value) {
    select.querySelector('[data-point]')?.remove();
    const option = new Option(say('focus_point'), value, true, true);
    option.dataset.point = '';
    select.append(option);
  }

  // Where in the whole picture one has pressed: the preview shows its middle, cut to a square.
  function aim(e) {
    const image = e.target, box = image.getBoundingClientRect(), select = image.closest('.thumb').querySelector('select');
    const scale = Math.max(box.width / image.naturalWidth, box.height / image.naturalHeight);
    const part = (pressed, side, whole) => Math.max(-1, Math.min(1, 2 * (pressed - side / 2) / (whole * scale)));
    const x = part(e.clientX - box.left, box.width, image.naturalWidth), y = -part(e.clientY - box.top, box.height, image.naturalHeight);
    point(select, `${x.toFixed(2)},${y.toFixed(2)}`);
    mark(image.closest('.thumb'));
    changed();
  }

  function mark(thumb) {
    const place = thumb.querySelector('.aim'), image = place?.querySelector('img');
    if (!image) return;
    const [x, y] = thumb.querySelector('select').value.split(',').map(Number);
    let dot = place.querySelector('i');
    if (!dot) { dot = document.createElement('i'); place.append(dot); }
    const put = () => {
      const box = image.getBoundingClientRect(), scale = Math.max(box.width / image.naturalWidth, box.height / image.naturalHeight) || 1;
      dot.style.left = `${Math.max(0, Math.min(box.width, box.width / 2 + x * image.naturalWidth * scale / 2))}px`;
      dot.style.top = `${Math.max(0, Math.min(box.height, box.height / 2 - y * image.naturalHeight * scale / 2))}px`;
    };
    if (image.complete) put(); else image.addEventListener('load', put, { once: true });
  }

  return { fetched, set, mark: markAll, areComing: () => form.querySelector('.uploading') !== null };
}
