{{/*
Host names, paths and ports behind a Gateway: the ClusterIP Service, unless the chart has one, a route, and a Gateway where only its
class is given. Input: root, component, spec, ports.
*/}}
{{- define "exposure-lib.strategyGateway" -}}
{{- $in := . }}
{{- $spec := .spec }}
{{- $settings := default dict $spec.gateway }}
{{- $hosts := default list $spec.hosts }}
{{- $route := include "exposure-lib.paths" . | fromYaml }}
{{- $tls := include "exposure-lib.tls" . | fromYaml }}
{{- $kind := include "exposure-lib.routeKind" (merge (dict "tls" $tls "routed" $route.routed) .) }}
{{- $isHttp := has $kind (list "HTTPRoute" "GRPCRoute") }}
{{- $redirect := and $isHttp (eq (toString (get (default dict $spec.tls) "redirect")) "true") }}
{{- if and (eq $kind "TLSRoute") (not $hosts) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" "hosts: TLS that passes through is routed by its host name, and none is set") }}
{{- end }}
{{- $appProtocols := dict }}
{{- $appProtocol := get (dict "h2c" "kubernetes.io/h2c" "websocket" "kubernetes.io/ws") (default "" (default dict $spec.options).backendProtocol) }}
{{- if $appProtocol }}
{{- range $port := $in.ports }}{{ $appProtocols = set $appProtocols (toString (int $port.containerPort)) $appProtocol }}{{ end }}
{{- end }}
{{- $backend := include "exposure-lib.stableService" (merge (dict "needed" $route.routed "sameNumbers" false "appProtocols" $appProtocols) .) | fromYaml }}
{{- $backends := list }}
{{- range $path := $route.paths }}
{{- $number := include "exposure-lib.numberOf" (dict "ports" $in.ports "backend" $backend "port" $path.port) | int }}
{{- $backends = append $backends (dict "name" $backend.name "port" $number) }}
{{- $_ := set $path "backendPort" $number }}
{{- end }}
{{- $name := include "exposure-lib.objectName" (dict "base" $spec.target.name "suffix" "") }}
{{- $encoded := dict }}
{{- include "exposure-lib.encodeForGateway" (dict "component" .component "spec" (omit $spec "tls") "paths" $route.paths "name" $name "namespace" (default .root.Release.Namespace $spec.target.namespace) "kind" $kind "isHttp" $isHttp "service" (first $backends) "out" $encoded) }}
{{- $creates := not $settings.parentRef }}
{{- $ends := and $isHttp (eq (default "" $tls.mode) "terminate") }}
{{- $listeners := include "exposure-lib.listeners" (dict "kind" $kind "hosts" $hosts "ends" $ends "redirect" $redirect "port" (first $route.routed)) | fromYaml }}
{{- $parentRefs := list }}
{{- if $creates }}
{{- if $ends }}
{{- range $listener := $listeners.listeners }}{{ if eq $listener.protocol "HTTPS" }}{{ $parentRefs = append $parentRefs (dict "name" $name "sectionName" $listener.name) }}{{ end }}{{ end }}
{{- else }}{{ $parentRefs = list (dict "name" $name) }}
{{- end }}
{{- else }}
{{- $ref := dict "name" $settings.parentRef.name }}
{{- $here := default .root.Release.Namespace $spec.target.namespace }}
{{- with $settings.parentRef.namespace }}{{ if ne . $here }}{{ $ref = set $ref "namespace" . }}{{ end }}{{ end }}
{{- with $settings.parentRef.sectionName }}{{ $ref = set $ref "sectionName" . }}{{ end }}
{{- $parentRefs = list $ref }}
{{- end }}
{{- if and $creates $ends $tls.selfSigned }}
{{- include "exposure-lib.certificate" (merge (dict "secretName" $tls.secretName) .) }}
{{- end }}
{{- $backend.object }}
{{- if $creates }}
{{- include "exposure-lib.gateway" (merge (dict "name" $name "annotations" (ternary $tls.annotations dict (and $isHttp (not (not $tls.mode)))) "className" $settings.className "listeners" $listeners.listeners "secretName" (default "" $tls.secretName)) .) }}
{{- end }}
{{- range $object := $encoded.objects }}{{ include "exposure-lib.partObject" (merge (dict "object" $object) $) }}{{ end }}
---
apiVersion: gateway.networking.k8s.io/v1
kind: {{ $kind }}
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "name" $name "annotations" (merge (deepCopy (default dict $spec.annotations)) $encoded.annotations)) .) | nindent 2 }}
spec:
  parentRefs:
    {{- toYaml $parentRefs | nindent 4 }}
  {{- if and $hosts (not (has $kind (list "TCPRoute" "UDPRoute"))) }}
  hostnames:
    {{- toYaml $hosts | nindent 4 }}
  {{- end }}
  rules:
    {{- if $isHttp }}
    {{- range $index, $path := $encoded.paths }}
    {{- include "exposure-lib.rule" (dict "byPath" (eq $kind "HTTPRoute") "path" $path "backends" $backends "index" $index) | nindent 4 }}
    {{- end }}
    {{- else }}
    - backendRefs:
        {{- list (first $backends) | toYaml | nindent 8 }}
    {{- end }}
{{- if and $redirect $creates }}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "name" (include "exposure-lib.objectName" (dict "base" $spec.target.name "suffix" "-redirect")) "annotations" dict) .) | nindent 2 }}
spec:
  parentRefs:
    - name: {{ $name | quote }}
      sectionName: http
  {{- with $hosts }}
  hostnames:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  rules:
    - filters:
        - type: RequestRedirect
          requestRedirect:
            scheme: https
            # 308 stands in the standard channel only since 1.5.
            statusCode: 301
{{- end }}
{{- end }}

{{/*
Which kind of route carries the ports: TLS that passes through goes by its host name, gRPC and HTTP by their own routes, anything else
by the port of the listener. Input: component, spec, tls, routed.
*/}}
{{- define "exposure-lib.routeKind" -}}
{{- $port := first .routed }}
{{- $fact := include "exposure-lib.protocolOf" (dict "target" .spec.target "port" $port) | fromYaml }}
{{- $backend := default "" (default dict .spec.options).backendProtocol }}
{{- if eq (default "" .tls.mode) "passthrough" }}TLSRoute
{{- else if ne $port.protocol "TCP" }}
{{- if eq $port.protocol "SCTP" }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "no route carries SCTP, which port %s speaks" (include "exposure-lib.list" (list $port)))) }}
{{- end }}UDPRoute
{{- else if or (has $backend (list "grpc" "grpcs")) (and (not $backend) (eq (default "" $fact.protocol) "grpc")) }}GRPCRoute
{{- else if and (not $backend) (eq (toString $fact.http) "false") }}TCPRoute
{{- else }}
{{- include "exposure-lib.requireTcp" (dict "component" .component "routed" .routed "router" "an HTTPRoute") }}HTTPRoute
{{- end }}
{{- end }}

{{/*
The options of a route in the words of its implementation, into `out`. Input: component, spec (without TLS, which is the listener's),
paths, name, namespace, kind, isHttp, service, out.
*/}}
{{- define "exposure-lib.encodeForGateway" -}}
{{- $in := . }}
{{- $names := include "exposure-lib.dialectNames" . | fromJson }}
{{- $asked := default "gateway-api" (default dict .spec.gateway).controller }}
{{- if not (hasKey $names.gateway $asked) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "gateway.controller: %s is no implementation that is known; known are %s" $asked (keys $names.gateway | sortAlpha | join ", "))) }}
{{- end }}
{{- $table := include (printf "exposure-lib.dialect.%s" (get $names.gateway $asked)) . | fromJson }}
{{- $e := merge (dict "dialect" $table "names" $names "tls" dict "out" .out) . }}
{{- range $path := .paths }}
{{- if and (eq $in.kind "GRPCRoute") (ne $path.path "/") }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" "paths: the Gateway API routes gRPC by service and method, not by path") }}
{{- end }}
{{- end }}
{{- include "exposure-lib.startRoute" $e }}
{{- range $option, $value := $e.asked }}
{{- $refused := false }}
{{- if eq $in.kind "GRPCRoute" }}
{{- /* Filters that a GRPCRoute lacks; an implementation may have an object of its own for the same. */}}
{{- if regexMatch "^(paths\\.rewrite(\\.full)?|paths\\.type|options\\.(redirect\\..+|appRoot|hostHeader|requestTimeout|cors\\..+))$" $option }}
{{- $refused = true }}
{{- range $row := get $table.options $option }}{{ range $part := $table.parts }}{{ if and $part.object (eq $part.id (default "" $row.on)) }}{{ $refused = false }}{{ end }}{{ end }}{{ end }}
{{- end }}
{{- else if not $in.isHttp }}
{{- $refused = or (eq $option "access.allowFrom") (and (hasPrefix "options." $option) (ne $option "options.backendProtocol") (not (and (eq $option "options.targets") (eq (toString $value) "pod")))) }}
{{- end }}
{{- if $refused }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: a %s of the Gateway API has no place for it" (include "exposure-lib.fieldOf" $option) $in.kind)) }}
{{- end }}
{{- end }}
{{- if .isHttp }}{{ include "exposure-lib.encodeRoute" $e }}{{ end }}
{{- end }}

{{/* Listeners of a Gateway of our own: `listeners`. One for each host where TLS ends, as certificates are made for hosts. Input: kind, hosts, ends, redirect, port. */}}
{{- define "exposure-lib.listeners" -}}
{{- $in := . }}
{{- $listeners := list }}
{{- if has .kind (list "TCPRoute" "UDPRoute") }}
{{- $protocol := trimSuffix "Route" .kind }}
{{- $listeners = list (dict "name" (lower $protocol) "protocol" $protocol "port" (int .port.port)) }}
{{- else }}
{{- $prefix := ternary "tls" "https" (eq .kind "TLSRoute") }}
{{- if and (ne .kind "TLSRoute") (or .redirect (not .ends)) }}{{ $listeners = list (dict "name" "http" "protocol" "HTTP" "port" 80) }}{{ end }}
{{- if or .ends (eq .kind "TLSRoute") }}
{{- range $index, $host := default (list "") .hosts }}
{{- $listener := dict "name" (ternary $prefix (printf "%s-%d" $prefix (add1 $index)) (eq $index 0)) "protocol" (upper $prefix) "port" 443 "mode" (ternary "Terminate" "Passthrough" $in.ends) }}
{{- with $host }}{{ $listener = set $listener "hostname" . }}{{ end }}
{{- $listeners = append $listeners $listener }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "listeners" $listeners | toYaml }}
{{- end }}

{{/* A Gateway. Input: root, component, spec, name, annotations, className, listeners, secretName. */}}
{{- define "exposure-lib.gateway" -}}
{{- $in := . }}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  {{- include "exposure-lib.metadata" . | nindent 2 }}
spec:
  gatewayClassName: {{ .className | quote }}
  listeners:
    {{- range $listener := .listeners }}
    - name: {{ $listener.name }}
      protocol: {{ $listener.protocol }}
      port: {{ int $listener.port }}
      {{- with $listener.hostname }}
      hostname: {{ . | quote }}
      {{- end }}
      {{- with $listener.mode }}
      tls:
        mode: {{ . }}
        {{- if and (eq . "Terminate") $in.secretName }}
        certificateRefs:
          - name: {{ $in.secretName | quote }}
        {{- end }}
      {{- end }}
    {{- end }}
{{- end }}

{{/* One rule of a route. Input: byPath (a GRPCRoute goes by service and method), path (of an encoded route), backends, index. */}}
{{- define "exposure-lib.rule" -}}
{{- $fields := .path.fields }}
{{- $match := dict }}
{{- with $fields.matches }}{{ $match = deepCopy (first .) }}{{ end }}
{{- if .byPath }}{{ $match = set $match "path" (dict "type" (ternary .path.pathType "PathPrefix" (has .path.pathType (list "Exact" "RegularExpression"))) "value" .path.path) }}{{ end }}
{{- $answered := false }}
{{- range $filter := $fields.filters }}{{ if eq $filter.type "RequestRedirect" }}{{ $answered = true }}{{ end }}{{ end }}
{{- $rule := omit $fields "matches" "backendRefs" }}
{{- if $match }}{{ $rule = set $rule "matches" (list $match) }}{{ end }}
{{- if not $answered }}
{{- $behind := $fields.backendRefs }}
{{- if not $behind }}{{ $behind = list (index .backends .index) }}{{ end }}
{{- $rule = set $rule "backendRefs" $behind }}
{{- end }}
{{- list $rule | toYaml }}
{{- end }}
