export * from './model/strategy-id.js';
export * from './model/exposure.js';
export * from './model/kube.js';
export * from './model/finding.js';
export * from './model/snapshot.js';
export * from './model/plan.js';
export * from './model/recommendation.js';
export * from './model/trace.js';
export { CATALOGUE, findEntry, type CatalogueEntry } from './checks/catalogue.js';
export { finding } from './checks/finding.js';
export { formatPath, type PathPart } from './text/path.js';
export { nearest } from './text/nearest.js';
export { EXPOSURE_DOCS } from './generated/exposure-docs.js';
export { readExposure, validateExposureSpec, type RequestPlace } from './model/validate.js';
export { readWorkload, type ContainerPort, type Workload, type WorkloadContainer } from './detect/workload.js';
export { parsePath, valueAt, withoutValue, withValue, type PathStep } from './strategies/field-path.js';
export { objectName, serviceName } from './strategies/names.js';
export { missingNeeds, STRATEGY_REQUIREMENTS, type Need } from './strategies/requirements.js';
export * from './model/exposed.js';
export { listExposed, listNeeds } from './verbs/list.js';
export * from './detect/facts.js';
export { canSayNone, coverageOf, describeGap, findObject, namespaceOf, objectsOf, type CoverageAnswer } from './detect/coverage.js';
export { servedVersions, servesGroup } from './detect/apis.js';
export { addressesOfNodes, conditionOf, detectNodes, eligibleNodes } from './detect/nodes.js';
export { detectPlatform, localHints, type HintContext } from './detect/platform.js';
export { detectLoadBalancers } from './detect/load-balancer.js';
export { defaultIngressClass, detectIngressClasses } from './detect/controllers.js';
export { detectGateways, hostsMeet, listenersFor, type ListenerAnswer, type WouldBeRoute } from './detect/gateways.js';
export { detectPodSecurity, hostAccessOf, podSecurityAllows, type HostAccess } from './detect/pod-security.js';
export {
  checkNodePort,
  hostPortConflicts,
  hostPortsInUse,
  nextFreeNodePort,
  nodePortRange,
  nodePortsInUse,
  type HostPortConflict,
} from './detect/ports-in-use.js';
export { controllerGaps, detectControllers } from './detect/controller-signs.js';
export { guessProtocols } from './detect/protocol.js';
export { detectOwnership, ownersOf } from './detect/ownership.js';
export { needs } from './detect/needs.js';
export { controllerById, controllerOfGatewayClass, controllerOfIngressClass, dialectById, DIALECTS } from './controllers/registry.js';
export { decodeRoute, type DecodedRoute, type RouteObjects } from './controllers/decode.js';
export { verdictsFor, type OptionVerdict } from './controllers/verdicts.js';
export { encodeRoute, redirectTrap } from './controllers/encode.js';
export {
  ROUTE_OPTIONS,
  type Dialect,
  type OptionRow,
  type Quirk,
  type RouteOption,
  type RoutePath,
  type RouteRequest,
} from './controllers/dialect.js';
export type { ControllerRow } from './controllers/row.js';
export { CONTROLLER_ROWS } from './controllers/rows.js';
export {
  LOAD_BALANCER_OPTIONS,
  type LoadBalancerCodec,
  type LoadBalancerOption,
  type LoadBalancerOptionRow,
  type OldWord,
  type ServiceField,
} from './load-balancers/codec.js';
export { decodeLoadBalancer, type DecodedLoadBalancer } from './load-balancers/decode.js';
export {
  encodeLoadBalancer,
  type EncodedLoadBalancer,
  type LoadBalancerRequest,
  type LoadBalancerSettings,
} from './load-balancers/encode.js';
export { loadBalancerById, loadBalancersWith } from './load-balancers/registry.js';
export type { LoadBalancerRow } from './load-balancers/row.js';
export { LOAD_BALANCER_ROWS } from './load-balancers/rows.js';
export { plan, planNeeds } from './verbs/plan.js';
export { makePlan, type StrategyPlan } from './strategies/make-plan.js';
export { cleanObject, curlLine, entryUrl, planObjects } from './strategies/output.js';
export {
  annotationKey,
  exposureOf,
  fieldManager,
  isMarked,
  markLabels,
  patchMarks,
  type PatchMark,
  type PatchRecord,
} from './strategies/marks.js';
export { recommend } from './verbs/recommend.js';
export { planRemoval, removalNeeds, type RemovalRequest } from './verbs/remove.js';
