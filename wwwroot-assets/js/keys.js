// One-key shortcuts. A page offers them in its markup: data-key="a" data-key-label="Approve" on a button, link or field;
// rows marked data-row are walked with j and k, and x ticks the box marked data-pick beside a row. They can be switched off, and never act while a person types.
const typing = el => el?.closest?.('input:not([type=checkbox],[type=radio],[type=button]), textarea, select, [contenteditable=true]');
const seen = el => el.checkVisibility?.() !== false && !el.disabled && !el.closest('[inert]');
const scope = () => [...document.querySelectorAll('.mud-dialog')].pop() ?? document;
const offered = () => [...scope().querySelectorAll('[data-key]')].filter(seen);

function step(by) {
  const rows = [...document.querySelectorAll('[data-row]')].filter(seen);
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement);
  const from = at >= 0 ? at : rows.findIndex(r => r.getAttribute('aria-current') === 'true');
  rows[Math.min(rows.length - 1, Math.max(0, from + by))].focus();
}

function show() {
  const dialog = document.getElementById('key-list');
  const keys = [...(document.querySelector('[data-row]') ? [['j / k', 'Next or previous row']] : []), ...(document.querySelector('[data-pick]') ? [['x', 'Pick the row']] : []), ['?', 'This list'], ...offered().map(el => [el.dataset.key, el.dataset.keyLabel ?? el.textContent.trim()])];
  dialog.querySelector('dl').replaceChildren(...keys.flatMap(([key, label]) => {
    const dt = document.createElement('dt'), dd = document.createElement('dd'), kbd = document.createElement('kbd');
    kbd.className = 'key-hint'; kbd.textContent = key; dt.append(kbd); dd.textContent = label;
    return [dt, dd];
  }));
  document.getElementById('person-menu')?.hidePopover?.();
  dialog.showModal();
}

export function startKeys() {
  document.addEventListener('click', e => { if (e.target.closest?.('[data-keys-help]')) show(); });
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat && e.key !== 'j' && e.key !== 'k') return;
    if (typing(e.target) || document.querySelector('dialog[open]') || nhi.read('keys') === 'off') return;
    if (e.key === '?') { e.preventDefault(); show(); return; }
    if ((e.key === 'j' || e.key === 'k') && scope() === document) { e.preventDefault(); step(e.key === 'j' ? 1 : -1); return; }
    const box = e.key === 'x' && document.activeElement?.matches?.('[data-row]') && document.activeElement.parentElement.querySelector('[data-pick]');
    if (box) { e.preventDefault(); box.click(); return; }
    const target = offered().find(el => el.dataset.key === e.key);
    if (!target) return;
    e.preventDefault();
    target.focus();
    if (!target.matches('input, textarea, select')) target.click();
  });
}
