{{/*
Paths of a route: `paths`, a list of path, type, rewrite (may be absent) and port (one of ports), and `routed`, the ports that they
lead to, each once. As YAML. Input: component, spec, ports.
*/}}
{{- define "exposure-lib.paths" -}}
{{- $in := . }}
{{- $paths := list }}
{{- range $index, $asked := default (list dict) .spec.paths }}
{{- $port := dict }}
{{- if $asked.port }}
{{- range $candidate := $in.ports }}{{ if and (not $port) (has (toString $asked.port) (list $candidate.name (toString (int $candidate.port)))) }}{{ $port = $candidate }}{{ end }}{{ end }}
{{- range $candidate := $in.ports }}{{ if and (not $port) (eq (toString $asked.port) (toString (int $candidate.containerPort))) }}{{ $port = $candidate }}{{ end }}{{ end }}
{{- if not $port }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "paths[%d].port names %s; the ports are %s" $index (toString $asked.port) (include "exposure-lib.list" $in.ports))) }}
{{- end }}
{{- else }}{{ $port = include "exposure-lib.httpPort" $in | fromYaml }}
{{- end }}
{{- $path := dict "path" (default "/" $asked.path) "type" (default "Prefix" $asked.type) "port" $port }}
{{- with $asked.rewrite }}{{ $path = set $path "rewrite" . }}{{ end }}
{{- $paths = append $paths $path }}
{{- end }}
{{- $routed := list }}
{{- range $path := $paths }}{{ $routed = append $routed $path.port }}{{ end }}
{{- dict "paths" $paths "routed" (uniq $routed) | toYaml }}
{{- end }}

{{/* The only port; else the one that speaks HTTP, is meant for clients, and of several the plain one with a usual name. Input: component, spec, ports. */}}
{{- define "exposure-lib.httpPort" -}}
{{- $in := . }}
{{- $found := dict }}
{{- if eq (len .ports) 1 }}{{ $found = first .ports }}
{{- else }}
{{- $web := list }}
{{- $plain := list }}
{{- $usual := list }}
{{- range $port := .ports }}
{{- $speaks := include "exposure-lib.speaks" (dict "target" $in.spec.target "port" $port) }}
{{- if $speaks }}
{{- $web = append $web $port }}
{{- if eq $speaks "plain" }}
{{- $plain = append $plain $port }}
{{- if or (has $port.name (list "http" "web")) (eq (int $port.port) 80) }}{{ $usual = append $usual $port }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
{{- range $candidates := list $web $plain $usual }}{{ if and (not $found) (eq (len $candidates) 1) }}{{ $found = first $candidates }}{{ end }}{{ end }}
{{- if not $found }}
{{- $which := ternary (printf "%s speak HTTP" (include "exposure-lib.list" $web)) "none of them is known to speak HTTP" (gt (len $web) 0) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "paths: the ports are %s, and %s: set paths[].port, or expose one port only" (include "exposure-lib.list" .ports) $which)) }}
{{- end }}
{{- end }}
{{- toYaml $found }}
{{- end }}

{{/* `plain` or `tls` for a port that speaks HTTP and is meant for clients, else nothing. Input: target, port. */}}
{{- define "exposure-lib.speaks" -}}
{{- $fact := include "exposure-lib.protocolOf" . | fromYaml }}
{{- if and (eq (toString $fact.http) "true") (not $fact.internal) }}{{ ternary "tls" "plain" (eq (toString $fact.tls) "true") }}{{ end }}
{{- end }}

{{/*
What a port speaks, as far as is known: protocol, http (absent when it is not known), tls, internal (not for clients). As YAML. What
the port's appProtocol says goes before what was found out when the chart was made (`spec.target.protocols`). Input: target, port.
*/}}
{{- define "exposure-lib.protocolOf" -}}
{{- $port := .port }}
{{- $protocols := include "exposure-lib.protocols" . | fromJson }}
{{- $fact := get (default dict .target.protocols) (printf "%d/%s" (int .port.containerPort) .port.protocol) | default dict | deepCopy }}
{{- $words := list }}
{{- with .port.appProtocol }}{{ $words = list (lower .) }}{{ end }}
{{- if and (not $fact) (not .port.container) }}
{{- with .port.name }}{{ $words = concat $words (list .) (regexSplit "[-_.]" . -1) }}{{ end }}
{{- end }}
{{- $found := "" }}
{{- range $word := $words }}{{ range $row := $protocols.rows }}{{ if and (or (not $found) (has $found (list "tcp" "udp"))) (has (lower $word) $row.names) }}{{ if or (not $found) (not (has $row.id (list "tcp" "udp"))) }}{{ $found = $row.id }}{{ end }}{{ end }}{{ end }}{{ end }}
{{- if and (not $found) (not $fact) }}
{{- range $row := $protocols.rows }}{{ if and (not $found) (has (printf "%d/%s" (int $port.containerPort) $port.protocol) (default list $row.ports)) }}{{ $found = $row.id }}{{ end }}{{ end }}
{{- end }}
{{- range $row := $protocols.rows }}
{{- if eq $row.id $found }}{{ $fact = mergeOverwrite $fact (dict "protocol" $row.id "http" $row.http) }}{{ if $row.tls }}{{ $fact = set $fact "tls" true }}{{ end }}{{ end }}
{{- end }}
{{- if ne .port.protocol "TCP" }}{{ $fact = set $fact "http" false }}{{ end }}
{{- toYaml $fact }}
{{- end }}

{{/* TLS of a request: `mode`, `secretName`, `annotations` for cert-manager, `selfSigned`. As YAML; empty without TLS. Input: component, spec. */}}
{{- define "exposure-lib.tls" -}}
{{- $tls := default dict .spec.tls }}
{{- $out := dict }}
{{- if eq (default "" $tls.mode) "passthrough" }}{{ $out = dict "mode" "passthrough" "annotations" dict }}
{{- else if or $tls.mode $tls.secretName $tls.issuer $tls.selfSigned }}
{{- if and $tls.issuer $tls.selfSigned }}
{{- include "exposure-lib.fail" (dict "component" .component "message" "tls.issuer and tls.selfSigned both make the certificate: keep one") }}
{{- end }}
{{- $out = dict "mode" "terminate" "annotations" dict "selfSigned" (not (not $tls.selfSigned)) }}
{{- if $tls.secretName }}{{ $out = set $out "secretName" $tls.secretName }}
{{- else if or $tls.issuer $tls.selfSigned }}{{ $out = set $out "secretName" (include "exposure-lib.objectName" (dict "base" .spec.target.name "suffix" "-tls")) }}
{{- end }}
{{- with $tls.issuer }}
{{- $key := ternary "cert-manager.io/issuer" "cert-manager.io/cluster-issuer" (eq (default "" .kind) "Issuer") }}
{{- $out = set $out "annotations" (dict $key .name) }}
{{- end }}
{{- end }}
{{- toYaml $out }}
{{- end }}

{{/*
A self-signed certificate for tests. One that the cluster has already is kept, so that an upgrade changes nothing.
Input: root, component, spec, secretName.
*/}}
{{- define "exposure-lib.certificate" -}}
{{- $namespace := default .root.Release.Namespace .spec.target.namespace }}
{{- $data := (lookup "v1" "Secret" $namespace .secretName).data }}
{{- if not $data }}
{{- $made := genSelfSignedCert (first .spec.hosts) nil .spec.hosts 365 }}
{{- $data = dict "tls.crt" (b64enc $made.Cert) "tls.key" (b64enc $made.Key) }}
{{- end }}
---
apiVersion: v1
kind: Secret
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "name" .secretName) .) | nindent 2 }}
type: kubernetes.io/tls
data:
  {{- pick $data "tls.crt" "tls.key" | toYaml | nindent 2 }}
{{- end }}

{{/* Refuses transports that HTTP routers do not have. Input: component, routed, router. */}}
{{- define "exposure-lib.requireTcp" -}}
{{- $in := . }}
{{- range $port := .routed }}
{{- if ne $port.protocol "TCP" }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s cannot carry %s, which port %s speaks: use NodePort, LoadBalancer or a Gateway with a route for it" $in.router $port.protocol (include "exposure-lib.list" (list $port)))) }}
{{- end }}
{{- end }}
{{- end }}
