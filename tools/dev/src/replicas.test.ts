import { ConfigError, loadConfig } from '@parley/config';
import { describe, expect, test } from '@jest/globals';
import { devConfig } from './config.ts';

const schema = devConfig(['ws-gateway', 'llm-worker', 'web']);
const read = (REPLICAS: string) => [...loadConfig(schema, { REPLICAS }).REPLICAS];

describe('REPLICAS', () => {
  test.each([
    [
      'ws-gateway=2,llm-worker=3',
      [
        ['ws-gateway', 2],
        ['llm-worker', 3],
      ],
    ],
    [
      ' web=1 , ws-gateway=16',
      [
        ['web', 1],
        ['ws-gateway', 16],
      ],
    ],
    ['', [['ws-gateway', 1]]],
  ])('reads %j', (text, counts) => {
    expect(read(text)).toEqual(counts);
  });

  test.each([
    ['an unknown service', 'gateway=2'],
    ['no number', 'web'],
    ['none', 'web=0'],
    ['too many', 'web=17'],
    ['a fraction', 'web=1.5'],
    ['a service twice', 'web=1,web=2'],
    ['an empty part', 'web=1,'],
  ])('refuses %s and says how it is written', (_what, text) => {
    expect(() => read(text)).toThrow(ConfigError);
    expect(() => read(text)).toThrow(/REPLICAS must be such as ws-gateway=2.*Example: REPLICAS=ws-gateway=2/);
  });

  test('all mistakes are told at once', () => {
    const load = () => loadConfig(schema, { REPLICAS: 'x', PORT: '99999' });
    expect(load).toThrow(/PORT must be[^]*REPLICAS must be/);
  });
});
