// Everything works without these modules; with them it is quicker, and nothing typed is lost.
import './actions.js';
import './compose.js';
import './install.js';
import './keys.js';
import './live.js';
import './pages.js';
import './thread.js';
import './time.js';

if (document.getElementById('talk')) import('./talk.js');
document.documentElement.dataset.scripted = 'yes';
