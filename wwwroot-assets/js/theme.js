// Runs before the first paint, so it is a plain script: marks the page light or dark and tells the server the time zone.
(() => {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const read = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const write = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private mode: the choice lasts for this page */ } };
  let choice = read('theme');

  const apply = () => {
    const dark = choice === 'dark' || (choice !== 'light' && system.matches);
    root.dataset.theme = dark ? 'dark' : 'light';
    root.dataset.themeChoice = choice === 'dark' || choice === 'light' ? choice : 'system';
  };
  const zone = () => { try { return Intl.DateTimeFormat().resolvedOptions().timeZone ?? null; } catch { return null; } };

  window.nhi = {
    zone,
    setTheme(wanted) { choice = wanted; write('theme', wanted); apply(); },
    toggleTheme() { this.setTheme(root.dataset.theme === 'dark' ? 'light' : 'dark'); },
    read, write, apply,
  };
  system.addEventListener('change', apply);
  addEventListener('storage', e => { if (e.key === 'theme') { choice = e.newValue; apply(); } });
  // Paper is white.
  addEventListener('beforeprint', () => { root.dataset.theme = 'light'; });
  addEventListener('afterprint', apply);
  apply();
  const name = zone();
  if (name) document.cookie = `zone=${encodeURIComponent(name)}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
})();
