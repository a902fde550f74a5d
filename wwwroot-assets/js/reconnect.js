// Opens the dialog when the live connection is lost, tries to come back, and keeps what was typed on screen.
const words = () => [...document.querySelectorAll('textarea')].map(t => t.value.trim()).filter(text => text !== '').join('\n\n');

async function comeBack(dialog) {
  try {
    if (await Blazor.reconnect() || await Blazor.resumeCircuit()) dialog.close();
    else gone();
  } catch {
    document.addEventListener('visibilitychange', () => comeBack(dialog), { once: true });
  }
}

// The server has let go of this page. Unless somebody was writing, a fresh page is what they want.
function gone() {
  if (!words()) location.reload();
}

export function startReconnect() {
  const dialog = document.getElementById('components-reconnect-modal');
  if (!dialog) return;
  dialog.addEventListener('cancel', e => e.preventDefault());
  dialog.addEventListener('components-reconnect-state-changed', e => {
    const state = e.detail.state;
    if (state === 'show') { if (!dialog.open) dialog.showModal(); }
    else if (state === 'hide') dialog.close();
    else if (state === 'failed') document.addEventListener('visibilitychange', () => comeBack(dialog), { once: true });
    else if (state === 'rejected') gone();
  });
  dialog.addEventListener('click', e => {
    const asked = e.target.dataset?.reconnect;
    if (asked === 'retry') comeBack(dialog);
    if (asked === 'copy') navigator.clipboard.writeText(words()).then(() => { e.target.textContent = 'Copied'; });
    if (asked === 'reload') location.reload();
  });
}
