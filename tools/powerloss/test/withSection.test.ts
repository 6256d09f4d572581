import { expect, test } from '@jest/globals';
import { withSection } from '../src/withSection.ts';

test('a section is replaced where it stands, or added, and the others stay', () => {
  const page = '# Page\n\nIntro\n\n## One\n\na\n\n## Two\n\nb\n';
  expect(withSection(page, 'One', 'new')).toBe('# Page\n\nIntro\n\n## One\n\nnew\n\n## Two\n\nb\n');
  expect(withSection(page, 'Two', 'new')).toBe('# Page\n\nIntro\n\n## One\n\na\n\n## Two\n\nnew\n');
  const more = withSection(page, 'Three', 'c');
  expect(more).toBe(`${page}\n## Three\n\nc\n`);
  expect(withSection(more, 'Three', 'c')).toBe(more);
});
