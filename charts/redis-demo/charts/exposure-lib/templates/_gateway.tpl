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
{{- include "exposure-lib.refuseAllowList" . }}
{{- include "exposure-lib.refuseGatewayOptions" (merge (dict "kind" $kind "isHttp" $isHttp "paths" $route.paths) .) }}
{{- if and (eq $kind "TLSRoute") (not $hosts) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" "hosts: TLS that passes through is routed by its host name, and none is set") }}
{{- end }}
{{- $appProtocols := dict }}
{{- $appProtocol := get (dict "h2c" "kubernetes.io/h2c" "websocket" "kubernetes.io/ws") (default "" (default dict $spec.options).backendProtocol) }}
{{- if $appProtocol }}
{{- range $port := $in.ports }}{{ $appProtocols = set $appProtocols (toString (int $port.containerPort)) $appProtocol }}{{ end }}
{{- end }}
{{- $backend := include "exposure-lib.stableService" (merge (dict "needed" $route.routed "sameNumbers" false "appProtocols" $appProtocols) .) | fromYaml }}
{{- $name := include "exposure-lib.objectName" (dict "base" $spec.target.name "suffix" "") }}
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
---
apiVersion: gateway.networking.k8s.io/v1
kind: {{ $kind }}
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "name" $name "annotations" $spec.annotations) .) | nindent 2 }}
spec:
  parentRefs:
    {{- toYaml $parentRefs | nindent 4 }}
  {{- if and $hosts (not (has $kind (list "TCPRoute" "UDPRoute"))) }}
  hostnames:
    {{- toYaml $hosts | nindent 4 }}
  {{- end }}
  rules:
    {{- range $path := ternary $route.paths (list (first $route.paths)) $isHttp }}
    {{- include "exposure-lib.rule" (dict "kind" $kind "isHttp" $isHttp "path" $path "backend" $backend "number" (include "exposure-lib.numberOf" (dict "ports" $in.ports "backend" $backend "port" $path.port))) | nindent 4 }}
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

{{/* Refuses options that the Gateway API has no field for, by name. Input: component, spec, kind, isHttp, paths. */}}
{{- define "exposure-lib.refuseGatewayOptions" -}}
{{- $in := . }}
{{- $options := default dict .spec.options }}
{{- $wrong := "" }}
{{- range $name := list "bodySize" "connectTimeout" "readTimeout" "sendTimeout" }}
{{- if get $options $name }}{{ $wrong = printf "options.%s: the Gateway API has no field for it" $name }}{{ end }}
{{- end }}
{{- if eq (default "" $options.targets) "node" }}{{ $wrong = "options.targets: the Gateway API leaves it to the implementation where it sends to" }}{{ end }}
{{- if has (default "" $options.backendProtocol) (list "https" "grpcs") }}{{ $wrong = "options.backendProtocol: the Gateway API speaks TLS to a workload only with a BackendTLSPolicy, which needs its certificate authority" }}{{ end }}
{{- range $path := .paths }}
{{- if and (eq $in.kind "GRPCRoute") (ne $path.path "/") }}{{ $wrong = "paths: the Gateway API routes gRPC by service and method, not by path" }}{{ end }}
{{- if $in.isHttp }}
{{- if eq $path.type "ImplementationSpecific" }}{{ $wrong = "paths[].type: the Gateway API has the path types Prefix and Exact only" }}{{ end }}
{{- if and (kindIs "string" $path.rewrite) (eq $path.type "Exact") (ne (toString $path.rewrite) $path.path) }}{{ $wrong = "paths[].rewrite: the Gateway API replaces a prefix only where the path is of type Prefix; set rewrite.full" }}{{ end }}
{{- if and (eq $in.kind "GRPCRoute") $path.rewrite }}{{ $wrong = "paths[].rewrite: the Gateway API cannot rewrite gRPC" }}{{ end }}
{{- end }}
{{- end }}
{{- if $wrong }}{{ include "exposure-lib.fail" (dict "component" .component "message" $wrong) }}{{ end }}
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

{{/* One rule of a route. Input: kind, isHttp, path, backend, number. */}}
{{- define "exposure-lib.rule" -}}
- backendRefs:
    - name: {{ .backend.name | quote }}
      port: {{ .number }}
  {{- if eq .kind "HTTPRoute" }}
  matches:
    - path:
        type: {{ ternary "Exact" "PathPrefix" (eq .path.type "Exact") }}
        value: {{ .path.path | quote }}
  {{- end }}
  {{- if and .isHttp .path.rewrite }}
  filters:
    - type: URLRewrite
      urlRewrite:
        path:
          {{- if kindIs "string" .path.rewrite }}
          type: ReplacePrefixMatch
          replacePrefixMatch: {{ .path.rewrite | quote }}
          {{- else }}
          type: ReplaceFullPath
          replaceFullPath: {{ .path.rewrite.full | quote }}
          {{- end }}
  {{- end }}
{{- end }}
