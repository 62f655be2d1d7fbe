{{/*
A canary beside the Service of a route: weights behind each rule, and for a header or a cookie a rule of its own for the same path. More
specific rules win by the rules of each of these kinds.
*/}}
{{- define "exposure-lib.style.weighted-backends" -}}
{{- $e := . }}
{{- $canary := default dict (default dict .spec.options).canary }}
{{- $hasWeight := and (hasKey $canary "weight") (not (kindIs "invalid" $canary.weight)) }}
{{- if not (or $hasWeight $canary.header $canary.cookie) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "options.canary: %s takes canary.service only together with canary.weight, canary.header or canary.cookie" .dialect.title)) }}
{{- end }}
{{- $list := include (printf "exposure-lib.backends.%s" .dialect.carrier) . }}
{{- $matches := list }}
{{- with $canary.header }}{{ $matches = append $matches (dict "name" . "value" (default "always" $canary.headerValue) "regex" false) }}{{ end }}
{{- with $canary.cookie }}{{ $matches = append $matches (dict "name" "Cookie" "value" (printf "^(.*; ?)?%s=always(;.*)?$" (regexQuoteMeta .)) "regex" true) }}{{ end }}
{{- $further := list }}
{{- range $index, $rule := .out.paths }}
{{- $own := (index $e.paths $index).backendPort | default $e.service.port }}
{{- $port := default $own $canary.port }}
{{- $before := deepCopy $rule.fields }}
{{- if $hasWeight }}
{{- $backends := list }}
{{- range $one := list (dict "name" $e.service.name "port" $own "weight" (sub 100 (int $canary.weight))) (dict "name" $canary.service "port" $port "weight" $canary.weight) }}
{{- $out := dict }}
{{- include "exposure-lib.backend" (merge (dict "carrier" $e.dialect.carrier "out" $out) $one) }}
{{- $backends = append $backends $out.backend }}
{{- end }}
{{- $_ := set $rule.fields $list $backends }}
{{- end }}
{{- range $match := $matches }}
{{- $out := dict }}
{{- include "exposure-lib.backend" (dict "carrier" $e.dialect.carrier "name" $canary.service "port" $port "out" $out) }}
{{- include (printf "exposure-lib.headerMatch.%s" $e.dialect.carrier) (merge (dict "out" $out) $match) }}
{{- $fields := merge (dict $list (list $out.backend)) $out.match (deepCopy $before) }}
{{- $further = append $further (dict "path" $rule.path "pathType" $rule.pathType "fields" $fields) }}
{{- end }}
{{- end }}
{{- $_ := set .out "paths" (concat .out.paths $further) }}
{{- end }}

{{/* The list of Services in a rule, by the kind of the route. */}}
{{- define "exposure-lib.backends.HTTPRoute" -}}backendRefs{{- end }}
{{- define "exposure-lib.backends.IngressRoute" -}}services{{- end }}
{{- define "exposure-lib.backends.VirtualService" -}}route{{- end }}

{{/* An entry of it, into `out.backend`. Input: carrier, name, port, weight (may be absent), out. */}}
{{- define "exposure-lib.backend" -}}
{{- $backend := dict "name" .name "port" (int .port) }}
{{- if eq .carrier "VirtualService" }}{{ $backend = include "exposure-lib.istioDestination" . | fromJson }}{{ end }}
{{- if hasKey . "weight" }}{{ $backend = set $backend "weight" (int .weight) }}{{ end }}
{{- $_ := set .out "backend" $backend }}
{{- end }}

{{/* What a rule asks of a header, into `out.match`. Input: name, value, regex, out. */}}
{{- define "exposure-lib.headerMatch.HTTPRoute" -}}
{{- $header := dict "type" (ternary "RegularExpression" "Exact" .regex) "name" .name "value" .value }}
{{- $_ := set .out "match" (dict "matches" (list (dict "headers" (list $header)))) }}
{{- end }}
{{- define "exposure-lib.headerMatch.IngressRoute" -}}
{{- $_ := set .out "match" (dict "match" (printf "%s(%s, %s)" (ternary "HeaderRegexp" "Header" .regex) (include "exposure-lib.ruleText" .name) (include "exposure-lib.ruleText" .value))) }}
{{- end }}

{{- define "exposure-lib.headerMatch.VirtualService" -}}
{{- /* Istio wants names of headers in lower case. */}}
{{- $_ := set .out "match" (dict "match" (list (dict "headers" (dict (lower .name) (dict (ternary "regex" "exact" .regex) .value))))) }}
{{- end }}

{{/* A text in a rule of Traefik: in backquotes, where no letter means anything but itself. */}}
{{- define "exposure-lib.ruleText" -}}
{{- if contains "`" . }}{{ toRawJson . }}{{ else }}`{{ . }}`{{ end }}
{{- end }}
