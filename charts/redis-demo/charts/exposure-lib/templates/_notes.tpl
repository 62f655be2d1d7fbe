{{/* Public: how to reach what is exposed, for NOTES.txt: the URL, or the commands that find it. Input: root, component, spec. */}}
{{- define "exposure-lib.notes" -}}
{{- $in := merge (dict "root" .root) (include "exposure-lib.complete" . | fromYaml) }}
{{- $strategy := $in.spec.strategy }}
{{- if not $strategy }}
{{ .component }} is not exposed: set exposure.strategy to one of ClusterIP, NodePort, LoadBalancer, Ingress, Gateway, hostPort, hostNetwork.
{{- else }}
{{ .component }} is exposed by {{ $strategy }}.
{{ include (printf "exposure-lib.notes%s" $strategy) (merge (dict "namespace" (default .root.Release.Namespace $in.spec.target.namespace)) $in) }}
{{- end }}
{{- end }}

{{/* Name of the Service that lets traffic in by this strategy. Input: component, spec, suffix. */}}
{{- define "exposure-lib.notesService" -}}
{{- $name := include "exposure-lib.serviceName" (dict "base" .spec.target.name "suffix" .suffix) }}
{{- range $service := .spec.target.services }}{{ if $service.carrier }}{{ $name = $service.name }}{{ end }}{{ end }}
{{- $name }}
{{- end }}

{{- define "exposure-lib.notesClusterIP" -}}
{{- $ports := (include "exposure-lib.ports" . | fromYaml).ports }}
{{- $backend := include "exposure-lib.stableService" (merge (dict "ports" $ports "needed" $ports "sameNumbers" true "annotations" .spec.annotations) .) | fromYaml }}
{{- $port := int (first $backend.ports).number }}
Inside the cluster: {{ $backend.name }}.{{ .namespace }}.svc:{{ $port }}
From your machine:
  kubectl -n {{ .namespace }} port-forward service/{{ $backend.name }} {{ $port }}:{{ $port }}
{{- end }}

{{- define "exposure-lib.notesNodePort" -}}
{{- $name := include "exposure-lib.notesService" (merge (dict "suffix" "-node-port") .) }}
The port is open on every node:
  NODE_PORT=$(kubectl -n {{ .namespace }} get service {{ $name }} -o jsonpath='{.spec.ports[0].nodePort}')
  NODE=$(kubectl get nodes -o jsonpath='{.items[0].status.addresses[0].address}')
  echo "$NODE:$NODE_PORT"
{{- end }}

{{- define "exposure-lib.notesLoadBalancer" -}}
{{- $name := include "exposure-lib.notesService" (merge (dict "suffix" "-load-balancer") .) }}
The address takes a moment; without an implementation of load balancers it stays pending:
  kubectl -n {{ .namespace }} get service {{ $name }} --watch
  kubectl -n {{ .namespace }} get service {{ $name }} -o jsonpath='{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}'
{{- end }}

{{/* URLs of hosts and paths. Input: spec, scheme. */}}
{{- define "exposure-lib.notesUrls" -}}
{{- $in := . }}
{{- range $host := default (list "ADDRESS") .spec.hosts }}
{{- range $path := default (list dict) $in.spec.paths }}
  {{ $in.scheme }}://{{ $host | replace "*" "any" }}{{ default "/" $path.path }}{{ if and $path.rewrite (not (hasSuffix "/" (default "/" $path.path))) }}/{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "exposure-lib.notesIngress" -}}
{{- $tls := include "exposure-lib.tls" . | fromYaml }}
{{- $scheme := ternary "https" "http" (not (not $tls.mode)) }}
{{- $port := ternary 443 80 (not (not $tls.mode)) }}
{{- $name := include "exposure-lib.objectName" (dict "base" .spec.target.name "suffix" "") }}
{{- $host := first (default (list "ADDRESS") .spec.hosts) | replace "*" "any" }}
URLs, once the names resolve to the address of the controller:
{{- include "exposure-lib.notesUrls" (dict "spec" .spec "scheme" $scheme) }}
{{- $own := include "exposure-lib.ownRoute" . }}
{{- if $own }}
No Ingress tells that address: it is the one of the Service by which traffic enters the controller. Before the names resolve:
  kubectl get services -A --field-selector spec.type=LoadBalancer
  curl {{ if $tls.selfSigned }}--insecure {{ end }}--resolve {{ $host }}:{{ $port }}:ADDRESS {{ include "exposure-lib.notesUrls" (dict "spec" (dict "hosts" (list $host) "paths" (list (first (default (list dict) .spec.paths)))) "scheme" $scheme) | trim }}
The route: kubectl -n {{ .namespace }} get {{ lower $own }} {{ $name }}
{{- else }}
Before that:
  ADDRESS=$(kubectl -n {{ .namespace }} get ingress {{ $name }} -o jsonpath='{.status.loadBalancer.ingress[0].ip}')
  curl {{ if $tls.selfSigned }}--insecure {{ end }}--resolve {{ $host }}:{{ $port }}:$ADDRESS {{ include "exposure-lib.notesUrls" (dict "spec" (dict "hosts" (list $host) "paths" (list (first (default (list dict) .spec.paths)))) "scheme" $scheme) | trim }}
No ADDRESS means that no controller serves the class {{ .spec.ingress.className }}. A controller behind a node port is reached by that port instead of {{ $port }}.
{{- end }}
{{- end }}

{{/* The kind of a route that is no Ingress: IngressRoute, VirtualService; else nothing. Input: spec. */}}
{{- define "exposure-lib.ownRoute" -}}
{{- $names := include "exposure-lib.dialectNames" . | fromJson }}
{{- $kind := get $names.ownRoutes (default "" (default dict .spec.ingress).controller) }}
{{- $kind }}
{{- end }}

{{- define "exposure-lib.notesGateway" -}}
{{- $tls := include "exposure-lib.tls" . | fromYaml }}
{{- $ref := default dict (default dict .spec.gateway).parentRef }}
{{- $name := default (include "exposure-lib.objectName" (dict "base" .spec.target.name "suffix" "")) $ref.name }}
The address of the Gateway:
  kubectl -n {{ default .namespace $ref.namespace }} get gateway {{ $name }} -o jsonpath='{.status.addresses[0].value}'
With HTTP the URLs, once the names resolve to it, are:
{{- include "exposure-lib.notesUrls" (dict "spec" .spec "scheme" (ternary "https" "http" (not (not $tls.mode)))) }}
{{- end }}

{{- define "exposure-lib.notesHost" -}}
{{- $labels := list }}
{{- range $key, $value := .spec.target.selector }}{{ $labels = append $labels (printf "%s=%s" $key $value) }}{{ end }}
The ports are open on the nodes that run a pod:
  kubectl -n {{ .namespace }} get pods -l {{ join "," $labels }} -o custom-columns=NODE:.status.hostIP --no-headers
Where pods are refused, the namespace enforces a stricter pod-security level than privileged:
  kubectl label namespace {{ .namespace }} pod-security.kubernetes.io/enforce=privileged
{{- end }}

{{- define "exposure-lib.noteshostPort" -}}
{{- $settings := default dict (default dict .spec.hostPort).ports }}
{{- $ports := list }}
{{- range $port := (include "exposure-lib.ports" . | fromYaml).ports }}{{ $ports = append $ports (include "exposure-lib.settingOf" (dict "map" $settings "port" $port) | default (toString (int $port.containerPort))) }}{{ end }}
Host ports: {{ join ", " $ports }}
{{ include "exposure-lib.notesHost" . }}
{{- end }}

{{- define "exposure-lib.noteshostNetwork" -}}
{{- $ports := list }}
{{- range $port := (include "exposure-lib.ports" . | fromYaml).ports }}{{ $ports = append $ports (toString (int $port.containerPort)) }}{{ end }}
Ports of the node: {{ join ", " $ports }}
{{ include "exposure-lib.notesHost" . }}
Network policies do not hold for such a pod, and it reaches what listens on the loopback of the node.
{{- end }}
