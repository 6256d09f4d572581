import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { z } from 'zod';
import {
  boolean,
  duration,
  encryptionKeys,
  escalation,
  integer,
  list,
  officeHours,
  oneOf,
  origin,
  port,
  rate,
  size,
  text,
  url,
} from '../index.ts';

const read = <T>(type: z.ZodType<T, string>, value: string): T | undefined => type.safeParse(value).data;

const ring = `a:${randomBytes(32).toString('base64')}`;

/** Each type with texts it takes (and their values) and texts it refuses. */
const cases: { name: string; type: z.ZodType<unknown, string>; good: [string, unknown][]; bad: string[] }[] =
  [
    {
      name: 'duration',
      type: duration(),
      good: [
        ['250ms', 250],
        ['4s', 4000],
        ['15m', 900_000],
        ['1.5h', 5_400_000],
        ['30d', 2_592_000_000],
        ['0s', 0],
      ],
      bad: ['', '4', 's', '4 s', '-4s', '4S', '1e3s', '4s ', '9999999999s'],
    },
    {
      name: 'duration with bounds',
      type: duration({ min: 1000, max: 5000 }),
      good: [
        ['1s', 1000],
        ['5s', 5000],
      ],
      bad: ['999ms', '5001ms'],
    },
    {
      name: 'size',
      type: size(),
      good: [
        ['25MB', 25_000_000],
        ['64KiB', 65_536],
        ['0.5KB', 500],
        ['1GiB', 2 ** 30],
        ['10B', 10],
      ],
      bad: ['', '25', 'MB', '25mb', '0.5B', '-1MB', '25 MB'],
    },
    {
      name: 'rate',
      type: rate(),
      good: [
        ['30/1m', { n: 30, perMs: 60_000 }],
        ['1/250ms', { n: 1, perMs: 250 }],
      ],
      bad: ['', '30', '0/1m', '30/0s', '30/', '/1m', '30/m', '1.5/1s', '30/1m/1m'],
    },
    {
      name: 'boolean',
      type: boolean(),
      good: [
        ['true', true],
        ['0', false],
      ],
      bad: ['', 'yes', 'TRUE'],
    },
    {
      name: 'integer',
      type: integer(-3, 3),
      good: [
        ['-3', -3],
        ['3', 3],
      ],
      bad: ['4', '-4', '1.5', '', '1e0', ' 1'],
    },
    {
      name: 'port',
      type: port(),
      good: [
        ['0', 0],
        ['65535', 65_535],
      ],
      bad: ['65536', '-1', 'http'],
    },
    {
      name: 'text',
      type: text(2, 4),
      good: [
        ['ab', 'ab'],
        ['äö', 'äö'],
      ],
      bad: ['a', 'äöü'],
    },
    { name: 'oneOf', type: oneOf('a', 'b'), good: [['a', 'a']], bad: ['c', 'A', ''] },
    {
      name: 'list',
      type: list(integer(0, 9)),
      good: [
        ['1', [1]],
        ['1, 2 ,3', [1, 2, 3]],
      ],
      bad: ['', '1,', '1,x', Array.from({ length: 101 }, () => '1').join()],
    },
    {
      name: 'url',
      type: url('mongodb'),
      good: [['mongodb://u:p@a:1,b:2/x?y=z', 'mongodb://u:p@a:1,b:2/x?y=z']],
      bad: ['', 'mongodb://', 'http://a', 'mongodb:///x', 'mongodb://a b'],
    },
    {
      name: 'origin',
      type: origin(),
      good: [
        ['https://a.example', 'https://a.example'],
        ['http://localhost:8080', 'http://localhost:8080'],
      ],
      bad: ['', '*', 'null', 'https://a.example/', 'https://A.example', 'https://a.example:443', 'ftp://a'],
    },
    {
      name: 'escalation',
      type: escalation(),
      good: [
        ['0s:email', [{ afterMs: 0, by: 'email' }]],
        [
          '0s:email, 2m:sms,10m:all',
          [
            { afterMs: 0, by: 'email' },
            { afterMs: 120_000, by: 'sms' },
            { afterMs: 600_000, by: 'all' },
          ],
        ],
      ],
      bad: [
        '',
        '0s',
        ':email',
        '0s:fax',
        '0s:email:sms',
        '0:email',
        '2m:sms,0s:email',
        '1m:sms,1m:email',
        '0s:email,',
        Array.from({ length: 21 }, (_, at) => `${at}s:sms`).join(),
      ],
    },
    {
      name: 'officeHours',
      type: officeHours(),
      good: [
        [
          'Mon-Fri 09:00-17:00 Europe/Berlin',
          { days: [1, 2, 3, 4, 5], from: 540, to: 1_020, timeZone: 'Europe/Berlin' },
        ],
        ['Sun,Mon-Tue 00:00-24:00 UTC', { days: [1, 2, 7], from: 0, to: 1_440, timeZone: 'UTC' }],
      ],
      bad: [
        '',
        'Mon-Fri',
        'Mon-Fri 09:00-17:00',
        'Mon-Fri 09:00-17:00 Europe/Nowhere',
        'Fri-Mon 09:00-17:00 UTC',
        'Mo 09:00-17:00 UTC',
        'Mon 17:00-09:00 UTC',
        'Mon 09:00-09:00 UTC',
        'Mon 9-17 UTC',
        'Mon 09:00-24:01 UTC',
        'Mon 09:00-12:00-17:00 UTC',
        'Mon- 09:00-12:00 UTC',
        'Mon 09:00-12:00 UTC UTC',
      ],
    },
    {
      name: 'encryptionKeys',
      type: encryptionKeys(),
      good: [],
      bad: [
        '',
        'a',
        'a:',
        `${ring},${ring}`,
        `${ring},`,
        `ü${ring}`,
        `a:${randomBytes(31).toString('base64')}`,
        'a:b',
      ],
    },
  ];

describe.each(cases)('$name', ({ type, good, bad }) => {
  test('takes what is right and refuses all else', () => {
    for (const [written, value] of good) expect(read(type, written)).toEqual(value);
    for (const written of bad) expect([written, type.safeParse(written).success]).toEqual([written, false]);
  });

  test('says a rule for anything it refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        const rule = type.safeParse(written).error?.issues[0]?.message;
        if (rule !== undefined) expect(rule).toMatch(/^must /);
      }),
    );
  });
});

test('any key ring is read back, in its order', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
  const keys = fc.uniqueArray(fc.record({ id, key: fc.uint8Array({ minLength: 32, maxLength: 32 }) }), {
    minLength: 1,
    maxLength: 5,
    selector: (key) => key.id,
  });
  fc.assert(
    fc.property(keys, (expected) => {
      const written = expected.map((key) => `${key.id}:${Buffer.from(key.key).toString('base64')}`).join();
      expect(read(encryptionKeys(), written)).toEqual(expected);
    }),
  );
});
