{{/*
Rewrites and redirects of the Gateway API: filters of each rule, which may have one URLRewrite and either that or a RequestRedirect. They
come after the other filters, since some implementations go through them one by one.
*/}}
{{- define "exposure-lib.style.gateway-filter" -}}
{{- $e := . }}
{{- $options := default dict .spec.options }}
{{- $target := dict }}
{{- with $options.redirect }}
{{- $parts := "^(https?)://([a-z0-9]([-a-z0-9.]*[a-z0-9])?)(:([0-9]+))?(/[^?#]*)?$" }}
{{- if not (regexMatch $parts .url) }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "options.redirect.url: %s: for %s it must be a scheme, a name, a port and a path; anything else has no place" .url $e.dialect.title)) }}
{{- else }}
{{- $path := default "/" (regexReplaceAll $parts .url "$6") }}
{{- $target = dict "scheme" (regexReplaceAll $parts .url "$1") "hostname" (regexReplaceAll $parts .url "$2") "path" (dict "type" "ReplaceFullPath" "replaceFullPath" $path) "statusCode" (int (default 302 .code)) }}
{{- with regexReplaceAll $parts .url "$5" }}{{ $target = set $target "port" (int .) }}{{ end }}
{{- end }}
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
