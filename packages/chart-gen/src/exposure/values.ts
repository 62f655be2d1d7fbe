import type { Component } from '../components.js';
import { EXPOSURE_SCHEMA } from '../generated/exposure-schema.js';
import { mapping } from '../read.js';
import type { Build } from '../render/build.js';
import type { InputExposure } from './derive.js';

const HEAD = (
  name: string,
): string => `How ${name} is reached. One of ClusterIP, NodePort, LoadBalancer, Ingress, Gateway, hostPort, hostNetwork;
the settings of the others may stay where they are. README.md says what each needs.`;

/** Settings that are there to be switched on, as comments; those that are set need no example. */
const EXAMPLES: Readonly<Record<string, string>> = {
  hosts: 'hosts: [web.example.com]',
  paths: 'paths:\n  - path: /',
  tls: 'tls:\n  secretName: web-tls',
  access: 'access:\n  allowFrom: [203.0.113.0/24]',
  nodePort: 'nodePort:\n  ports: { PORT: 30080 }',
  ingress: 'ingress:\n  className: nginx\n  controller: ingress-nginx',
  gateway: 'gateway:\n  parentRef: { namespace: infra, name: edge }',
};

/** Keys of a request in the order in which its schema has them. */
const ORDER = Object.keys(mapping(EXPOSURE_SCHEMA['properties']));

/** Puts the exposure of a component into the values: the main one's on top, the others' below the component. */
export function exposureValues({ values, report, main }: Build, component: Component, { strategy, settings }: InputExposure): void {
  const isMain = component === main;
  const path = isMain ? ['exposure'] : ['components', component.key, 'exposure'];
  if (isMain) {
    values.comment(path, HEAD(component.key));
    values.set([...path, 'component'], component.key);
  }
  values.set([...path, 'strategy'], strategy ?? '');
  const entries = Object.entries(settings).toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  for (const [key, value] of entries) values.set([...path, key], value);
  const examples = Object.entries(EXAMPLES).flatMap(([key, text]) => (key in settings ? [] : [text.replace('PORT', portName(component))]));
  if (isMain && examples.length > 0) values.example(path, examples.join('\n'));
  report.components.push({ key: component.key, kind: component.item.object.kind, strategy: strategy ?? '' });
}

function portName({ workload, main }: Component): string {
  const port = workload.containers.find(({ name }) => name === main)?.ports[0];
  return port?.name ?? JSON.stringify(String(port?.containerPort ?? 'http'));
}
