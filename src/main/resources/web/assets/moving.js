// Moving pictures begin by themselves while they are seen, but not for whoever wants less motion:
// then, and without this module, they stand still until they are started.
const less = matchMedia('(prefers-reduced-motion: reduce)');
const isQuiet = () => less.matches || document.documentElement.dataset.motion === 'less';

const seen = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) target.pause();
    else if (!isQuiet() && !target.dataset.stopped) target.play().catch(() => {});
  }
}, { threshold: .4 });

// Whoever stops one does not want it to begin again when it comes back into sight.
const stopped = event => {
  const box = event.target.getBoundingClientRect();
  if (box.bottom > 0 && box.top < innerHeight && !document.hidden) event.target.dataset.stopped = 'yes';
};

less.addEventListener('change', () => {
  if (isQuiet()) for (const video of document.querySelectorAll('video[data-moving]')) video.pause();
});

export function moving(within) {
  for (const video of within.querySelectorAll('video[data-moving]:not([data-begun])')) {
    video.dataset.begun = 'yes';
    video.addEventListener('pause', stopped);
    seen.observe(video);
  }
}
