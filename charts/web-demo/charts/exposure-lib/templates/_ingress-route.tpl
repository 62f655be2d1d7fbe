{{/*
IngressRoute of Traefik. One that ends TLS answers TLS only, so that a second one takes plain HTTP; both have the same rules, but a
redirect is that of plain HTTP. What passes through or is no HTTP is an IngressRouteTCP or IngressRouteUDP. @expose-plus/core (controllers/carriers/ingress-route.ts) does the same.
Input: root, component, spec, name, tls, backends (name, port; one for each path), encoded, transport (TCP or UDP for what is no HTTP).
*/}}
{{- define "exposure-lib.carrier.IngressRoute" -}}
{{- $in := . }}
{{- $spec := dict "ingressClassName" .spec.ingress.className }}
{{- with .spec.ingress.entryPoint }}{{ $spec = set $spec "entryPoints" (list .) }}{{ end }}
{{- if eq .transport "UDP" }}
{{- $spec = set $spec "routes" (list (dict "services" (list (first .backends)))) }}
{{- include "exposure-lib.traefikObject" (merge (dict "kind" "IngressRouteUDP" "body" $spec) .) }}
{{- else if eq .transport "TCP" }}
{{- $spec = set $spec "routes" (list (dict "match" "HostSNI(`*`)" "services" (list (first .backends)))) }}
{{- include "exposure-lib.traefikObject" (merge (dict "kind" "IngressRouteTCP" "body" $spec) .) }}
{{- else if eq (default "" .tls.mode) "passthrough" }}
{{- $names := list }}
{{- range $host := default (list "*") .spec.hosts }}{{ $names = append $names (printf "HostSNI(%s)" (include "exposure-lib.ruleText" $host)) }}{{ end }}
{{- $spec = set $spec "routes" (list (dict "match" (join " || " $names) "services" (list (first .backends)))) }}
{{- $spec = set $spec "tls" (dict "passthrough" true) }}
{{- include "exposure-lib.traefikObject" (merge (dict "kind" "IngressRouteTCP" "body" $spec) .) }}
{{- else }}
{{- $routes := dict }}
{{- include "exposure-lib.traefikRoutes" (dict "hosts" .spec.hosts "paths" .encoded.paths "backends" .backends "out" $routes) }}
{{- $spec = set $spec "routes" $routes.routes }}
{{- if .tls.mode }}
{{- $block := dict }}
{{- with .tls.secretName }}{{ $block = set $block "secretName" . }}{{ end }}
{{- /* A request that came by HTTPS to a port other than 443 would be redirected as well. */}}
{{- $secure := list }}
{{- $redirect := include "exposure-lib.besideName" (dict "name" .name "suffix" "-https") }}
{{- range $rule := $routes.routes }}
{{- $kept := list }}
{{- range $entry := $rule.middlewares }}{{ if ne $entry.name $redirect }}{{ $kept = append $kept $entry }}{{ end }}{{ end }}
{{- $secure = append $secure (merge (ternary (dict "middlewares" $kept) dict (gt (len $kept) 0)) (omit $rule "middlewares")) }}
{{- end }}
{{- include "exposure-lib.traefikObject" (merge (dict "kind" "IngressRoute" "body" (merge (dict "tls" $block "routes" $secure) (omit $spec "routes"))) .) }}
{{- if not .spec.ingress.entryPoint }}
{{- include "exposure-lib.traefikObject" (merge (dict "kind" "IngressRoute" "name" (include "exposure-lib.besideName" (dict "name" .name "suffix" "-http")) "body" $spec) .) }}
{{- end }}
{{- else }}
{{- include "exposure-lib.traefikObject" (merge (dict "kind" "IngressRoute" "body" $spec) .) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Input: root, component, spec, kind, name, encoded, body. */}}
{{- define "exposure-lib.traefikObject" -}}
{{- $annotations := merge (deepCopy (default dict .spec.annotations)) .encoded.annotations }}
---
apiVersion: traefik.io/v1alpha1
kind: {{ .kind }}
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "annotations" $annotations) .) | nindent 2 }}
spec:
  {{- toYaml .body | nindent 2 }}
{{- end }}

{{/* The rules, into `out.routes`. Input: hosts, paths, backends, out. */}}
{{- define "exposure-lib.traefikRoutes" -}}
{{- $in := . }}
{{- $rules := list }}
{{- $longest := 0 }}
{{- range $index, $path := .paths }}
{{- $behind := $path.fields.services }}
{{- if not $behind }}{{ $behind = list (index $in.backends $index) }}{{ end }}
{{- $services := list }}
{{- range $service := $behind }}
{{- $services = append $services (ternary $service (merge (deepCopy (default dict $path.fields.backend)) $service) (eq (default "" $service.kind) "TraefikService")) }}
{{- end }}
{{- $match := include "exposure-lib.traefikRule" (dict "hosts" $in.hosts "path" $path.path "pathType" $path.pathType "further" $path.fields.match) }}
{{- $longest = max $longest (len $match) }}
{{- $rules = append $rules (merge (dict "match" $match "kind" "Rule" "services" $services) (omit $path.fields "match" "services" "backend")) }}
{{- end }}
{{- range $index, $rule := $rules }}
{{- $path := index $in.paths $index }}
{{- $isAmong := false }}
{{- range $other := $in.paths }}
{{- $base := regexReplaceAll "/+$" $other.path "" }}
{{- if and (eq $other.pathType "Prefix") $base (or (eq $path.path $base) (hasPrefix (printf "%s/" $base) $path.path)) }}{{ $isAmong = true }}{{ end }}
{{- end }}
{{- /* The longest rule wins, and that for a prefix is longer than that for its path alone. */}}
{{- if and $isAmong (eq $path.pathType "Exact") }}{{ $_ := set $rule "priority" (add $longest 1) }}{{ end }}
{{- end }}
{{- $_ := set .out "routes" $rules }}
{{- end }}

{{/*
The rule for hosts and a path. PathPrefix compares letters, so that a prefix is the path itself or what begins with it and a slash.
Input: hosts, path, pathType, further.
*/}}
{{- define "exposure-lib.traefikRule" -}}
{{- $names := list }}
{{- range $host := .hosts }}
{{- /* A wildcard of Kubernetes stands for one label. */}}
{{- if hasPrefix "*." $host }}{{ $names = append $names (printf "HostRegexp(%s)" (include "exposure-lib.ruleText" (printf "^[^.]+%s$" (trimPrefix "*" $host | regexQuoteMeta)))) }}
{{- else }}{{ $names = append $names (printf "Host(%s)" (include "exposure-lib.ruleText" $host)) }}
{{- end }}
{{- end }}
{{- $parts := list }}
{{- if eq (len $names) 1 }}{{ $parts = $names }}{{ else if $names }}{{ $parts = list (printf "(%s)" (join " || " $names)) }}{{ end }}
{{- $prefix := regexReplaceAll "/+$" .path "" }}
{{- if eq .pathType "RegularExpression" }}{{ $parts = append $parts (printf "PathRegexp(%s)" (include "exposure-lib.ruleText" .path)) }}
{{- else if eq .pathType "Exact" }}{{ $parts = append $parts (printf "Path(%s)" (include "exposure-lib.ruleText" .path)) }}
{{- else if not $prefix }}{{ $parts = append $parts "PathPrefix(`/`)" }}
{{- else }}{{ $parts = append $parts (printf "(Path(%s) || PathPrefix(%s))" (include "exposure-lib.ruleText" $prefix) (include "exposure-lib.ruleText" (printf "%s/" $prefix))) }}
{{- end }}
{{- with .further }}{{ $parts = append $parts . }}{{ end }}
{{- join " && " $parts }}
{{- end }}
