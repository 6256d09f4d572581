import { expect, test } from '@jest/globals';
import { serviceAt } from './serviceAt.ts';

const services = [
  { name: 'web', main: '', paths: ['/'] },
  { name: 'ws-gateway', main: '', paths: ['/ws'] },
  { name: 'admin-api', main: '', paths: ['/admin/api'] },
];

test.each([
  ['/', 'web'],
  ['/ws', 'ws-gateway'],
  ['/ws/', 'ws-gateway'],
  ['/wsx', 'web'],
  ['/admin', 'web'],
  ['/admin/api/sessions', 'admin-api'],
  ['/files/1', 'web'],
])('%s is served by %s', (path, name) => {
  expect(serviceAt(services, path)?.name).toBe(name);
});

test('nobody serves a path when there is no such service', () => {
  expect(serviceAt([], '/')).toBeUndefined();
});
