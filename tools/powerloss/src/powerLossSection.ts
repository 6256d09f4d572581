import type { Loss, LosePowerOptions } from './losePower.ts';

/** What the losses with one setting came to. */
export interface Result {
  readonly syncInterval: LosePowerOptions['syncInterval'];
  readonly losses: readonly Loss[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function row({ syncInterval, losses }: Result): string {
  const cells = [
    syncInterval ? `\`${syncInterval}\`` : 'the server’s default (2 min)',
    losses.length,
    sum(losses.map(({ acked }) => acked)),
    sum(losses.map(({ missing }) => missing)),
    sum(losses.map(({ changed }) => changed)),
    losses.filter(({ missing, changed }) => missing + changed > 0).length,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What a run has shown, as a section of the page. */
export const powerLossSection = (
  { seed, runs, messages }: { seed: number; runs: number; messages: number },
  results: readonly Result[],
): string => `
Measured by \`npm run powerloss\` (seed ${seed}; ${runs} runs of ${messages.toLocaleString('en')} messages with each setting). A real
nats-server with encrypted files takes messages from 16 publishers while a worker takes a quarter of them out again,
under \`strace\`, which writes down every call that changes a file or a name, with its bytes. Then, for random moments of
the run (half of them right behind an ack), the files are laid out as a loss of power would have left them, a server is
started on them, and the messages that the server had acked by then are looked for, byte for byte. Acked is what
stands in the trace as sent to the publisher; messages that the worker took may be gone or there.

| \`sync_interval\` | losses of power | acked messages, added up | missing | changed | losses that cost something |
| --- | --- | --- | --- | --- | --- |
${results.map(row).join('\n')}

With \`always\` nothing that was acked is lost. The default syncs every two minutes, and what came since is gone: it stands
here as the control, which shows that the checker sees losses. Production needs \`always\` on every server (R3 protects
from the loss of a machine, not of a building's power). After each loss the server took messages again.

The model is the worst that ext4 and XFS promise: a file has the bytes of its last \`fsync\`, \`fdatasync\` or write through
\`O_SYNC\`, none when there was none, and nothing is written back by itself. Names (creations, renames, removals) go through
one journal in their order, so that any sync of a file or folder makes all names before it last. That the trace is whole
is checked in each run: played to its end, it gives the server's files as they are. A disk that says it has synced
when it hasn't is no part of the model.
`;
