{{/*
Rewrites and regular expressions for ingress-nginx. A prefix becomes an expression whose second group is the rest of the path: /demo to /
is /demo(/|$)(.*) with the target /$2. The annotations hold for the whole Ingress, so that all paths must agree on the target, and are
expressions as soon as one is.
*/}}
{{- define "exposure-lib.style.nginx-regex" -}}
{{- $e := . }}
{{- $isRegex := false }}
{{- range $path := .paths }}{{ if eq $path.type "RegularExpression" }}{{ $isRegex = true }}{{ end }}{{ end }}
{{- $paths := list }}
{{- $targets := list }}
{{- $regex := false }}
{{- range $path := .paths }}
{{- $out := dict "target" "" }}
{{- include "exposure-lib.nginxPath" (dict "path" $path.path "type" $path.type "rewrite" $path.rewrite "isRegex" $isRegex "out" $out) }}
{{- if $out.wrong }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: path %s by %s: %s" $path.path $e.dialect.title $out.wrong)) }}
{{- else }}
{{- $targets = append $targets $out.target }}
{{- if $out.regex }}{{ $regex = true }}{{ end }}
{{- $paths = append $paths (dict "path" $out.path "pathType" $out.pathType "fields" dict) }}
{{- end }}
{{- end }}
{{- if gt (len (uniq $targets)) 1 }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "paths[].rewrite: %s takes one rewrite for an Ingress, and the paths need %s" .dialect.title (uniq $targets | join ", "))) }}
{{- else if and $targets (or (first $targets) $isRegex) }}
{{- with first $targets }}{{ $_ := set $e.out.annotations "nginx.ingress.kubernetes.io/rewrite-target" . }}{{ end }}
{{- if $regex }}{{ $_ := set .out.annotations "nginx.ingress.kubernetes.io/use-regex" "true" }}{{ end }}
{{- $_ := set .out "paths" $paths }}
{{- end }}
{{- end }}

{{/* One path of it, into `out`: path, pathType, target, regex, or what is wrong. Input: path, type, rewrite, isRegex, out. */}}
{{- define "exposure-lib.nginxPath" -}}
{{- $literal := "^/[A-Za-z0-9._~/-]*$" }}
{{- $noLetters := "the path has letters that could mean something in an expression (allowed: A-Z a-z 0-9 - . _ ~ /)" }}
{{- $isOwn := has .type (list "RegularExpression" "ImplementationSpecific") }}
{{- $from := regexReplaceAll "/+$" .path "" | replace "." "[.]" }}
{{- $_ := set .out "path" .path }}
{{- $_ := set .out "pathType" (ternary "ImplementationSpecific" .type (eq .type "RegularExpression")) }}
{{- if and .rewrite (kindIs "string" .rewrite) }}
{{- $to := regexReplaceAll "/+$" .rewrite "" }}
{{- if $isOwn }}{{ $_ := set .out "wrong" "a prefix can only be replaced where the path is of type Prefix or Exact; set rewrite.full with your own groups" }}
{{- else if not (regexMatch $literal .path) }}{{ $_ := set .out "wrong" $noLetters }}
{{- else if not (regexMatch $literal .rewrite) }}{{ $_ := set .out "wrong" (printf "%s has letters that the controller refuses (allowed: A-Z a-z 0-9 - . _ ~ /)" .rewrite) }}
{{- else if eq .type "Exact" }}
{{- $_ := set .out "path" (printf "%s$" (default "/" $from)) }}
{{- $_ := set .out "target" (default "/" $to) }}
{{- else if or $from $to }}
{{- $_ := set .out "path" (ternary (printf "%s(/|$)(.*)" $from) "/()(.*)" (ne $from "")) }}
{{- $_ := set .out "target" (printf "%s/$2" $to) }}
{{- end }}
{{- if .out.target }}
{{- $_ := set .out "regex" true }}
{{- $_ := set .out "pathType" "ImplementationSpecific" }}
{{- end }}
{{- else }}
{{- with .rewrite }}
{{- if and (contains "$" .full) (not $isOwn) }}{{ $_ := set $.out "wrong" (printf "%s uses a group, which only a path of type RegularExpression or ImplementationSpecific can have" .full) }}
{{- else if not (regexMatch "^/?[-._~a-zA-Z0-9/:$]*$" .full) }}{{ $_ := set $.out "wrong" (printf "%s has letters that the controller refuses (allowed: A-Z a-z 0-9 - . _ ~ / : $)" .full) }}
{{- end }}
{{- $_ := set $.out "target" .full }}
{{- end }}
{{- $isAll := and (eq .type "Prefix") (eq .path "/") }}
{{- if and (or .isRegex (and .rewrite (not $isOwn) (not $isAll))) (not .out.wrong) }}
{{- /* Among expressions a path is one itself: it must not match more than it says. */}}
{{- $_ := set .out "regex" true }}
{{- $_ := set .out "pathType" "ImplementationSpecific" }}
{{- if $isOwn }}
{{- else if not (regexMatch $literal .path) }}{{ $_ := set .out "wrong" $noLetters }}
{{- else if eq .type "Exact" }}{{ $_ := set .out "path" (printf "%s$" (default "/" $from)) }}
{{- else if $from }}{{ $_ := set .out "path" (printf "%s(/|$)" $from) }}
{{- else }}
{{- /* Of another type it would stand behind the location / that the controller makes itself. */}}
{{- $_ := set .out "path" "/" }}
{{- $_ := set .out "pathType" "Prefix" }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* A second Ingress with the same hosts and paths, which leads to the other Service. Its annotations are rows. */}}
{{- define "exposure-lib.style.nginx-ingress" -}}
{{- $e := . }}
{{- $backend := dict "name" (get .asked "options.canary.service") "port" (get .asked "options.canary.port") }}
{{- $backends := list }}
{{- range $path := .out.paths }}{{ $backends = append $backends $backend }}{{ end }}
{{- $built := dict }}
{{- include "exposure-lib.ingressSpec" (dict "spec" .spec "tls" dict "paths" .out.paths "backends" $backends "out" $built) }}
{{- range $key, $value := $built }}{{ include "exposure-lib.writeField" (dict "e" $e "on" "canary" "path" (printf "spec.%s" $key) "value" $value) }}{{ end }}
{{- end }}
