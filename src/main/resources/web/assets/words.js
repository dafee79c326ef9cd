// The words of the page's language, from the catalogue of the server (keys that begin with js.).
const words = JSON.parse(document.querySelector('meta[name=words]').content);

export const say = (key, ...values) =>
  values.reduce((text, value, i) => text.replace(`{${i}}`, value), words[key] ?? key);

// Whose words this device keeps: nobody else is to find them.
export const user = document.querySelector('.me bdi.soft')?.textContent ?? '';
export const outbox = `outbox:${user}`;
