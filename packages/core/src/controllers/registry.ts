import type { ControllerRow } from './row.js';
import type { Dialect } from './dialect.js';
import { CONTROLLER_ROWS } from './rows.js';

/** Every dialect, in the order of the controllers. */
export const DIALECTS: readonly OwnedDialect[] = CONTROLLER_ROWS.flatMap((row) =>
  (row.dialects ?? []).map((dialect) => ({ row, dialect })),
);

/** Finds a controller by its id. */
export function controllerById(id: string): ControllerRow | undefined {
  return CONTROLLER_ROWS.find((row) => row.id === id);
}

/** A dialect with the controller that it belongs to. */
export interface OwnedDialect {
  row: ControllerRow;
  dialect: Dialect;
}

/** Finds a dialect by its id. */
export function dialectById(id: string): OwnedDialect | undefined {
  return DIALECTS.find(({ dialect }) => dialect.id === id);
}

/** Finds the controller of an IngressClass by `spec.controller`; the class name never tells. */
export function controllerOfIngressClass(controllerString: string): ControllerRow | undefined {
  return CONTROLLER_ROWS.find((row) =>
    row.ingressControllers?.some((value) => (value.endsWith('/') ? controllerString.startsWith(value) : controllerString === value)),
  );
}

/** Finds the controller of a GatewayClass by `spec.controllerName`. */
export function controllerOfGatewayClass(controllerName: string): ControllerRow | undefined {
  return CONTROLLER_ROWS.find((row) => row.gatewayControllers?.includes(controllerName));
}
