/** A line of `kubectl expose`, and how ours may differ from its answer, on purpose, with the reason. */
export interface ExposeRow {
  /** Words after `kubectl expose`, without output and dry run. */
  line: string;
  /** Parts of the Service that differ, each with the reason. */
  differs?: Partial<Record<'ports' | 'selector' | 'type' | 'sessionAffinity' | 'clusterIP' | 'loadBalancerIP' | 'labels', string>>;
  /** kubectl makes a Service, ours uses one that is there. */
  reuses?: string;
  /** kubectl makes a Service, we refuse: part of our message. */
  weRefuse?: string;
  /** kubectl refuses, we make one. */
  theyRefuse?: string;
}

const DEAD_PORT = 'the container declares one port, another one would lead nowhere: it is taken, and said so';
const OWN_LABELS = 'a Pod without labels gets one, as part of the plan';

/** Run against objects.yaml. kubectl's answers stand in recorded.json: `node test/expose/record.mjs` writes them anew. */
export const EXPOSE_ROWS: readonly ExposeRow[] = [
  { line: 'deployment web' },
  { line: 'deployment/web' },
  { line: 'deploy web' },
  { line: 'deployments.apps web' },
  { line: 'deploy web --port=80 --target-port=8000' },
  { line: 'deploy web --port 80 --target-port http' },
  { line: 'deploy web --port=8080' },
  { line: 'deploy web --port=80', differs: { ports: DEAD_PORT } },
  { line: 'deploy web --port=80,443 --target-port=8080' },
  { line: 'deploy web --port=80 --target-port=8080 --protocol=UDP' },
  { line: 'deploy web --protocol=UDP' },
  { line: 'deploy web --target-port=9000' },
  { line: 'deploy web --type=ClusterIP' },
  { line: 'deploy web --type=NodePort' },
  { line: 'deploy web --type=LoadBalancer' },
  { line: 'deploy web --type=LoadBalancer --load-balancer-ip=192.0.2.1' },
  { line: 'deploy web --type=NodePort --session-affinity=ClientIP' },
  { line: 'deploy web --session-affinity=ClientIP' },
  { line: 'deploy web --session-affinity=None' },
  { line: 'deploy web --cluster-ip=None' },
  { line: 'deploy web --cluster-ip=10.96.0.77' },
  { line: 'deploy web --name=frontend' },
  { line: 'deploy web --selector=app=web,version=v1' },
  { line: 'deploy web --selector app=other' },
  { line: 'deploy web -l team=blue,env=prod' },
  { line: 'deploy web --labels=team=blue' },
  { line: 'deploy web --save-config' },
  { line: 'deploy multi' },
  { line: 'deploy multi --type=NodePort' },
  { line: 'deploy multi --port=80' },
  { line: 'deploy multi --port=53 --protocol=UDP' },
  { line: 'deploy multi --type=LoadBalancer --session-affinity=ClientIP' },
  { line: 'deploy silent --port=80' },
  { line: 'deploy silent --port=80 --target-port=8080' },
  { line: 'deploy silent' },
  { line: 'rs replicas' },
  { line: 'rs/replicas --port=8080 --target-port=80' },
  { line: 'rc controller' },
  { line: 'rc controller --port=80 --name=other' },
  { line: 'pod single' },
  { line: 'po/single --port=444 --target-port=8080 --name=frontend' },
  { line: 'pod single --type=NodePort --port=8080' },
  {
    line: 'service backend',
    reuses: 'a Service that already fits is used as it is; kubectl would make the same again and fail, since the name is taken',
  },
  { line: 'svc backend --port=443 --target-port=8443 --name=backend-https' },
  { line: 'svc backend --type=NodePort --target-port=8080' },
  // kubectl cannot, ours can
  { line: 'sts db', theyRefuse: 'any kind with a pod template can be exposed' },
  { line: 'deploy expressions', theyRefuse: "labels of the template whose keys occur in the workload's selector" },
  { line: 'pod bare', theyRefuse: OWN_LABELS },
  // kubectl can, ours refuses by name
  { line: 'deploy web --type=ExternalName --external-ip=192.0.2.1', weRefuse: 'ExternalName makes a DNS alias' },
  { line: 'deploy web --external-ip=192.0.2.1', weRefuse: '--external-ip is not taken' },
  { line: `deploy web --overrides={"apiVersion":"v1","spec":{"externalTrafficPolicy":"Local"}}`, weRefuse: '--overrides is not taken' },
  // both refuse
  { line: 'deploy web --port=abc' },
  { line: 'deploy web --port=0' },
  { line: 'deploy web --type=NodPort' },
  { line: 'deploy web --protocol=ICMP' },
  { line: 'deploy web --session-affinity=Sometimes' },
  { line: 'deploy nothing --port=80' },
  { line: 'deploy' },
  { line: 'deploy web --selector=app!=web' },
  { line: 'deploy web --unknown-flag=1' },
];

/** Splits a line into words. */
export const wordsOf = (line: string): string[] => line.split(' ');
