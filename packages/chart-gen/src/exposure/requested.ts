import { describeRef, finding, type Exposure, type Finding } from '@expose-plus/core';
import type { Component } from '../components.js';
import type { ResolvedOptions } from '../options.js';
import { ChartError } from '../problems.js';
import { isMapping, without, type Mapping } from '../read.js';
import type { Report } from '../report.js';
import type { InputExposure } from './derive.js';

function merged(under: Mapping, over: Mapping): Mapping {
  const entries = Object.entries(over).map(([key, value]): [string, unknown] => {
    const before = under[key];
    return [key, isMapping(before) && isMapping(value) ? merged(before, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

function isFor({ spec: { target }, metadata }: Exposure, { item, services }: Component): boolean {
  const { kind, name } = target;
  const isHere = metadata.namespace === undefined || metadata.namespace === item.namespace;
  if (kind === 'Service') return isHere && services.some((service) => service.name === name);
  return isHere && kind === item.object.kind && name === item.name;
}

function check(exposures: readonly Exposure[], components: readonly Component[]): void {
  const problems = exposures.flatMap((exposure): Finding[] => {
    const { kind, name } = exposure.spec.target;
    const object = { apiVersion: exposure.apiVersion, kind: 'Exposure', name: exposure.metadata.name ?? name };
    const found: Finding[] = [];
    if (!components.some((component) => isFor(exposure, component))) {
      found.push(
        finding('EP504', {
          message: `${describeRef(object)} is for ${kind} ${name}, which is not among the input.`,
          object,
          field: 'spec.target',
        }),
      );
    }
    if ((exposure.spec.strategy ?? 'auto') === 'auto') {
      const message = `${describeRef(object)} asks for strategy auto; a chart looks nothing up: name the strategy.`;
      found.push(finding('EP500', { message, object, field: 'spec.strategy' }));
    }
    return found;
  });
  if (problems.length > 0) throw new ChartError(problems);
}

/**
 * What Exposures of the input ask for, put over how the input exposes each component itself. Several for one component are taken
 * together: the first says the strategy, all of them fill settings in.
 */
export function withRequests(
  derived: ReadonlyMap<Component, InputExposure>,
  exposures: readonly Exposure[],
  { main, options, report }: { main: Component | undefined; options: ResolvedOptions; report: Report },
): Map<Component, InputExposure> {
  check(exposures, [...derived.keys()]);
  return new Map(
    [...derived].map(([component, input]): [Component, InputExposure] => {
      const own = exposures.filter((exposure) => isFor(exposure, component));
      const asked = own.toReversed().reduce<Mapping>((settings, { spec }) => merged(settings, without(spec, 'target', 'strategy')), {});
      const strategy = (component === main ? options.strategy : undefined) ?? (own[0]?.spec.strategy as InputExposure['strategy']);
      // The ports of a request are its own: those of a Service are only a default.
      const base = own.length > 0 ? without(input.settings, 'ports') : input.settings;
      const settings = merged(base, asked);
      const ingress = settings['ingress'];
      if (options.with.includes('ingress-nginx') && isMapping(ingress) && 'className' in ingress) {
        report.warnings.push({
          object: component.item.id,
          what: `the class ${String(ingress['className'])} asked for gives way to that of the embedded controller`,
        });
        settings['ingress'] = without(ingress, 'className');
      }
      return [component, { ...input, settings, ...(strategy === undefined ? {} : { strategy }) }];
    }),
  );
}
