import type { ControllerRow } from './row.js';
import { CONTROLLER_ROWS } from './rows.js';

/** Finds a controller by its id. */
export function controllerById(id: string): ControllerRow | undefined {
  return CONTROLLER_ROWS.find((row) => row.id === id);
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
