// A picture in its full size over the page, with what is said of it; the others of the same post are
// next to it. Arrows and swiping lead there; Escape, the button or the way back lead to the page.
import { button, dialog, say } from './words.js';

const swipePx = 50;

export function view(link) {
  const links = [...link.closest('.pics').querySelectorAll('.pic > a')], box = dialog(say('picture'));
  const figure = document.createElement('figure'), image = document.createElement('img'), caption = document.createElement('figcaption'), bar = document.createElement('p');
  const count = document.createElement('span'), isRtl = getComputedStyle(link).direction === 'rtl';
  let at = links.indexOf(link), from = 0;
  const before = button('‹', () => show(at - 1), 'icon'), after = button('›', () => show(at + 1), 'icon'), close = button('×', () => box.close(), 'icon');
  before.setAttribute('aria-label', say('picture_before'));
  after.setAttribute('aria-label', say('picture_after'));
  close.setAttribute('aria-label', say('close'));
  box.classList.add('viewer');
  bar.className = 'row';
  count.className = 'small soft grow';
  count.setAttribute('role', 'status');
  if (links.length > 1) bar.append(before, after);
  bar.append(count, close);
  figure.append(image, caption);
  box.append(bar, figure);

  function show(next) {
    at = (next + links.length) % links.length;
    const one = links[at], pic = one.closest('.pic'), alt = pic.querySelector('.alt p'), credit = pic.querySelector('figcaption');
    image.src = one.href;
    image.alt = one.querySelector('img').alt;
    caption.replaceChildren();
    // Who sees the picture reads the words, who hears them has them from the picture itself.
    for (const words of [alt, credit]) {
      if (!words) continue;
      const p = document.createElement('p');
      p.dir = 'auto';
      p.textContent = words.textContent;
      if (words === alt) p.setAttribute('aria-hidden', 'true');
      caption.append(p);
    }
    count.textContent = links.length > 1 ? say('picture_of', at + 1, links.length) : '';
  }

  box.addEventListener('keydown', e => {
    const by = { ArrowLeft: isRtl ? 1 : -1, ArrowRight: isRtl ? -1 : 1 }[e.key];
    if (by && links.length > 1) { e.preventDefault(); show(at + by); }
  });
  image.addEventListener('pointerdown', e => { from = e.clientX; });
  box.addEventListener('pointerup', e => {
    const by = e.clientX - from;
    if (from && links.length > 1 && Math.abs(by) > swipePx) show(at + (by < 0 !== isRtl ? 1 : -1));
    from = 0;
  });
  image.draggable = false;
  box.addEventListener('click', e => { if (e.target === box) box.close(); });
  const away = () => box.close();
  box.addEventListener('close', () => {
    removeEventListener('popstate', away);
    if (history.state?.viewer) history.back();
    links[at].focus({ preventScroll: true });
  });
  history.pushState({ ...history.state, htmx: undefined, viewer: true }, '');
  addEventListener('popstate', away);
  show(at);
  box.showModal();
  close.focus();
}
