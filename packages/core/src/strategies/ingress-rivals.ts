import { canSayNone, describeGap, namespaceOf, objectsOf } from '../detect/coverage.js';
import type { EncodedRoute } from '../detect/facts.js';
import { dig, records, text, textMap } from '../detect/read.js';
import { describeRef, refOf } from '../model/kube.js';
import type { PlanContext } from './context.js';
import type { ChosenClass } from './ingress-class.js';
import { isMarked } from './marks.js';
import { leaveOpen, require } from './notes.js';

/** ingress-nginx: requests of the same host and path go here by weight, header or cookie. */
const CANARY = 'nginx.ingress.kubernetes.io/canary';

/** Notes other Ingresses of the class with the same host and path. */
export function checkRivals(context: PlanContext, chosen: ChosenClass, encoded: EncodedRoute): void {
  const { snapshot, spec, name, namespace, notes } = context;
  const hosts = new Set(spec.hosts && spec.hosts.length > 0 ? spec.hosts : ['']);
  const paths = new Set(encoded.paths.map(({ path, pathType }) => placeOf(path, pathType)));
  for (const other of objectsOf(snapshot, 'networking.k8s.io', 'Ingress')) {
    if (isMarked(other, name) && namespaceOf(snapshot, other) === namespace) continue;
    const className = text(dig(other, 'spec', 'ingressClassName')) ?? textMap(other.metadata.annotations)['kubernetes.io/ingress.class'];
    if (dig(other, 'metadata', 'deletionTimestamp') !== undefined) continue;
    if (className !== chosen.name || textMap(other.metadata.annotations)[CANARY] === 'true') continue;
    for (const rule of records(dig(other, 'spec', 'rules'))) {
      const host = text(rule['host']) ?? '';
      const rival = records(dig(rule, 'http', 'paths')).find(
        ({ path, pathType }) => hosts.has(host) && paths.has(placeOf(text(path) ?? '/', text(pathType))),
      );
      if (!rival) continue;
      // A canary shares host and path with the Ingress that it takes requests from.
      if (spec.annotations?.[CANARY] === 'true') {
        require(notes, 'EP210', 'ok', `a canary beside ${describeRef(refOf(other))}`);
        return;
      }
      const what = `${host || 'every host'}${text(rival['path']) ?? '/'}`;
      require(notes, 'EP210', 'broken', `${describeRef(refOf(other))} already routes ${what}`, {
        object: refOf(other),
        field: 'spec.hosts',
      });
      return;
    }
  }
  if (canSayNone(snapshot, 'ingresses.networking.k8s.io')) require(notes, 'EP210', 'ok', 'no other Ingress routes the same host and path');
  else
    leaveOpen(
      notes,
      'EP210',
      'whether another Ingress routes the same host and path',
      describeGap(snapshot, 'ingresses.networking.k8s.io'),
    );
}

/** A prefix is the same with a slash at its end. */
function placeOf(path: string, pathType: string | undefined): string {
  return pathType === 'Prefix' && path !== '/' ? path.replace(/\/+$/, '') : path;
}
