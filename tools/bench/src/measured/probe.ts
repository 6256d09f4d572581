/** Loaded into a measured process before its own program: says what it uses, when asked. */
process.on('message', (question) => {
  if (question === 'memory') {
    for (let i = 0; i < 3; i++) globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send?.({ rss, heapUsed, external, cpuMs: (user + system) / 1000 });
});
process.on('disconnect', () => process.exit());
// The question alone keeps no process alive that has come to its end.
process.channel?.unref();
