{{/*
What rows cannot say: rewrites and canaries, which change paths and backends. Each is named after its style in @expose-plus/core
(controllers/styles), and its input is that of encodeRoute. Here is what several of them need.
*/}}

{{/* The path asked for that a rule of the route stands for, into `out.path`; nothing for a rule of another origin. Input: e, rule, out. */}}
{{- define "exposure-lib.askedPath" -}}
{{- $in := . }}
{{- range $path := .e.paths }}
{{- if and (not (hasKey $in.out "path")) (eq $path.path $in.rule.path) (eq $path.type $in.rule.pathType) }}{{ $_ := set $in.out "path" $path }}{{ end }}
{{- end }}
{{- end }}

{{/* Adds an entry to a list of one rule. Input: rule, list, entry. */}}
{{- define "exposure-lib.addTo" -}}
{{- $_ := set .rule.fields .list (append (get .rule.fields .list | default list) .entry) }}
{{- end }}

{{/* What is wrong with a path that is to be taken literally; nothing when all is well. */}}
{{- define "exposure-lib.literalProblem" -}}
{{- if not (regexMatch "^/[A-Za-z0-9._~/-]*$" .) }}{{ . }} has letters that could mean something else (allowed: A-Z a-z 0-9 - . _ ~ /){{ end }}
{{- end }}

{{/* A path without the slash at its end, with dots in classes, which need no quoting wherever the text goes. */}}
{{- define "exposure-lib.escapedPath" -}}
{{- regexReplaceAll "/+$" . "" | replace "." "[.]" }}
{{- end }}

{{/* `true` when a path lies at or below another, by its elements; everything lies below the root. Input: path, prefix. */}}
{{- define "exposure-lib.isBelow" -}}
{{- $base := regexReplaceAll "/+$" .prefix "" }}
{{- if or (not $base) (eq (regexReplaceAll "/+$" .path "") $base) (hasPrefix (printf "%s/" $base) .path) }}true{{ end }}
{{- end }}

{{/* A URL in the parts that a redirect is made of, into `out`: scheme, name, port (may be empty), path. Input: e, url, out. */}}
{{- define "exposure-lib.urlParts" -}}
{{- $in := . }}
{{- $form := "^(https?)://([a-z0-9]([-a-z0-9.]*[a-z0-9])?)(:([0-9]+))?(/[^?#]*)?$" }}
{{- if not (regexMatch $form .url) }}
{{- include "exposure-lib.fail" (dict "component" .e.component "message" (printf "options.redirect.url: %s: for %s it must be a scheme, a name, a port and a path; anything else has no place" .url .e.dialect.title)) }}
{{- end }}
{{- range $part, $group := dict "scheme" "${1}" "name" "${2}" "port" "${5}" "path" "${6}" }}{{ $_ := set $in.out $part (regexReplaceAll $form $in.url $group) }}{{ end }}
{{- $_ := set .out "path" (default "/" .out.path) }}
{{- end }}
