// @ts-check
/** The house: which floor each package stands on. Imports go down only. */
const FLOORS = {
  'libs/protocol': 0,
  'libs/conversation': 1,
  'libs/config': 1,
  'libs/logging': 1,
  'libs/lifecycle': 1,
  'libs/bus': 2,
  'libs/store': 2,
  'libs/auth': 2,
  'libs/http': 2,
  'libs/client': 2,
};

/**
 * Packages from outside that have one home: nobody else imports them. `types` may be imported anywhere where they are
 * declared, and tests and tools of some other projects may use them, to check the real thing from outside.
 *
 * @type {{ packages: string[], home: string, tests?: string[], types?: boolean }[]}
 */
export const HOMES = [
  { packages: ['nats', '@nats-io/*'], home: 'libs/bus', tests: ['tools/bench', 'tools/powerloss'] },
  {
    packages: ['mongodb'],
    home: 'libs/store',
    tests: ['libs/infra', 'tools/bench', 'tools/chaos', 'tools/e2e', 'tools/ops'],
  },
  { packages: ['@fastify/jwt', 'fast-jwt', 'get-jwks', 'jose', 'jsonwebtoken'], home: 'libs/auth' },
  { packages: ['fastify'], home: 'libs/http', tests: ['libs/auth'], types: true },
  { packages: ['fastify-type-provider-zod', '@fastify/swagger*', 'prom-client'], home: 'libs/http' },
  { packages: ['pino'], home: 'libs/logging' },
];

/**
 * Floor of a project folder: a number, `kit` (test kit and servers) or `tool`.
 *
 * @param {string} root such as `libs/bus`
 * @returns {number | 'kit' | 'tool'}
 */
export function floorOf(root) {
  const floor = Object.entries(FLOORS).find(([name]) => name === root)?.[1];
  if (floor !== undefined) return floor;
  if (root.startsWith('apps/')) return 3;
  return root.startsWith('libs/') ? 'kit' : 'tool';
}

/** What tests may import beside what their project may. */
const FOR_TESTS = ['libs/infra', 'libs/testing', 'libs/client'];

/**
 * The rule that an import from one project to another breaks, or undefined.
 *
 * @param {string} from root of the importing project
 * @param {string} to root of the imported project
 * @param {boolean} inTest whether a test imports it
 */
export function brokenFloor(from, to, inTest) {
  const [here, there] = [floorOf(from), floorOf(to)];
  if (to.startsWith('apps/')) return 'nobody imports an app';
  if (inTest && FOR_TESTS.includes(to)) return undefined;
  if (here === 'tool') return undefined;
  if (there === 'tool') return 'only tools import tools';
  if (here === 'kit') return undefined;
  if (there === 'kit') return 'only tests, the test kit and tools import the test kit';
  return here > there ? undefined : `floor ${here} imports only from below, this is floor ${there}`;
}
