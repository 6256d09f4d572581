// Before the first paint, so that a stored choice never flashes the other palette. Not a module: those wait.
try {
  const theme = localStorage.getItem('parley.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to us: the system's own choice stands.
}
