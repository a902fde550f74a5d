import { startKeys } from './keys.js';
import { startReconnect } from './reconnect.js';

// One listener for the whole page: Blazor may replace any element at any time.
const root = document.documentElement;

function nav(open) {
  root.toggleAttribute('data-nav-open', open);
  const toggle = document.querySelector('[data-nav-toggle]');
  toggle?.setAttribute('aria-expanded', String(open));
  document.getElementById('main')?.toggleAttribute('inert', open);
  if (open) document.querySelector('#site-nav a')?.focus();
}

function markChoices() {
  const keys = nhi.read('keys') === 'off' ? 'off' : 'on';
  document.querySelectorAll('[data-theme-choice]:is(button)').forEach(b =>
    b.setAttribute('aria-pressed', String(b.dataset.themeChoice === root.dataset.themeChoice)));
  document.querySelectorAll('[data-keys-choice]').forEach(b =>
    b.setAttribute('aria-pressed', String(b.dataset.keysChoice === keys)));
}

async function copy(button) {
  await navigator.clipboard.writeText(button.closest('.code-block').querySelector('code').textContent);
  button.textContent = 'Copied';
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
}

document.addEventListener('click', e => {
  const hit = selector => e.target.closest?.(selector);
  if (hit('[data-nav-toggle]')) nav(!root.hasAttribute('data-nav-open'));
  else if (hit('[data-nav-close], #site-nav a')) nav(false);
  else if (hit('[data-theme-toggle]')) nhi.toggleTheme();
  else if (hit('button[data-theme-choice]')) { nhi.setTheme(hit('button[data-theme-choice]').dataset.themeChoice); markChoices(); }
  else if (hit('[data-keys-choice]')) { nhi.write('keys', hit('[data-keys-choice]').dataset.keysChoice); markChoices(); }
  else if (hit('[data-copy]')) copy(hit('[data-copy]'));
  const menu = document.querySelector('.column-chooser[open]');
  if (menu && !menu.contains(e.target)) menu.open = false;
});

document.addEventListener('keydown', e => {
  if (e.key !== 'Escape') return;
  if (root.hasAttribute('data-nav-open')) { nav(false); document.querySelector('[data-nav-toggle]')?.focus(); }
  const menu = document.querySelector('.column-chooser[open]');
  if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
});

// When a dialog closes, the keyboard goes back to what opened it.
let opener = null, inDialog = false;
document.addEventListener('focusin', e => {
  inDialog = !!e.target.closest('.mud-dialog-container');
  if (!inDialog) opener = e.target;
});
new MutationObserver(() => {
  if (!inDialog || document.querySelector('.mud-dialog-container')) return;
  inDialog = false;
  if (document.activeElement === document.body) opener?.focus();
}).observe(document.body, { childList: true, subtree: true });

document.addEventListener('toggle', e => { if (e.target.id === 'person-menu') markChoices(); }, true);
matchMedia('(min-width: 901px)').addEventListener('change', () => nav(false));

startKeys();
startReconnect();
