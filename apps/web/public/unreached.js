// A page whose script doesn't come would stay empty: it says so, and loads anew once all is there. Not a module: those wait.
addEventListener(
  'error',
  ({ target }) => {
    const isScript = target instanceof HTMLScriptElement && target.type === 'module';
    if (!isScript || document.querySelector('.unreached')) return;
    const words = document.createElement('p');
    words.className = 'unreached';
    words.setAttribute('role', 'status');
    words.textContent = 'Parley can’t be reached. Trying again…';
    const isThere = (url) =>
      fetch(url, { cache: 'reload' }).then(
        ({ ok }) => ok,
        () => false,
      );
    const again = async () => {
      const all = await Promise.all([location.href, target.src].map(isThere));
      if (all.every(Boolean)) location.reload();
      else setTimeout(again, 2000);
    };
    document.body.append(words);
    setTimeout(again, 1000);
  },
  true,
);
