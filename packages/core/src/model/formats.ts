/** The texts of a request that have a form of their own, for the schema and for messages. Patterns are those of JSON Schema. */
export interface TextFormat {
  pattern: string;
  maxLength?: number;
  /** What such a text is, after "must be". */
  words: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

export const FORMATS = {
  /** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
  quantity: { pattern: '^[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti|k|M|G|T)?$', words: 'a Kubernetes quantity such as 20Mi' },
  /** https://pkg.go.dev/time#ParseDuration */
  duration: { pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$', words: 'a Go duration such as 60s or 1m30s' },
  /** https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports */
  portName: { pattern: `^${LABEL}$`, maxLength: 63, words: 'a port name: lower-case letters, digits and dashes' },
  dnsLabel: { pattern: `^${LABEL}$`, maxLength: 63, words: 'a DNS label: at most 63 lower-case letters, digits and dashes' },
  dnsName: { pattern: `^${LABEL}(\\.${LABEL})*$`, maxLength: 253, words: 'a DNS name: lower-case letters, digits, dashes and dots' },
  hostName: {
    pattern: `^(\\*\\.)?${LABEL}(\\.${LABEL})*$`,
    maxLength: 253,
    words: 'a host name in lower case such as www.example.com or *.example.com, without https:// and without a port',
  },
  cidr: {
    pattern: `^(${OCTET}(\\.${OCTET}){3}/(3[0-2]|[12]?[0-9])|[0-9a-fA-F.]*:[0-9a-fA-F:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))$`,
    words: 'a range of addresses such as 203.0.113.0/24',
  },
  absolutePath: { pattern: '^/[^\\s]*$', words: 'a path that begins with / and holds no spaces' },
} as const satisfies Record<string, TextFormat>;
