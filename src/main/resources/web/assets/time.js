// The reader's zone for the server, and times that stay true while the page is open. A page that was
// made before the server knew the zone is put right here.
import { say } from './words.js';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone, root = document.documentElement;
if (zone) {
  const secure = location.protocol === 'https:';
  document.cookie = `${secure ? '__Host-' : ''}zone=${zone}; path=/; max-age=31536000; samesite=lax${secure ? '; secure' : ''}`;
}

const isElsewhere = root.dataset.zone !== zone, weekDays = 7, dayMs = 86400000, openedAt = Date.now();
const full = new Intl.DateTimeFormat(root.lang, { dateStyle: 'full', timeStyle: 'short' });
const parts = new Intl.DateTimeFormat(root.lang, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

// By the pattern that the server writes by.
function written(at, pattern) {
  const part = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return pattern.replace(/EEE|MMM|uuuu|HH|mm|d/g, name => ({ EEE: part.weekday, MMM: part.month, uuuu: part.year, HH: part.hour, mm: part.minute, d: part.day })[name]);
}
const midnight = at => new Date(at).setHours(0, 0, 0, 0);

function old(at) {
  const days = Math.round((midnight(Date.now()) - midnight(at)) / dayMs);
  return written(at, say(days < weekDays ? 'weekday' : at.getFullYear() === new Date().getFullYear() ? 'day_this_year' : 'day'));
}

// What was old when the page came stands as the server wrote it.
function refresh() {
  for (const time of document.querySelectorAll('time[datetime]:not([data-fixed])')) {
    const at = new Date(time.dateTime), minutes = Math.floor((Date.now() - at) / 60000);
    if (isElsewhere) time.title = full.format(at);
    if ('moment' in time.dataset) {
      if (isElsewhere) time.textContent = written(at, say('moment'));
      continue;
    }
    if (minutes < 0) continue;
    const words = minutes < 1 ? say('now') : minutes < 60 ? say('minutes', minutes)
      : minutes < 1440 ? say('hours', Math.floor(minutes / 60)) : isElsewhere || openedAt - at < dayMs ? old(at) : '';
    if (words && time.textContent !== words) time.textContent = words;
  }
}

refresh();
setInterval(refresh, 30000);
