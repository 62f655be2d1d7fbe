import { ALIBABA } from './alibaba.js';
import { AWS } from './aws.js';
import { AWS_CLASSIC } from './aws-classic.js';
import { AWS_LOAD_BALANCER_CONTROLLER } from './aws-load-balancer-controller.js';
import { AZURE } from './azure.js';
import { CILIUM } from './cilium.js';
import { CLOUD_PROVIDER_KIND } from './cloud-provider-kind.js';
import { DIGITALOCEAN } from './digitalocean.js';
import { DOCKER_DESKTOP } from './docker-desktop.js';
import { EKS_AUTO } from './eks-auto.js';
import { GCP } from './gcp.js';
import { HETZNER } from './hetzner.js';
import { HUAWEI } from './huawei.js';
import { KUBE_VIP } from './kube-vip.js';
import { LINODE } from './linode.js';
import { METALLB } from './metallb.js';
import { MINIKUBE_TUNNEL } from './minikube-tunnel.js';
import { OCI } from './oci.js';
import { OCI_NLB } from './oci-nlb.js';
import { OPENELB } from './openelb.js';
import { OPENSTACK } from './openstack.js';
import { OVH } from './ovh.js';
import { PURELB } from './purelb.js';
import { SCALEWAY } from './scaleway.js';
import { SERVICELB } from './servicelb.js';
import { TAILSCALE } from './tailscale.js';
import { TENCENT } from './tencent.js';
import type { LoadBalancerRow } from './row.js';

/** What implements `type: LoadBalancer`, one file each. Sorted by id. */
export const LOAD_BALANCER_ROWS: readonly LoadBalancerRow[] = [
  ALIBABA,
  AWS,
  AWS_CLASSIC,
  AWS_LOAD_BALANCER_CONTROLLER,
  AZURE,
  CILIUM,
  CLOUD_PROVIDER_KIND,
  DIGITALOCEAN,
  DOCKER_DESKTOP,
  EKS_AUTO,
  GCP,
  HETZNER,
  HUAWEI,
  KUBE_VIP,
  LINODE,
  METALLB,
  MINIKUBE_TUNNEL,
  OCI,
  OCI_NLB,
  OPENELB,
  OPENSTACK,
  OVH,
  PURELB,
  SCALEWAY,
  SERVICELB,
  TAILSCALE,
  TENCENT,
];
