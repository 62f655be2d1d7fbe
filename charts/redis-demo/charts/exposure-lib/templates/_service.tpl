{{/*
A Service of the target's ports. The protocol always stands there, since server-side apply tells ports apart by it.
Input: root, component, spec, name, type, ports, fields, nodePorts (a map), annotations, appProtocol (both may be empty).
*/}}
{{- define "exposure-lib.buildService" -}}
{{- $in := . }}
{{- $settings := default dict .spec.service }}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "exposure-lib.metadata" . | nindent 2 }}
spec:
  type: {{ .type }}
  {{- with .fields }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- if and $settings.sessionAffinity (ne $settings.sessionAffinity "None") }}
  sessionAffinity: {{ $settings.sessionAffinity }}
  {{- end }}
  {{- with $settings.ipFamilyPolicy }}
  ipFamilyPolicy: {{ . }}
  {{- end }}
  {{- with $settings.ipFamilies }}
  ipFamilies:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  selector:
    {{- include "exposure-lib.selector" . | nindent 4 }}
  ports:
    {{- range $port := .ports }}
    {{- include "exposure-lib.servicePort" (dict "port" $port "nodePorts" $in.nodePorts "appProtocols" $in.appProtocols) | nindent 4 }}
    {{- end }}
{{- end }}

{{/* One port of a Service. Input: port, nodePorts, appProtocols (by name of the port; both may be empty). */}}
{{- define "exposure-lib.servicePort" -}}
- port: {{ int .port.port }}
  protocol: {{ .port.protocol }}
  targetPort: {{ if kindIs "string" .port.targetPort }}{{ .port.targetPort }}{{ else }}{{ int .port.targetPort }}{{ end }}
  {{- with .port.name }}
  name: {{ . | quote }}
  {{- end }}
  {{- if hasKey .port "appProtocol" }}
  appProtocol: {{ .port.appProtocol | quote }}
  {{- else if hasKey (default dict .appProtocols) (toString (int .port.containerPort)) }}
  appProtocol: {{ get .appProtocols (toString (int .port.containerPort)) | quote }}
  {{- end }}
  {{- with include "exposure-lib.settingOf" (dict "map" (default dict .nodePorts) "port" .port) }}
  nodePort: {{ . }}
  {{- end }}
{{- end }}

{{/*
Type of a Service of the chart's own that carries the exposure, and the fields that go with the type. It keeps its name in every
strategy. Input: root, component, spec, ports (of the Service, for node ports by name or number).
*/}}
{{- define "exposure-lib.serviceType" -}}
{{- include "exposure-lib.check" . }}
{{- $type := include "exposure-lib.serviceTypeName" . }}
{{- if eq $type "LoadBalancer" }}
type: LoadBalancer
{{- with (include "exposure-lib.loadBalancer" . | fromYaml).fields }}
{{ toYaml . }}
{{- end }}
{{- else if eq $type "NodePort" }}
type: NodePort
{{- if (default dict .spec.access).keepClientIP }}
externalTrafficPolicy: Local
{{- end }}
{{- else }}
type: ClusterIP
{{- end }}
{{- end }}

{{/* Whether the ways that have no allow-list were asked for one. Input: component, spec. */}}
{{- define "exposure-lib.refuseAllowList" -}}
{{- with (default dict .spec.access).allowFrom }}
{{- include "exposure-lib.fail" (dict "component" $.component "message" (printf "access.allowFrom: strategy %s has no allow-list, and %s was asked for; LoadBalancer and Ingress with ingress-nginx can enforce one" $.spec.strategy (join ", " .))) }}
{{- end }}
{{- end }}

{{/*
The ClusterIP Service behind a route: `name`, `object` (a Service to be made, or nothing) and `ports`, the numbers and names under
which it offers each port. One of the chart's own that leads to these pods only and has the ports is used as it is.
Input: root, component, spec, ports, needed (ports that it must have), sameNumbers, annotations, appProtocols.
*/}}
{{- define "exposure-lib.stableService" -}}
{{- $in := . }}
{{- $settings := default dict .spec.service }}
{{- $name := .spec.target.name }}
{{- $best := dict }}
{{- $bestRank := 9 }}
{{- range $service := .spec.target.services }}
{{- if include "exposure-lib.fits" (merge (dict "service" $service) $in) }}
{{- $rank := add (ternary 0 2 (eq $service.name $name)) (ternary 0 1 (eq (default "ClusterIP" $service.type) "ClusterIP")) }}
{{- if or (lt (int $rank) (int $bestRank)) (and (eq (int $rank) (int $bestRank)) (lt $service.name $best.name)) }}
{{- $best = $service }}{{ $bestRank = $rank }}
{{- end }}
{{- end }}
{{- end }}
{{- if $best }}
{{- $offered := list }}
{{- range $port := .ports }}{{ $offered = append $offered (include "exposure-lib.offeredPort" (dict "service" $best "port" $port) | fromYaml) }}{{ end }}
{{- dict "name" $best.name "ports" $offered | toYaml }}
{{- else }}
{{- $names := list (include "exposure-lib.serviceName" (dict "base" $name "suffix" "")) (include "exposure-lib.serviceName" (dict "base" $name "suffix" "-cluster-ip")) }}
{{- if $settings.name }}{{ $names = list $settings.name }}{{ end }}
{{- $free := "" }}
{{- range $candidate := $names }}{{ if and (not $free) (not (has $candidate (default list $in.spec.target.serviceNames))) }}{{ $free = $candidate }}{{ end }}{{ end }}
{{- if not $free }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "the Service %s of this chart does not lead to the ports asked for: choose another service.name" (first $names))) }}
{{- end }}
{{- $fields := dict }}
{{- with $settings.clusterIP }}{{ $fields = set $fields "clusterIP" . }}{{ end }}
{{- $object := include "exposure-lib.buildService" (merge (dict "name" $free "type" "ClusterIP" "fields" $fields) $in) }}
{{- $offered := list }}
{{- range $port := .ports }}{{ $offered = append $offered (dict "number" (int $port.port) "name" $port.name) }}{{ end }}
{{- dict "name" $free "ports" $offered "object" $object | toYaml }}
{{- end }}
{{- end }}

{{/* `true` when a Service of the chart can stand behind a route. Input: spec, service, needed, sameNumbers, annotations, appProtocols. */}}
{{- define "exposure-lib.fits" -}}
{{- $in := . }}
{{- $settings := default dict .spec.service }}
{{- $service := .service }}
{{- $fits := not (or $service.shared (eq (default "" $service.clusterIP) "None") .annotations (eq (default "" $service.type) "ExternalName")) }}
{{- if and $settings.name (ne $settings.name $service.name) }}{{ $fits = false }}{{ end }}
{{- if and $settings.selector (ne (toJson $settings.selector) (toJson $service.selector)) }}{{ $fits = false }}{{ end }}
{{- if and $settings.sessionAffinity (ne $settings.sessionAffinity (default "None" $service.sessionAffinity)) }}{{ $fits = false }}{{ end }}
{{- if and $settings.clusterIP (ne $settings.clusterIP (default "" $service.clusterIP)) }}{{ $fits = false }}{{ end }}
{{- if and $settings.ipFamilyPolicy (ne $settings.ipFamilyPolicy (default "" $service.ipFamilyPolicy)) }}{{ $fits = false }}{{ end }}
{{- if and $settings.ipFamilies (ne (toJson $settings.ipFamilies) (toJson (default list $service.ipFamilies))) }}{{ $fits = false }}{{ end }}
{{- range $port := .needed }}
{{- $offered := include "exposure-lib.offeredPort" (dict "service" $service "port" $port) | fromYaml }}
{{- $wanted := "" }}
{{- if hasKey $port "appProtocol" }}{{ $wanted = $port.appProtocol }}{{ else }}{{ $wanted = default "" (get (default dict $in.appProtocols) (toString (int $port.containerPort))) }}{{ end }}
{{- if not $offered.number }}{{ $fits = false }}
{{- else if and $wanted (ne $wanted (default "" $offered.appProtocol)) }}{{ $fits = false }}
{{- else if and $in.sameNumbers (ne (int $offered.number) (int $port.port)) }}{{ $fits = false }}
{{- end }}
{{- end }}
{{- if $fits }}true{{ end }}
{{- end }}

{{/* Number, name and appProtocol of the Service's port that leads to a container port, as YAML; empty when there is none. Input: service, port. */}}
{{- define "exposure-lib.offeredPort" -}}
{{- $in := . }}
{{- $found := dict }}
{{- range $entry := .service.ports }}
{{- $target := toString (default $entry.port $entry.targetPort) }}
{{- if and (eq (default "TCP" $entry.protocol) $in.port.protocol) (has $target (list (toString (int $in.port.containerPort)) (toString $in.port.targetPort) (default "-" $in.port.name))) }}
{{- if or (not $found) (and (ne (int $found.port) (int $in.port.port)) (eq (int $entry.port) (int $in.port.port))) }}{{ $found = $entry }}{{ end }}
{{- end }}
{{- end }}
{{- if $found }}
{{- $offered := dict "number" (int $found.port) "name" (default "" $found.name) }}
{{- with $found.appProtocol }}{{ $offered = set $offered "appProtocol" . }}{{ end }}
{{- toYaml $offered }}
{{- else }}{}
{{- end }}
{{- end }}

{{/* Type of a Service that carries the exposure. Input: spec. */}}
{{- define "exposure-lib.serviceTypeName" -}}
{{- $strategy := default (default "" .spec.target.strategy) .spec.strategy }}
{{- ternary $strategy "ClusterIP" (has $strategy (list "LoadBalancer" "NodePort")) }}
{{- end }}

{{/* The fixed node port of such a Service's port, if any. Input: spec, port (its name, else its number). */}}
{{- define "exposure-lib.nodePort" -}}
{{- if has (include "exposure-lib.serviceTypeName" .) (list "LoadBalancer" "NodePort") }}
{{- get (default dict (default dict .spec.nodePort).ports) .port | toString | trimAll " " }}
{{- end }}
{{- end }}
