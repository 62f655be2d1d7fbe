{{/*
What rows cannot say: rewrites and canaries, which change paths and backends. Each is named after its style in @expose-plus/core
(controllers/styles), and its input is that of encodeRoute.
*/}}

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
{{- if and .isRegex (not .out.wrong) }}
{{- /* Among expressions a path is one itself: it must not match more than it says. */}}
{{- $_ := set .out "regex" true }}
{{- $_ := set .out "pathType" "ImplementationSpecific" }}
{{- if $isOwn }}
{{- else if not (regexMatch $literal .path) }}{{ $_ := set .out "wrong" $noLetters }}
{{- else if eq .type "Exact" }}{{ $_ := set .out "path" (printf "%s$" (default "/" $from)) }}
{{- else }}{{ $_ := set .out "path" (ternary (printf "%s(/|$)" $from) "/" (ne $from "")) }}
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
{{- $name := printf "%s-rewrite%s" $e.name (ternary "" (printf "-%d" (add1 (len $names))) (eq (len $names) 0)) }}
{{- $_ := set $names $key $name }}
{{- include "exposure-lib.addMiddleware" (dict "e" $e "name" $name "spec" $rewriter) }}
{{- end }}
{{- include "exposure-lib.addTo" (dict "rule" $rule "list" "middlewares" "entry" (dict "name" (get $names $key))) }}
{{- end }}
{{- /* PathRegexp looks for the expression anywhere in the path. */}}
{{- if and (eq $rule.pathType "RegularExpression") (not (hasPrefix "^" $rule.path)) }}{{ $_ := set $rule "path" (printf "^%s" $rule.path) }}{{ end }}
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
{{- include "exposure-lib.addMiddleware" (dict "e" $e "name" (printf "%s-rewrite" $e.name) "spec" $rewriter) }}
{{- $key := "traefik.ingress.kubernetes.io/router.middlewares" }}
{{- $link := printf "%s-%s-rewrite@kubernetescrd" $e.namespace $e.name }}
{{- $before := get $e.out.annotations $key }}
{{- $_ := set $e.out.annotations $key (ternary $link (printf "%s,%s" $before $link) (eq $before "")) }}
{{- end }}
{{- end }}

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

{{/* An entry of it, into `out.backend`. Input: carrier, name, port, weight (may be absent), out. */}}
{{- define "exposure-lib.backend" -}}
{{- $backend := dict "name" .name "port" (int .port) }}
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

{{/* A text in a rule of Traefik: in backquotes, where no letter means anything but itself. */}}
{{- define "exposure-lib.ruleText" -}}
{{- if contains "`" . }}{{ toRawJson . }}{{ else }}`{{ . }}`{{ end }}
{{- end }}
