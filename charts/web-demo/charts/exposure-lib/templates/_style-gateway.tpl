{{/*
Rewrites and redirects of the Gateway API: filters of each rule, which may have one URLRewrite and either that or a RequestRedirect. They
come after the other filters, since some implementations go through them one by one.
*/}}
{{- define "exposure-lib.style.gateway-filter" -}}
{{- $e := . }}
{{- $options := default dict .spec.options }}
{{- $target := dict }}
{{- with $options.redirect }}
{{- $parts := dict }}
{{- include "exposure-lib.urlParts" (dict "e" $e "url" .url "out" $parts) }}
{{- $target = dict "scheme" $parts.scheme "hostname" $parts.name "path" (dict "type" "ReplaceFullPath" "replaceFullPath" $parts.path) "statusCode" (int (default 302 .code)) }}
{{- with $parts.port }}{{ $target = set $target "port" (int .) }}{{ end }}
{{- end }}
{{- range $rule := .out.paths }}
{{- $asked := dict }}
{{- include "exposure-lib.askedPath" (dict "e" $e "rule" $rule "out" $asked) }}
{{- $rewrite := dict }}
{{- with $options.hostHeader }}{{ $rewrite = set $rewrite "hostname" . }}{{ end }}
{{- with $asked.path }}
{{- if not .rewrite }}
{{- else if not (kindIs "string" .rewrite) }}{{ $rewrite = set $rewrite "path" (dict "type" "ReplaceFullPath" "replaceFullPath" .rewrite.full) }}
{{- else if eq .type "Exact" }}{{ $rewrite = set $rewrite "path" (dict "type" "ReplaceFullPath" "replaceFullPath" .rewrite) }}
{{- else if eq .type "Prefix" }}{{ $rewrite = set $rewrite "path" (dict "type" "ReplacePrefixMatch" "replacePrefixMatch" .rewrite) }}
{{- else }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: path %s by %s: a prefix can only be replaced where the path is of type Prefix or Exact; set rewrite.full" .path $e.dialect.title)) }}
{{- end }}
{{- end }}
{{- if $target }}{{ include "exposure-lib.addTo" (dict "rule" $rule "list" "filters" "entry" (dict "type" "RequestRedirect" "requestRedirect" $target)) }}
{{- else if $rewrite }}{{ include "exposure-lib.addTo" (dict "rule" $rule "list" "filters" "entry" (dict "type" "URLRewrite" "urlRewrite" $rewrite)) }}
{{- end }}
{{- end }}
{{- with $options.appRoot }}
{{- $redirect := dict "path" (dict "type" "ReplaceFullPath" "replaceFullPath" .) "statusCode" 302 }}
{{- $_ := set $e.out "paths" (append $e.out.paths (dict "path" "/" "pathType" "Exact" "fields" (dict "filters" (list (dict "type" "RequestRedirect" "requestRedirect" $redirect))))) }}
{{- end }}
{{- end }}
