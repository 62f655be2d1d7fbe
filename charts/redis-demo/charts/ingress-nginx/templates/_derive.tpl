{{/*
What follows from the values, put into the context. All other templates of this chart take that context:
root, values (of the caller); c (`controller`), namespace, fullname, name, clusterName, className, controllerValue, serviceAccount,
entry, onHost, kind, serviceName (empty: none), statusFrom (service, nodes, given), autoscaled, replicas, healthzPort, ports.
*/}}
{{- define "ingress-nginx.derive" -}}
{{- if not (and (kindIs "map" .) .root (kindIs "map" .values)) }}
{{- fail "ingress-nginx: its templates take (dict \"root\" $ \"values\" (index .Values \"ingress-nginx\"))" }}
{{- end }}
{{- $c := .values.controller | default dict }}
{{- $_ := set . "c" $c }}
{{- $_ := set . "namespace" .root.Release.Namespace }}
{{- $_ := set . "fullname" (include "ingress-nginx.fullname" .) }}
{{- $_ := set . "name" (printf "%s-controller" .fullname) }}
{{- $_ := set . "clusterName" (include "ingress-nginx.clusterName" .) }}
{{- $class := $c.ingressClassResource | default dict }}
{{- $_ := set . "className" ($class.name | default .clusterName) }}
{{- $_ := set . "controllerValue" ($class.controllerValue | default (printf "k8s.io/ingress-nginx/%s/%s" .namespace .fullname)) }}
{{- $account := .values.serviceAccount | default dict }}
{{- $_ := set . "serviceAccount" ($account.name | default .fullname) }}
{{- $_ := set . "entry" (.values.entry | default "LoadBalancer") }}
{{- $_ := set . "onHost" (has .entry (list "hostPort" "hostNetwork")) }}
{{- $_ := set . "kind" ($c.kind | default (ternary "DaemonSet" "Deployment" .onHost)) }}
{{- $_ := set . "serviceName" (ternary "" .name .onHost) }}
{{- $extra := $c.extraArgs | default dict }}
{{- $_ := set . "statusFrom" (ternary "service" "nodes" (eq .entry "LoadBalancer")) }}
{{- if hasKey $extra "publish-status-address" }}{{ $_ := set . "statusFrom" "given" }}{{ end }}
{{- $_ := set . "autoscaled" (and (eq .kind "Deployment") (($c.autoscaling).enabled | default false)) }}
{{- $_ := set . "replicas" (int (ternary (($c.autoscaling).minReplicas) $c.replicaCount .autoscaled)) }}
{{- $_ := set . "healthzPort" (get $extra "healthz-port" | default 10254 | int) }}
{{- $_ := set . "ports" (include "ingress-nginx.ports" . | fromYamlArray) }}
{{- end }}

{{/* Every port of the controller as a list: name, protocol, key (of values), container, host, service, node; 0 where there is none. */}}
{{- define "ingress-nginx.ports" -}}
{{- $ctx := . }}
{{- $service := .c.service | default dict }}
{{- range $name := list "http" "https" }}
{{- $container := get ($ctx.c.containerPort | default dict) $name | default (ternary 80 443 (eq $name "http")) }}
{{- $enabled := get $service (printf "enable%s" (title $name)) }}
- name: {{ $name }}
  protocol: TCP
  key: {{ $name }}
  container: {{ int $container }}
  host: {{ ternary (get (($ctx.c.hostPort).ports | default dict) $name | default $container) 0 (eq $ctx.entry "hostPort") | int }}
  service: {{ ternary (get ($service.ports | default dict) $name | default $container) 0 (and (not $ctx.onHost) (ne (toString $enabled) "false")) | int }}
  node: {{ get ($service.nodePorts | default dict) $name | default 0 | int }}
{{- end }}
{{- range $protocol := list "tcp" "udp" }}
{{- $nodePorts := get ($service.nodePorts | default dict) $protocol | default dict }}
{{- range $port := keys (get $ctx.values $protocol | default dict) | sortAlpha }}
- name: {{ $protocol }}-{{ $port }}
  protocol: {{ upper $protocol }}
  key: {{ $protocol }}.{{ $port }}
  container: {{ $port }}
  host: {{ ternary $port 0 (eq $ctx.entry "hostPort") }}
  service: {{ ternary 0 $port $ctx.onHost }}
  node: {{ get $nodePorts $port | default 0 | int }}
{{- end }}
{{- end }}
{{- end }}

{{/* The context as a parent's template may need it. */}}
{{- define "ingress-nginx.className" -}}
{{- $ctx := dict "root" .root "values" .values }}
{{- include "ingress-nginx.derive" $ctx }}
{{- $ctx.className }}
{{- end }}

{{- define "ingress-nginx.serviceName" -}}
{{- $ctx := dict "root" .root "values" .values }}
{{- include "ingress-nginx.derive" $ctx }}
{{- $ctx.serviceName }}
{{- end }}

{{/* Where requests get in, as YAML: `entry`, `service` (empty: none), and the ports `http` and `https` there. */}}
{{- define "ingress-nginx.entry" -}}
{{- $ctx := dict "root" .root "values" .values }}
{{- include "ingress-nginx.derive" $ctx }}
entry: {{ $ctx.entry }}
service: {{ $ctx.serviceName | quote }}
{{- range $port := $ctx.ports }}
{{- if has $port.name (list "http" "https") }}
{{ $port.name }}: {{ $port.service | default $port.host | default $port.container }}
{{- end }}
{{- end }}
{{- end }}
