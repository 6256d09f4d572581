import {
  FleetErrors,
  FleetModels,
  FleetPresence,
  FleetRoles,
  FleetSession,
  subjects,
} from '@parley/protocol';
import type { Link, Unsubscribe } from './link.ts';
import { checked, fromBytes, toBytes } from './payload.ts';
import { subscribe } from './subscribe.ts';

const NOTHING = new Uint8Array();

/**
 * What changes in the fleet, for the admin console and the notifier. It goes by the core of NATS: lost to whoever isn't connected at the
 * moment, who asks the database after a reconnect.
 */
export interface Fleet {
  readonly publishFleetSession: (change: FleetSession) => void;
  readonly subscribeFleetSession: (onChange: (change: FleetSession) => void) => Unsubscribe;
  readonly publishFleetPresence: (presence: FleetPresence) => void;
  readonly subscribeFleetPresence: (onPresence: (presence: FleetPresence) => void) => Unsubscribe;
  /** Says that somebody lost a role. */
  readonly publishFleetRoles: (roles: FleetRoles) => void;
  readonly subscribeFleetRoles: (onRoles: (roles: FleetRoles) => void) => Unsubscribe;
  /** Says which models this worker can call. */
  readonly publishFleetModels: (models: FleetModels) => void;
  readonly subscribeFleetModels: (onModels: (models: FleetModels) => void) => Unsubscribe;
  /** Has every worker say which models it can call. */
  readonly askFleetModels: () => void;
  readonly subscribeFleetModelsAsked: (onAsked: () => void) => Unsubscribe;
  /** Every process says by itself how many errors it logged: see `tellErrors`. */
  readonly subscribeFleetErrors: (onErrors: (errors: FleetErrors) => void) => Unsubscribe;
}

export function fleet(link: Link): Fleet {
  const publish = (subject: string, bytes: Uint8Array): void => link.outbox.send(subject, bytes);
  const [session, presence] = [subjects.fleet('session'), subjects.fleet('presence')];
  const [models, roles] = [subjects.fleet('models'), subjects.fleet('roles')];
  return {
    publishFleetSession: (change) => publish(session, toBytes(checked(FleetSession, change))),
    subscribeFleetSession: (onChange) =>
      subscribe(link, session, ({ data }) => onChange(fromBytes(FleetSession, data))),
    publishFleetPresence: (held) => publish(presence, toBytes(checked(FleetPresence, held))),
    subscribeFleetPresence: (onPresence) =>
      subscribe(link, presence, ({ data }) => onPresence(fromBytes(FleetPresence, data))),
    publishFleetRoles: (lost) => publish(roles, toBytes(checked(FleetRoles, lost))),
    subscribeFleetRoles: (onRoles) =>
      subscribe(link, roles, ({ data }) => onRoles(fromBytes(FleetRoles, data))),
    publishFleetModels: (told) => publish(models, toBytes(checked(FleetModels, told))),
    subscribeFleetModels: (onModels) =>
      subscribe(link, models, ({ data }) => onModels(fromBytes(FleetModels, data))),
    askFleetModels: () => publish(subjects.fleetModelsAsked, NOTHING),
    subscribeFleetModelsAsked: (onAsked) => subscribe(link, subjects.fleetModelsAsked, () => onAsked()),
    subscribeFleetErrors: (onErrors) =>
      subscribe(link, subjects.fleet('errors'), ({ data }) => onErrors(fromBytes(FleetErrors, data))),
  };
}
