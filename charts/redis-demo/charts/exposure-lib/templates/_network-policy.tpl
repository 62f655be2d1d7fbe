{{/*
Public: a NetworkPolicy that follows the strategy. Pods of the namespace may come in by any port; who is outside only by the ports that
are exposed, and only where the strategy lets anybody in from there. Nothing for pods on the network of their node, where no policy
holds. Input: root, component, spec, from (peers that may come in besides).
*/}}
{{- define "exposure-lib.networkPolicy" -}}
{{- $in := merge (dict "root" .root) (include "exposure-lib.complete" . | fromYaml) }}
{{- $spec := $in.spec }}
{{- $onNode := or (eq $spec.strategy "hostNetwork") (and $spec.target.hostNetwork (eq $spec.strategy "")) }}
{{- if and $spec.target.selector (not $onNode) }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "name" (include "exposure-lib.objectName" (dict "base" $spec.target.name "suffix" "")) "annotations" dict) $in) | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- toYaml $spec.target.selector | nindent 6 }}
  policyTypes: [Ingress, Egress]
  # What the pods ask for themselves is theirs: it stays open.
  egress:
    - {}
  ingress:
    - from:
        - podSelector: {}
        {{- with .from }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    {{- if has $spec.strategy (list "NodePort" "LoadBalancer" "hostPort" "Ingress" "Gateway") }}
    - ports:
        {{- include "exposure-lib.policyPorts" $in | nindent 8 }}
      {{- $access := default dict $spec.access }}
      {{- if and (has $spec.strategy (list "Ingress" "Gateway")) (not .fromNodes) }}
      from:
        - namespaceSelector: {}
      {{- else if and (eq $spec.strategy "LoadBalancer") $access.allowFrom $access.keepClientIP }}
      from:
        {{- range $access.allowFrom }}
        - ipBlock:
            cidr: {{ . }}
        {{- end }}
      {{- end }}
    {{- end }}
{{- end }}
{{- end }}

{{/* Ports of the pods that the strategy lets people in by, as a list of protocol and port. Input: root, component, spec. */}}
{{- define "exposure-lib.policyPorts" -}}
{{- $out := list }}
{{- if and .spec.target.carrier (has .spec.strategy (list "NodePort" "LoadBalancer")) }}
{{- range $service := .spec.target.services }}
{{- range $port := ternary $service.ports list (not (not $service.carrier)) }}
{{- $target := default $port.port $port.targetPort }}
{{- $out = append $out (dict "protocol" (default "TCP" $port.protocol) "port" (ternary $target (int $target) (kindIs "string" $target))) }}
{{- end }}
{{- end }}
{{- else }}
{{- range $port := (include "exposure-lib.ports" . | fromYaml).ports }}{{ $out = append $out (dict "protocol" $port.protocol "port" (int $port.containerPort)) }}{{ end }}
{{- end }}
{{- toYaml (uniq $out) }}
{{- end }}
