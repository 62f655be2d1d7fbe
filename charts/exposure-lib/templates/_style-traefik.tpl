{{/*
Rewrites and regular expressions for Traefik. Rewrites are Middlewares, and come after the others: a redirect must see the path that the
client asked for. On an Ingress they count for each of its paths, on an IngressRoute for the rules that name them.
*/}}
{{- define "exposure-lib.style.traefik-middleware" -}}
{{- $e := . }}
{{- $isIngress := eq .dialect.carrier "Ingress" }}
{{- $rewriters := dict }}
{{- range $path := .paths }}
{{- $out := dict }}
{{- include "exposure-lib.traefikRewriter" (dict "e" $e "path" $path "out" $out) }}
{{- $_ := set $rewriters (printf "%s %s" $path.type $path.path) $out.rewriter }}
{{- end }}
{{- if $isIngress }}{{ include "exposure-lib.traefikIngressRewrites" (dict "e" $e "rewriters" $rewriters) }}{{ end }}
{{- $names := dict }}
{{- range $rule := .out.paths }}
{{- $asked := dict }}
{{- include "exposure-lib.askedPath" (dict "e" $e "rule" $rule "out" $asked) }}
{{- with $asked.path }}
{{- $rewriter := get $rewriters (printf "%s %s" .type .path) }}
{{- if and $rewriter (not $isIngress) }}
{{- $key := toJson $rewriter }}
{{- if not (hasKey $names $key) }}
{{- $name := include "exposure-lib.besideName" (dict "name" $e.name "suffix" (ternary "-rewrite" (printf "-rewrite-%d" (add1 (len $names))) (eq (len $names) 0))) }}
{{- $_ := set $names $key $name }}
{{- include "exposure-lib.addMiddleware" (dict "e" $e "name" $name "spec" $rewriter) }}
{{- end }}
{{- include "exposure-lib.addTo" (dict "rule" $rule "list" "middlewares" "entry" (dict "name" (get $names $key))) }}
{{- end }}
{{- if eq $rule.pathType "RegularExpression" }}
{{- /* PathRegexp looks for the expression anywhere in the path. A path of an Ingress begins with a slash, which here must not be there. */}}
{{- $_ := set $rule "path" (printf "%s%s%s" (ternary "/?" "" $isIngress) (ternary "" "^" (hasPrefix "^" $rule.path)) $rule.path) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Input: e, name, spec. */}}
{{- define "exposure-lib.addMiddleware" -}}
{{- $metadata := dict "name" .name }}
{{- with .e.namespace }}{{ $metadata = set $metadata "namespace" . }}{{ end }}
{{- $_ := set .e.out "objects" (append .e.out.objects (dict "apiVersion" "traefik.io/v1alpha1" "kind" "Middleware" "metadata" $metadata "spec" .spec)) }}
{{- end }}

{{/* Spec of the Middleware that rewrites a path, into `out.rewriter`; nothing where nothing changes. Input: e, path, out. */}}
{{- define "exposure-lib.traefikRewriter" -}}
{{- $path := .path.path }}
{{- $type := .path.type }}
{{- $from := regexReplaceAll "/+$" $path "" }}
{{- $rewriter := dict }}
{{- if not .path.rewrite }}
{{- else if not (kindIs "string" .path.rewrite) }}
{{- $full := .path.rewrite.full }}
{{- if or (ne $type "RegularExpression") (not (contains "$" $full)) }}{{ $rewriter = dict "replacePath" (dict "path" $full) }}
{{- else }}{{ $rewriter = dict "replacePathRegex" (dict "regex" (printf "%s%s.*" (ternary "" "^" (hasPrefix "^" $path)) $path) "replacement" (regexReplaceAll "\\$([0-9]+)" $full "$${$1}")) }}
{{- end }}
{{- else if eq $type "Exact" }}{{ $rewriter = dict "replacePath" (dict "path" .path.rewrite) }}
{{- else if ne $type "Prefix" }}
{{- include "exposure-lib.fail" (dict "component" .e.component "message" (printf "paths[].rewrite: path %s by %s: a prefix can only be replaced where the path is of type Prefix or Exact; set rewrite.full" $path .e.dialect.title)) }}
{{- else }}
{{- $to := regexReplaceAll "/+$" .path.rewrite "" }}
{{- if and (not $from) $to }}{{ $rewriter = dict "addPrefix" (dict "prefix" $to) }}
{{- else if and $from (not $to) }}{{ $rewriter = dict "stripPrefix" (dict "prefixes" (list $from)) }}
{{- else if $from }}{{ $rewriter = dict "replacePathRegex" (dict "regex" (printf "^%s(/.*)?$" (regexQuoteMeta $from)) "replacement" (printf "%s${1}" (replace "$" "$$" $to))) }}
{{- end }}
{{- end }}
{{- $_ := set .out "rewriter" $rewriter }}
{{- end }}

{{/* One Middleware must do for all paths of an Ingress, and must leave those alone that are not to be rewritten. Input: e, rewriters (by type and path). */}}
{{- define "exposure-lib.traefikIngressRewrites" -}}
{{- $e := .e }}
{{- $rewriters := .rewriters }}
{{- $instead := "; give each of these paths a route of its own, or set ingress.controller to traefik-crd" }}
{{- $types := list }}
{{- $wanted := list }}
{{- $prefixes := list }}
{{- range $path := $e.paths }}
{{- $types = append $types $path.type }}
{{- $rewriter := get $rewriters (printf "%s %s" $path.type $path.path) }}
{{- if $rewriter }}
{{- $wanted = append $wanted (toJson $rewriter) }}
{{- if $rewriter.stripPrefix }}{{ $prefixes = append $prefixes (first $rewriter.stripPrefix.prefixes) }}{{ end }}
{{- end }}
{{- end }}
{{- if and (has "RegularExpression" $types) (has "ImplementationSpecific" $types) }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: %s reads all paths of type ImplementationSpecific as regular expressions once one is%s" $e.dialect.title $instead)) }}
{{- end }}
{{- if and (lt (len $prefixes) (len $wanted)) (gt (len (uniq $wanted)) 1) }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: %s takes one rewrite for an Ingress, but its paths need %d%s" $e.dialect.title (len $wanted) $instead)) }}
{{- else if $wanted }}
{{- $rewriter := first $wanted | fromJson }}
{{- if eq (len $prefixes) (len $wanted) }}
{{- /* The longest first, and of equal ones in the order of the paths. */}}
{{- $sorted := list }}
{{- range $length := untilStep 255 0 -1 }}{{ range $prefix := uniq $prefixes }}{{ if eq (len $prefix) $length }}{{ $sorted = append $sorted $prefix }}{{ end }}{{ end }}{{ end }}
{{- $rewriter = dict "stripPrefix" (dict "prefixes" $sorted) }}
{{- end }}
{{- range $path := $e.paths }}
{{- if not (get $rewriters (printf "%s %s" $path.type $path.path)) }}
{{- $meets := true }}
{{- if $rewriter.stripPrefix }}{{ $meets = false }}{{ range $prefix := $rewriter.stripPrefix.prefixes }}{{ if hasPrefix $prefix $path.path }}{{ $meets = true }}{{ end }}{{ end }}
{{- else if $rewriter.replacePathRegex }}{{ $meets = regexMatch $rewriter.replacePathRegex.regex $path.path }}
{{- end }}
{{- if $meets }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths[].rewrite: %s takes one rewrite for an Ingress, and it would change %s too%s" $e.dialect.title $path.path $instead)) }}
{{- end }}
{{- end }}
{{- end }}
{{- $name := include "exposure-lib.besideName" (dict "name" $e.name "suffix" "-rewrite") }}
{{- include "exposure-lib.addMiddleware" (dict "e" $e "name" $name "spec" $rewriter) }}
{{- $key := "traefik.ingress.kubernetes.io/router.middlewares" }}
{{- $link := printf "%s-%s@kubernetescrd" $e.namespace $name }}
{{- $before := get $e.out.annotations $key }}
{{- $_ := set $e.out.annotations $key (ternary $link (printf "%s,%s" $before $link) (eq $before "")) }}
{{- end }}
{{- end }}
