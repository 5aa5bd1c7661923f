const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

export function showTheme(button: HTMLButtonElement): void {
  const theme = current();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  button.textContent = `Theme: ${theme}`;
}

export function cycleTheme(): void {
  localStorage.setItem('theme', THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? 'system');
}

function current(): Theme {
  const kept = localStorage.getItem('theme');
  return THEMES.find((theme) => theme === kept) ?? 'system';
}
