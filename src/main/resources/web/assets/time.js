// The reader's zone for the server, and times that stay true while the page is open.
import { say } from './words.js';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone, root = document.documentElement;
if (zone) {
  const secure = location.protocol === 'https:';
  document.cookie = `${secure ? '__Host-' : ''}zone=${zone}; path=/; max-age=31536000; samesite=lax${secure ? '; secure' : ''}`;
}

const full = new Intl.DateTimeFormat(root.lang, { dateStyle: 'full', timeStyle: 'short' });

function refresh() {
  for (const time of document.querySelectorAll('time[datetime]:not([data-fixed])')) {
    const at = new Date(time.dateTime), minutes = Math.floor((Date.now() - at) / 60000);
    if (root.dataset.zone !== zone) time.title = full.format(at);
    if (minutes < 0) continue;
    const words = minutes < 1 ? say('now') : minutes < 60 ? say('minutes', minutes)
      : minutes < 1440 ? say('hours', Math.floor(minutes / 60)) : '';
    if (words && time.textContent !== words) time.textContent = words;
  }
}

refresh();
setInterval(refresh, 30000);
