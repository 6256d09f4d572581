import type { Bench } from './Bench.ts';
import type { Figure } from './Figure.ts';

/** What a bench found. */
export interface Result {
  readonly bench: Bench;
  readonly figures: readonly Figure[];
}

const HEAD = `# Performance

Measured by \`npm run bench\` on 2 shared cores of a virtual machine, Node ${process.versions.node}. Each figure is
compared with a baseline that ran by turns with it, so that whatever else the machine did met both alike: ratios say
more than absolute times, which are a small machine's. In brackets: where the middle half of the rounds lies.
`;

const COLUMNS = ['what', 'Parley', 'baseline', 'compared', 'goal', 'reached'];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const reachedWord = ({ reached }: Figure): string =>
  reached === undefined ? '' : reached ? 'yes' : '**no**';

function section({ bench, figures }: Result): string {
  const rows = figures.map((figure) => {
    const { what, ours, baseline, compared, goal = '' } = figure;
    return row([what, ours, baseline, compared, goal, reachedWord(figure)]);
  });
  const table = [row(COLUMNS), row(COLUMNS.map(() => '---')), ...rows].join('\n');
  return `## ${bench.title}\n\n${table}\n\n${bench.how}\n\n${bench.found}\n`;
}

/** The page with these results; what it says of other benches stays. */
export function performancePage(benches: readonly Bench[], results: readonly Result[], page: string): string {
  const kept = page.split(/^(?=## )/m);
  const sections = benches.map((bench) => {
    const result = results.find((each) => each.bench === bench);
    return result ? section(result) : kept.find((text) => text.startsWith(`## ${bench.title}\n`));
  });
  return [HEAD, ...sections.filter((text) => text !== undefined)].join('\n');
}
