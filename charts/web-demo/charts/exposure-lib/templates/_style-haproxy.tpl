{{/*
Rewrites of the HAProxy Kubernetes Ingress Controller: lines of an expression and what replaces the path that it matches. They hold for
every path of the Ingress, one after the other, so that no path and no result may be caught by the line of another.
*/}}
{{- define "exposure-lib.style.haproxy-path-rewrite" -}}
{{- $e := . }}
{{- $lines := list }}
{{- range $index, $path := .paths }}
{{- with $path.rewrite }}
{{- $isWhole := not (kindIs "string" .) }}
{{- $to := . }}
{{- if $isWhole }}{{ $to = .full }}{{ end }}
{{- $wrong := default (include "exposure-lib.literalProblem" $to) (include "exposure-lib.literalProblem" $path.path) }}
{{- $caught := "" }}
{{- range $place, $other := $e.paths }}
{{- $result := $other.path }}
{{- with $other.rewrite }}{{ if kindIs "string" . }}{{ $result = . }}{{ else }}{{ $result = .full }}{{ end }}{{ end }}
{{- $takes := or (include "exposure-lib.isBelow" (dict "path" $other.path "prefix" $path.path)) (include "exposure-lib.isBelow" (dict "path" $result "prefix" $path.path)) }}
{{- if and (ne $place $index) (not $caught) $takes }}{{ $caught = $other.path }}{{ end }}
{{- end }}
{{- if $wrong }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: path %s by %s: %s" $path.path $e.dialect.title $wrong)) }}
{{- else if $caught }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: %s rewrites all paths of an Ingress with the same lines: that of %s would also take %s; give each of them a route of its own" $e.dialect.title $path.path $caught)) }}
{{- else }}
{{- $from := include "exposure-lib.escapedPath" $path.path }}
{{- $target := regexReplaceAll "/+$" $to "" }}
{{- $line := "" }}
{{- if and $isWhole (eq (len $e.paths) 1) }}{{ $line = $to }}
{{- else if eq $path.type "Exact" }}{{ $line = printf "^%s$ %s" (default "/" $from) $to }}
{{- else if $isWhole }}{{ $line = printf "^%s(/.*)?$ %s" $from $to }}
{{- else if and $from $target }}{{ $line = printf "^%s(.*)$ %s\\1" $from $target }}
{{- else if $from }}{{ $line = printf "^%s/?(.*)$ /\\1" $from }}
{{- else if $target }}{{ $line = printf "^/(.*)$ %s/\\1" $target }}
{{- end }}
{{- if $line }}{{ $lines = append $lines $line }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
{{- if $lines }}{{ $_ := set .out.annotations "haproxy.org/path-rewrite" (join "\n" $lines) }}{{ end }}
{{- end }}

{{/*
Rewrites and expressions of haproxy-ingress: one target for the Ingress, which takes the place of each path; where a path is an
expression, of all that it matches.
*/}}
{{- define "exposure-lib.style.prefix-annotation" -}}
{{- $e := . }}
{{- $paths := list }}
{{- $targets := list }}
{{- $isOwn := false }}
{{- $isRegex := false }}
{{- range $path := .paths }}
{{- $out := dict "path" $path.path "pathType" $path.type "target" "" }}
{{- include "exposure-lib.prefixPath" (dict "path" $path "out" $out) }}
{{- if $out.wrong }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: path %s by %s: %s" $path.path $e.dialect.title $out.wrong)) }}
{{- end }}
{{- if eq $path.type "ImplementationSpecific" }}{{ $isOwn = true }}{{ else if eq $out.pathType "ImplementationSpecific" }}{{ $isRegex = true }}{{ end }}
{{- $targets = append $targets $out.target }}
{{- $paths = append $paths (dict "path" $out.path "pathType" $out.pathType "fields" dict) }}
{{- end }}
{{- if gt (len (uniq $targets)) 1 }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "paths[].rewrite: %s takes one rewrite for an Ingress, and the paths need %s" .dialect.title (uniq $targets | join ", "))) }}
{{- else if and $isOwn $isRegex }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "paths[].type: %s reads all paths of type ImplementationSpecific of an Ingress alike" .dialect.title)) }}
{{- end }}
{{- with first $targets }}{{ $_ := set $e.out.annotations "haproxy-ingress.github.io/rewrite-target" . }}{{ end }}
{{- if $isRegex }}{{ $_ := set .out.annotations "haproxy-ingress.github.io/path-type" "regex" }}{{ end }}
{{- $_ := set .out "paths" $paths }}
{{- end }}

{{/* One path of it, into `out`: path, pathType, target, or what is wrong. Input: path, out. */}}
{{- define "exposure-lib.prefixPath" -}}
{{- $isRegex := eq .path.type "RegularExpression" }}
{{- $rewrite := .path.rewrite }}
{{- if and $rewrite (kindIs "string" $rewrite) }}
{{- $to := regexReplaceAll "/+$" $rewrite "" }}
{{- if $isRegex }}{{ $_ := set .out "wrong" "a prefix can only be replaced where the path is no expression; set rewrite.full" }}
{{- else if include "exposure-lib.literalProblem" $rewrite }}{{ $_ := set .out "wrong" (include "exposure-lib.literalProblem" $rewrite) }}
{{- else if or $to (regexReplaceAll "/+$" .path.path "") }}{{ $_ := set .out "target" (default "/" $to) }}
{{- end }}
{{- else if $isRegex }}
{{- $_ := set .out "pathType" "ImplementationSpecific" }}
{{- $_ := set .out "target" (default "" (default dict $rewrite).full) }}
{{- else if $rewrite }}
{{- $_ := set .out "wrong" (default (include "exposure-lib.literalProblem" $rewrite.full) (include "exposure-lib.literalProblem" .path.path)) }}
{{- $_ := set .out "target" $rewrite.full }}
{{- if eq .path.type "ImplementationSpecific" }}{{ $_ := set .out "wrong" (default "only paths of type Prefix, Exact and RegularExpression can be replaced as a whole" .out.wrong) }}
{{- else if eq .path.type "Prefix" }}
{{- $_ := set .out "path" (printf "%s(/.*)?$" (include "exposure-lib.escapedPath" .path.path)) }}
{{- $_ := set .out "pathType" "ImplementationSpecific" }}
{{- end }}
{{- end }}
{{- end }}
