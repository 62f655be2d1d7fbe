{{- define "ingress-nginx.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .serviceAccount "annotations" (.values.serviceAccount).annotations) }}
# The pods of the controller ask for the token themselves; nobody else who uses the account gets one.
automountServiceAccountToken: false
{{- end }}

{{/* What the controller reads and writes wherever it serves Ingresses. */}}
{{- define "ingress-nginx.servingRules" -}}
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get, list, watch]
- apiGroups: [networking.k8s.io]
  resources: [ingresses/status]
  verbs: [update]
- apiGroups: [""]
  resources: [services, secrets, configmaps]
  verbs: [get, list, watch]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{/* What it needs where it runs. */}}
{{- define "ingress-nginx.role" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .fullname) }}
rules:
  # Its own pod at start, and all of its pods when their nodes' addresses go into Ingress status.
  - apiGroups: [""]
    resources: [pods]
    verbs: [get, list]
  - apiGroups: [coordination.k8s.io]
    resources: [leases]
    resourceNames: [{{ printf "%s-leader" .fullname | quote }}]
    verbs: [get, update]
  {{- if not .c.createLease }}
  # A name cannot limit who may create.
  - apiGroups: [coordination.k8s.io]
    resources: [leases]
    verbs: [create]
  {{- end }}
  {{- if (.c.scope).enabled }}
  # It refuses to start when the namespace to watch cannot be read.
  - apiGroups: [""]
    resources: [namespaces]
    resourceNames: [{{ .namespace | quote }}]
    verbs: [get]
  {{- include "ingress-nginx.servingRules" . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* Cluster-scoped: IngressClasses, without which no class is served; nodes where their addresses go into Ingress status or their zones count. */}}
{{- define "ingress-nginx.clusterRole" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .clusterName "clusterScoped" true) }}
rules:
  - apiGroups: [networking.k8s.io]
    resources: [ingressclasses]
    verbs: [get, list, watch]
  {{- if or (eq .statusFrom "nodes") (hasKey (.c.extraArgs | default dict) "enable-topology-aware-routing") }}
  - apiGroups: [""]
    resources: [nodes]
    verbs: [get]
  {{- end }}
  {{- if not (.c.scope).enabled }}
  {{- include "ingress-nginx.servingRules" . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "ingress-nginx.binding" -}}
{{- $ctx := .ctx -}}
{{- $cluster := eq .kind "ClusterRole" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ .kind }}Binding
{{ include "ingress-nginx.metadata" (dict "ctx" $ctx "object" .role "clusterScoped" $cluster) }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ .kind }}
  name: {{ .role | quote }}
subjects:
  - kind: ServiceAccount
    name: {{ $ctx.serviceAccount | quote }}
    namespace: {{ $ctx.namespace | quote }}
{{- end }}
