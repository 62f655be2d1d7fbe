{{/*
Host names and paths behind an ingress controller: the ClusterIP Service, unless the chart has one, and what carries the route: an
Ingress, or the controller's own kind. Input: root, component, spec, ports.
*/}}
{{- define "exposure-lib.strategyIngress" -}}
{{- $spec := .spec }}
{{- $route := include "exposure-lib.paths" . | fromYaml }}
{{- $tls := include "exposure-lib.tls" . | fromYaml }}
{{- $names := include "exposure-lib.dialectNames" . | fromJson }}
{{- $dialect := dict }}
{{- include "exposure-lib.dialectFor" (dict "component" .component "names" $names "setting" "ingress.controller" "id" (default "" $spec.ingress.controller) "known" $names.ingress "out" $dialect) }}
{{- $transport := include "exposure-lib.transportOf" (dict "spec" $spec "routed" $route.routed "carrier" $dialect.table.carrier) }}
{{- if not $transport }}
{{- include "exposure-lib.requireTcp" (dict "component" .component "routed" $route.routed "router" "an Ingress") }}
{{- end }}
{{- $name := include "exposure-lib.objectName" (dict "base" $spec.target.name "suffix" "") }}
{{- $input := dict "component" .component "spec" $spec "paths" $route.paths "tls" $tls "name" $name "namespace" (default .root.Release.Namespace $spec.target.namespace) "dialect" $dialect.table "names" $names }}
{{- $annotations := dict }}
{{- if and $dialect.table.onService (not $transport) }}
{{- /* What the Service must say does not depend on its name. */}}
{{- $first := dict }}
{{- include "exposure-lib.encodeRoute" (merge (dict "out" $first "service" (dict "name" "" "port" 0)) $input) }}
{{- $annotations = $first.serviceAnnotations }}
{{- end }}
{{- $backend := include "exposure-lib.stableService" (merge (dict "needed" $route.routed "sameNumbers" false "annotations" $annotations) .) | fromYaml }}
{{- $backends := list }}
{{- range $path := $route.paths }}
{{- $number := include "exposure-lib.numberOf" (dict "ports" $.ports "backend" $backend "port" $path.port) | int }}
{{- $backends = append $backends (dict "name" $backend.name "port" $number) }}
{{- $_ := set $path "backendPort" $number }}
{{- end }}
{{- $out := dict }}
{{- if $transport }}{{ include "exposure-lib.refuseForTransport" (merge (dict "transport" $transport "out" $out "service" (first $backends)) $input) }}
{{- else }}{{ include "exposure-lib.encodeRoute" (merge (dict "out" $out "service" (first $backends)) $input) }}
{{- end }}
{{- if and (default dict $spec.tls).issuer (ne $dialect.table.carrier "Ingress") }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "tls.issuer: %s cannot express it: cert-manager does not read %s; make a Certificate and set tls.secretName" $dialect.table.title $dialect.table.carrier)) }}
{{- end }}
{{- if and $tls.selfSigned (not $transport) }}
{{- include "exposure-lib.certificate" (merge (dict "secretName" $tls.secretName) .) }}
{{- end }}
{{- $backend.object }}
{{- range $object := $out.objects }}{{ include "exposure-lib.partObject" (merge (dict "object" $object) $) }}{{ end }}
{{- include (printf "exposure-lib.carrier.%s" $dialect.table.carrier) (dict "root" .root "component" .component "spec" $spec "name" $name "tls" $tls "backends" $backends "encoded" $out "transport" $transport) }}
{{- end }}

{{/*
`TCP` or `UDP` where a route carries bytes instead of HTTP: a port that speaks something else, by an entry point of a controller that
takes such. Input: spec, routed, carrier.
*/}}
{{- define "exposure-lib.transportOf" -}}
{{- if and .spec.ingress.entryPoint (eq .carrier "IngressRoute") (eq (len .routed) 1) }}
{{- $port := first .routed }}
{{- if eq $port.protocol "UDP" }}UDP
{{- else if eq $port.protocol "TCP" }}
{{- if eq (toString (include "exposure-lib.protocolOf" (dict "target" .spec.target "port" $port) | fromYaml).http) "false" }}TCP{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Refuses what bytes have no place for; `out` is a route without any words. Input: that of encodeRoute, transport. */}}
{{- define "exposure-lib.refuseForTransport" -}}
{{- $in := . }}
{{- include "exposure-lib.startRoute" $in }}
{{- range $option, $value := .asked }}
{{- $isPlain := or (eq $option "options.backendProtocol") (and (eq $option "options.targets") (eq (toString $value) "pod")) }}
{{- if and (or (eq $option "access.allowFrom") (hasPrefix "options." $option)) (not $isPlain) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: an IngressRoute%s has no place for it" $option $in.transport)) }}
{{- end }}
{{- end }}
{{- end }}

{{/* An object beside a route, with the labels of all. Input: root, component, spec, object. */}}
{{- define "exposure-lib.partObject" -}}
{{- $metadata := include "exposure-lib.metadata" (merge (dict "name" .object.metadata.name "annotations" (default dict .object.metadata.annotations)) .) | fromYaml }}
---
{{ merge (dict "metadata" $metadata) (omit .object "metadata") | toYaml }}
{{- end }}

{{/*
The table of a dialect, into `out.table`. Without an id that is known only what needs no word can be written. Input: component, names,
setting (that holds the id), id, known (ids that the setting takes), out.
*/}}
{{- define "exposure-lib.dialectFor" -}}
{{- if has .id .known }}{{ $_ := set .out "table" (include (printf "exposure-lib.dialect.%s" .id) . | fromJson) }}
{{- else if not .id }}{{ $_ := set .out "table" (dict "carrier" "Ingress") }}
{{- else if hasKey .names.others .id }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: this chart has no words for %s; it has those of %s" .setting (get .names.others .id) (join ", " .known))) }}
{{- else }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s is not known; known are %s" .setting .id (join ", " .known))) }}
{{- end }}
{{- end }}

{{/* An Ingress. Input: root, component, spec, name, tls, backends (name, port; one for each path), encoded. */}}
{{- define "exposure-lib.carrier.Ingress" -}}
{{- $spec := .spec }}
{{- if has .name (default list $spec.target.ingressNames) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "the chart has an Ingress named %s already" .name)) }}
{{- end }}
{{- $annotations := merge (deepCopy (default dict $spec.annotations)) .encoded.annotations (default dict .tls.annotations) }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "annotations" $annotations) .) | nindent 2 }}
spec:
  {{- $built := dict }}
  {{- include "exposure-lib.ingressSpec" (dict "spec" $spec "tls" .tls "paths" .encoded.paths "inTwo" .encoded.prefixesInTwo "backends" .backends "out" $built) }}
  {{- toYaml $built | nindent 2 }}
{{- end }}

{{/*
The spec of an Ingress, into `out`. Input: spec, tls (mode, secretName; may be empty), paths (path, pathType), backends (name, port; one
for each path), inTwo (a prefix is written as the path itself, unless it leads elsewhere, and as what is below it), out.
*/}}
{{- define "exposure-lib.ingressSpec" -}}
{{- $in := . }}
{{- $paths := list }}
{{- range $index, $path := .paths }}
{{- $backend := index $in.backends $index }}
{{- $service := dict "name" $backend.name "port" (dict "number" (int $backend.port)) }}
{{- $trimmed := regexReplaceAll "/+$" $path.path "" }}
{{- if and $in.inTwo (eq $path.pathType "Prefix") $trimmed }}
{{- $isOwn := false }}
{{- range $other := $in.paths }}{{ if and (eq $other.pathType "Exact") (eq $other.path $trimmed) }}{{ $isOwn = true }}{{ end }}{{ end }}
{{- if not $isOwn }}{{ $paths = append $paths (dict "path" $trimmed "pathType" "Exact" "backend" (dict "service" $service)) }}{{ end }}
{{- $paths = append $paths (dict "path" (printf "%s/" $trimmed) "pathType" "Prefix" "backend" (dict "service" $service)) }}
{{- else }}{{ $paths = append $paths (dict "path" $path.path "pathType" $path.pathType "backend" (dict "service" $service)) }}
{{- end }}
{{- end }}
{{- $rules := list }}
{{- range $host := .spec.hosts }}{{ $rules = append $rules (dict "host" $host "http" (dict "paths" $paths)) }}{{ end }}
{{- $_ := set .out "ingressClassName" .spec.ingress.className }}
{{- $_ := set .out "rules" (default (list (dict "http" (dict "paths" $paths))) $rules) }}
{{- if eq (default "" .tls.mode) "terminate" }}
{{- $block := dict }}
{{- with .spec.hosts }}{{ $block = set $block "hosts" . }}{{ end }}
{{- with .tls.secretName }}{{ $block = set $block "secretName" . }}{{ end }}
{{- $_ := set .out "tls" (list $block) }}
{{- end }}
{{- end }}

{{/* Port of the Service that leads to a port. Input: ports, backend, port. */}}
{{- define "exposure-lib.numberOf" -}}
{{- $in := . }}
{{- $number := int .port.port }}
{{- range $index, $port := .ports }}
{{- if and (eq (int $port.port) (int $in.port.port)) (eq $port.protocol $in.port.protocol) }}
{{- with (index $in.backend.ports $index).number }}{{ $number = int . }}{{ end }}
{{- end }}
{{- end }}
{{- $number }}
{{- end }}
