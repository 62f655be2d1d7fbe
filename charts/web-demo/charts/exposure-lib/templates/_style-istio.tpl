{{/*
Rewrites and redirects of a VirtualService, and the name in a certificate, which Istio takes as a list. A prefix is replaced by an
expression, since a rule matches the path itself and what lies below it. Input: that of encodeRoute.
*/}}
{{- define "exposure-lib.style.istio-rewrite" -}}
{{- $e := . }}
{{- $options := default dict .spec.options }}
{{- with get .asked "options.backendTLS.serverName" }}
{{- include "exposure-lib.writeField" (dict "e" $e "on" "destination-rule" "path" "spec.trafficPolicy.tls.subjectAltNames" "value" (list .)) }}
{{- end }}
{{- $target := dict }}
{{- with $options.redirect }}
{{- $parts := dict }}
{{- include "exposure-lib.urlParts" (dict "e" $e "url" .url "out" $parts) }}
{{- $target = dict "scheme" $parts.scheme "authority" $parts.name "uri" $parts.path "redirectCode" (int (default 302 .code)) }}
{{- with $parts.port }}{{ $target = set $target "port" (int .) }}{{ end }}
{{- end }}
{{- range $rule := .out.paths }}
{{- $asked := dict }}
{{- include "exposure-lib.askedPath" (dict "e" $e "rule" $rule "out" $asked) }}
{{- $out := dict }}
{{- with $asked.path }}{{ include "exposure-lib.istioRewrite" (dict "path" . "out" $out) }}{{ end }}
{{- if $out.wrong }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: path %s by %s: %s" $asked.path.path $e.dialect.title $out.wrong)) }}
{{- else if $target }}{{ $_ := set $rule.fields "redirect" $target }}
{{- else if $out.rewrite }}{{ $_ := set $rule.fields "rewrite" (merge $out.rewrite (default dict $rule.fields.rewrite)) }}
{{- end }}
{{- end }}
{{- with $options.appRoot }}
{{- $_ := set $e.out "paths" (append $e.out.paths (dict "path" "/" "pathType" "Exact" "fields" (dict "redirect" (dict "uri" . "redirectCode" 302)))) }}
{{- end }}
{{- end }}

{{/* What replaces a path, into `out.rewrite`, or what is wrong. Input: path, out. */}}
{{- define "exposure-lib.istioRewrite" -}}
{{- $out := .out }}
{{- with .path.rewrite }}
{{- $isWhole := not (kindIs "string" .) }}
{{- $to := . }}
{{- if $isWhole }}{{ $to = .full }}{{ end }}
{{- $from := include "exposure-lib.escapedPath" $.path.path }}
{{- $target := regexReplaceAll "/+$" $to "" }}
{{- if include "exposure-lib.literalProblem" $to }}{{ $_ := set $out "wrong" (include "exposure-lib.literalProblem" $to) }}
{{- else if eq $.path.type "Exact" }}{{ $_ := set $out "rewrite" (dict "uri" $to) }}
{{- else if $isWhole }}{{ $_ := set $out "rewrite" (dict "uriRegexRewrite" (dict "match" "^/.*$" "rewrite" $to)) }}
{{- else if ne $.path.type "Prefix" }}{{ $_ := set $out "wrong" "a prefix can only be replaced where the path is of type Prefix or Exact; set rewrite.full" }}
{{- else if include "exposure-lib.literalProblem" $.path.path }}{{ $_ := set $out "wrong" (include "exposure-lib.literalProblem" $.path.path) }}
{{- else if and $from $target }}{{ $_ := set $out "rewrite" (dict "uriRegexRewrite" (dict "match" (printf "^%s" $from) "rewrite" $target)) }}
{{- else if $from }}{{ $_ := set $out "rewrite" (dict "uriRegexRewrite" (dict "match" (printf "^%s/?" $from) "rewrite" "/")) }}
{{- else if $target }}{{ $_ := set $out "rewrite" (dict "uriRegexRewrite" (dict "match" "^/" "rewrite" (printf "%s/" $target))) }}
{{- end }}
{{- end }}
{{- end }}
