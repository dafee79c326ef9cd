// The worker that shows a page where there is no network. Only for people who are signed in: others
// come and go.
if (document.body.dataset.signedIn && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('/service-worker.js').catch(() => {});
}
