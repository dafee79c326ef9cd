// The words of the page's language, from the catalogue of the server (keys that begin with js.).
const words = JSON.parse(document.querySelector('meta[name=words]').content);

export const say = (key, ...values) =>
  values.reduce((text, value, i) => text.replace(`{${i}}`, value), words[key] ?? key);
