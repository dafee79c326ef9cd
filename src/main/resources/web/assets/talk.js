// A conversation as it goes on: what is new comes in below, and who looks at the end stays there.
const talk = document.getElementById('talk'), writing = document.getElementById('writing');
const text = document.getElementById('text'), form = document.getElementById('w');
const path = location.pathname, shownMs = 6000, tellMs = 4000;
let timer = 0, toldAt = 0;

const isAtEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 200;
const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });

if (talk) {
  if (!location.hash && !location.search) toEnd();
  addEventListener('talked', async e => {
    if (e.detail !== talk.dataset.talk || new URLSearchParams(location.search).has('before')) return;
    const follow = isAtEnd();
    await htmx.ajax('GET', path, { target: talk, swap: 'innerHTML' });
    writing.hidden = true;
    const after = form?.querySelector('[name=after]'), last = [...talk.querySelectorAll(':scope > [id^=m]')].pop();
    if (after && last) after.value = last.id.slice(1);
    if (follow) toEnd();
  });
  addEventListener('types', e => {
    if (e.detail.split(' ')[0] !== talk.dataset.talk) return;
    writing.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => { writing.hidden = true; }, shownMs);
  });
  text?.addEventListener('input', () => {
    if (Date.now() - toldAt < tellMs) return;
    toldAt = Date.now();
    const token = form.querySelector('[name=form_token]').value;
    fetch(`${path}/typing`, { method: 'POST', body: new URLSearchParams({ form_token: token }) });
  });
}
