const TOLD_FOR_MS = 1600;

/** Puts text on the clipboard and says so for a moment on the button that asked, in its `span` or its label. */
export async function copyText(text: string, button: HTMLElement): Promise<void> {
  if (button.dataset['told']) return;
  const words = button.querySelector('span');
  const before = (words ? words.textContent : button.getAttribute('aria-label')) ?? '';
  const say = (what: string): void => {
    if (words) words.textContent = what;
    else button.setAttribute('aria-label', what);
  };
  const told = await navigator.clipboard.writeText(text).then(
    () => 'Copied',
    () => 'Couldn’t copy',
  );
  button.dataset['told'] = told;
  say(told);
  setTimeout(() => {
    delete button.dataset['told'];
    say(before);
  }, TOLD_FOR_MS);
}
