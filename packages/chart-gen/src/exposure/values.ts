import type { Component } from '../components.js';
import type { Build } from '../render/build.js';
import type { InputExposure } from './derive.js';

const HEAD = (
  name: string,
): string => `How ${name} is reached. One of ClusterIP, NodePort, LoadBalancer, Ingress, Gateway, hostPort, hostNetwork;
the settings of the others may stay where they are. README.md says what each needs.`;

/** Settings that are there to be switched on, in the form of comments. */
const EXAMPLE = `hosts: [web.example.com]
paths:
  - path: /
tls:
  secretName: web-tls
access:
  allowFrom: [203.0.113.0/24]
nodePort:
  ports: { PORT: 30080 }
ingress:
  className: nginx
  controller: ingress-nginx
gateway:
  parentRef: { namespace: infra, name: edge }`;

/** Puts the exposure of a component into the values: the main one's on top, the others' below the component. */
export function exposureValues({ values, report, main }: Build, component: Component, { strategy, settings }: InputExposure): void {
  const isMain = component === main;
  const path = isMain ? ['exposure'] : ['components', component.key, 'exposure'];
  if (isMain) {
    values.comment(path, HEAD(component.key));
    values.set([...path, 'component'], component.key);
  }
  values.set([...path, 'strategy'], strategy ?? '');
  for (const [key, value] of Object.entries(settings)) values.set([...path, key], value);
  if (isMain) values.example(path, EXAMPLE.replace('PORT', portName(component)));
  report.components.push({ key: component.key, kind: component.item.object.kind, strategy: strategy ?? '' });
}

function portName({ workload, main }: Component): string {
  const port = workload.containers.find(({ name }) => name === main)?.ports[0];
  return port?.name ?? String(port?.containerPort ?? 'http');
}
