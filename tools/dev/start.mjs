/** `npm start`: makes sure of the right Node before anything is read that an older one can't read. */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Parley needs Node 24 and this is ${process.version} (${process.execPath}).\n` +
      `\`npm install\` brings Node 24 into this folder, and \`npm start\` uses it. If you did both, npm was told not to\n` +
      `run install scripts: run \`node node_modules/node/installArchSpecificPackage.js\` in \`node_modules/node\`, or install\n` +
      `Node 24 from https://nodejs.org and start with it.`,
  );
  process.exit(1);
}
await import('./src/main.ts');
