// What the server answers to what a page sent.
import { say } from './words.js';
import { toast } from './toast.js';

const saidMax = 300;

// Made by the server's own templates; scripts in it would not run in any case.
export const parsed = html => new DOMParser().parseFromString(html, 'text/html');

// One sentence, and no page.
export const short = text => text && text.length < saidMax ? text : say('failed');

export function refused(status, text) {
  if (status === 401) {
    const next = encodeURIComponent(location.pathname + location.search);
    toast(say('signed_out'), { href: `/auth/sign_in?next=${next}`, text: say('sign_in') });
  } else {
    toast(short(text));
  }
}
