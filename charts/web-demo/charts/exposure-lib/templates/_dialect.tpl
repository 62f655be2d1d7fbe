{{/*
A route in the words of a dialect, into `out`: annotations, serviceAnnotations, fields (of the object that carries the route), paths
(path, pathType, fields of its rule) and objects (Middlewares, policies …). The rows of _dialects.tpl say how each spells what; what it
has no word for is refused by name. @expose-plus/core (controllers/encode.ts) does the same.
Input: component, spec, paths, tls, service (name, port), name, namespace, dialect (its table), names (of all), out. It is changed.
*/}}
{{- define "exposure-lib.encodeRoute" -}}
{{- $e := . }}
{{- include "exposure-lib.startRoute" $e }}
{{- $styles := list }}
{{- $lastStyles := list }}
{{- $own := list }}
{{- range $style := .dialect.styles }}
{{- $wanted := false }}
{{- range $option := $style.options }}{{ if hasKey $e.asked $option }}{{ $wanted = true }}{{ end }}{{ end }}
{{- if and $wanted $style.last }}{{ $lastStyles = append $lastStyles $style.id }}{{ else if $wanted }}{{ $styles = append $styles $style.id }}{{ end }}
{{- if $style.hasOwnWords }}{{ $own = concat $own $style.options }}{{ end }}
{{- end }}
{{- range $option := .names.options }}
{{- if hasKey $e.asked $option }}
{{- include "exposure-lib.encodeOption" (dict "e" $e "option" $option "value" (get $e.asked $option) "silent" (has $option $own)) }}
{{- end }}
{{- end }}
{{- if eq (default "" .tls.mode) "passthrough" }}
{{- include "exposure-lib.checkPassthrough" $e }}
{{- include "exposure-lib.finishParts" $e }}
{{- else }}
{{- range $style := $styles }}{{ include (printf "exposure-lib.style.%s" $style) $e }}{{ end }}
{{- include "exposure-lib.finishParts" $e }}
{{- range $style := $lastStyles }}{{ include (printf "exposure-lib.style.%s" $style) $e }}{{ end }}
{{- end }}
{{- if eq .dialect.carrier "Ingress" }}
{{- range $path := .out.paths }}{{ if eq $path.pathType "RegularExpression" }}{{ $_ := set $path "pathType" "ImplementationSpecific" }}{{ end }}{{ end }}
{{- end }}
{{- end }}

{{/* A route before anything is written: out, asked (option → value), made (parts by id). Input: that of encodeRoute. */}}
{{- define "exposure-lib.startRoute" -}}
{{- $e := . }}
{{- if eq (default "" .dialect.prefixPaths) "withoutSlash" }}
{{- /* A prefix is the same with a slash at its end. */}}
{{- $plain := list }}
{{- range $path := .paths }}
{{- $plain = append $plain (ternary (merge (dict "path" (regexReplaceAll "(.)/+$" $path.path "${1}")) $path) $path (eq $path.type "Prefix")) }}
{{- end }}
{{- $_ := set . "paths" $plain }}
{{- end }}
{{- if eq (default "" .dialect.prefixPaths) "inTwo" }}{{ $_ := set .out "prefixesInTwo" true }}{{ end }}
{{- $paths := list }}
{{- range $path := .paths }}{{ $paths = append $paths (dict "path" $path.path "pathType" $path.type "fields" dict) }}{{ end }}
{{- range $key := list "annotations" "serviceAnnotations" "fields" }}{{ $_ := set $e.out $key dict }}{{ end }}
{{- $_ := set .out "paths" $paths }}
{{- $_ := set .out "objects" list }}
{{- $asked := dict }}
{{- $_ := set . "asked" $asked }}
{{- $_ := set . "made" dict }}
{{- range $key, $value := .spec.options }}
{{- $path := printf "options.%s" $key }}
{{- if hasKey $e.names.able $path }}{{ include "exposure-lib.ask" (dict "asked" $asked "option" $path "value" $value) }}
{{- else }}
{{- range $inner, $value := $value }}{{ include "exposure-lib.ask" (dict "asked" $asked "option" (printf "%s.%s" $path $inner) "value" $value) }}{{ end }}
{{- end }}
{{- end }}
{{- /* What it allows without being told, or may allow, must be forbidden. */}}
{{- $mayAllow := ne (get (default dict .dialect.defaults) "options.cors.credentials" | default "") "false" }}
{{- if and $mayAllow (has .dialect.id (get .names.able "options.cors.credentials" | default list)) (hasKey $asked "options.cors.origins") (not (hasKey $asked "options.cors.credentials")) }}{{ $_ := set $asked "options.cors.credentials" false }}{{ end }}
{{- with (default dict .spec.access).allowFrom }}{{ $_ := set $asked "access.allowFrom" . }}{{ end }}
{{- $redirect := get (default dict .spec.tls) "redirect" }}
{{- with .tls.mode }}{{ $_ := set $asked "tls.mode" . }}{{ end }}
{{- if and (kindIs "bool" $redirect) (or $redirect .tls.mode) (ne (default "" .tls.mode) "passthrough") }}{{ $_ := set $asked "tls.redirect" $redirect }}{{ end }}
{{- range $path := .paths }}
{{- if and (not (has $path.type (list "Prefix" "Exact"))) (not (hasKey $asked "paths.type")) }}{{ $_ := set $asked "paths.type" $path.type }}{{ end }}
{{- if not $path.rewrite }}
{{- else if not (kindIs "string" $path.rewrite) }}{{ if not (hasKey $asked "paths.rewrite.full") }}{{ $_ := set $asked "paths.rewrite.full" $path.rewrite.full }}{{ end }}
{{- else if not (hasKey $asked "paths.rewrite") }}{{ $_ := set $asked "paths.rewrite" $path.rewrite }}
{{- end }}
{{- end }}
{{- range $option := list "options.canary" "options.mirror" }}
{{- $port := printf "%s.port" $option }}
{{- if not (hasKey $asked (printf "%s.service" $option)) }}{{ $_ := unset $asked $port }}
{{- else if not (hasKey $asked $port) }}
{{- /* One that nobody asked for is refused with its Service only. */}}
{{- $_ := set $e "implicit" (append (default list $e.implicit) $port) }}
{{- $_ := set $asked $port $e.service.port }}
{{- end }}
{{- end }}
{{- end }}

{{/* false and 0 are asked for; an empty text, list or map is not. Input: asked, option, value. */}}
{{- define "exposure-lib.ask" -}}
{{- if or .value (not (or (kindIs "invalid" .value) (kindIs "string" .value) (kindIs "slice" .value) (kindIs "map" .value))) }}{{ $_ := set .asked .option .value }}{{ end }}
{{- end }}

{{/* Where an option stands, for messages. */}}
{{- define "exposure-lib.fieldOf" -}}
{{- if eq . "paths.type" }}paths[].type{{ else if hasPrefix "paths." . }}paths[].rewrite{{ else }}{{ . }}{{ end }}
{{- end }}

{{/* `true` for a value that every controller has without being told. Input: carrier, targets (of the controller), option, value. */}}
{{- define "exposure-lib.isPlain" -}}
{{- $value := toString .value }}
{{- if eq .option "tls.mode" }}{{ if eq $value "terminate" }}true{{ end }}
{{- else if eq .option "paths.type" }}{{ if and (eq .carrier "Ingress") (eq $value "ImplementationSpecific") }}true{{ end }}
{{- else if eq .option "options.backendProtocol" }}{{ if eq $value "http" }}true{{ end }}
{{- else if eq .option "options.targets" }}{{ if eq $value (default "" .targets) }}true{{ end }}
{{- end }}
{{- end }}

{{/* Writes one option. Input: e (that of encodeRoute), option, value, silent (a style writes it). */}}
{{- define "exposure-lib.encodeOption" -}}
{{- $e := .e }}
{{- $table := $e.dialect }}
{{- $field := include "exposure-lib.fieldOf" .option }}
{{- $plain := include "exposure-lib.isPlain" (dict "carrier" $table.carrier "targets" $table.targets "option" .option "value" .value) }}
{{- if not (or $table.id $plain) }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "%s: controllers spell it differently; set ingress.controller to what serves class %s" $field $e.spec.ingress.className)) }}
{{- end }}
{{- if has .option (default list $e.implicit) }}{{ $plain = "true" }}{{ end }}
{{- $found := dict }}
{{- include "exposure-lib.chooseRow" (dict "component" $e.component "field" $field "option" .option "value" .value "table" $table "asked" $e.asked "able" $e.names.able "plain" $plain "out" $found) }}
{{- with $found.row }}
{{- $how := default (ternary "raw" "string" (hasKey . "field")) .transform }}
{{- $text := include "exposure-lib.transform" (dict "component" $e.component "field" $field "title" $table.title "rule" (dict "transform" $how "values" .values) "value" $.value) }}
{{- include "exposure-lib.checkRange" (dict "component" $e.component "field" $field "title" $table.title "row" . "value" $.value "text" $text) }}
{{- if and $text (not $.silent) }}
{{- $on := default "route" .on }}
{{- if eq $how "namespaced" }}{{ $text = replace "{namespace}" (default "" $e.namespace) $text }}{{ end }}
{{- $value := dict }}
{{- include "exposure-lib.typed" (dict "how" $how "value" $.value "text" $text "out" $value) }}
{{- if .template }}
{{- $text = replace "{}" $text .template }}
{{- $_ := set $value "value" $text }}
{{- end }}
{{- if .annotation }}{{ include "exposure-lib.writeAnnotation" (dict "e" $e "on" $on "key" .annotation "text" $text) }}{{ end }}
{{- if .field }}{{ include "exposure-lib.writeField" (dict "e" $e "on" $on "path" .field "value" $value.value) }}{{ end }}
{{- range $key, $other := .also }}{{ include "exposure-lib.writeAnnotation" (dict "e" $e "on" $on "key" $key "text" $other) }}{{ end }}
{{- range $path, $other := .alsoFields }}{{ include "exposure-lib.writeField" (dict "e" $e "on" $on "path" $path "value" $other) }}{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{/* With passthrough nothing but the host counts. Input: that of encodeRoute. */}}
{{- define "exposure-lib.checkPassthrough" -}}
{{- $e := . }}
{{- $others := omit .asked "tls.mode" | keys | sortAlpha }}
{{- if $others }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "tls.mode: TLS passthrough by %s cannot be combined with %s" (default "an ingress controller" .dialect.title) (join ", " $others))) }}
{{- end }}
{{- range $path := .paths }}
{{- if ne $path.path "/" }}
{{- include "exposure-lib.fail" (dict "component" $e.component "message" (printf "paths: TLS passthrough by %s takes every path of the host; %s cannot be told apart" (default "an ingress controller" $e.dialect.title) $path.path)) }}
{{- end }}
{{- end }}
{{- if not .spec.hosts }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "hosts: TLS passthrough by %s goes by the host name, and none is set" (default "an ingress controller" .dialect.title))) }}
{{- end }}
{{- end }}
