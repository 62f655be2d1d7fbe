{{/*
Where rows write: the route, its rules, the Service, and parts (objects of their own or entries in lists of the rules), which are made
when the first row writes into them. `e` is always the input of encodeRoute. @expose-plus/core (controllers/parts.ts) does the same.
*/}}

{{/*
Sets a value in nested maps and lists, which are made on the way: a number is a place in a list. A map is added to one that is there.
Input: at, keys, value.
*/}}
{{- define "exposure-lib.setAt" -}}
{{- $in := . }}
{{- $at := .at }}
{{- $list := "" }}
{{- $last := sub (len .keys) 1 | int }}
{{- range $index, $key := .keys }}
{{- $next := ternary "" (index $in.keys (ternary $index (int (add1 $index)) (eq $index $last))) (eq $index $last) }}
{{- if $list }}
{{- /* Lists cannot be changed in their place: the map around them gets a longer one. */}}
{{- $items := get $at $list }}
{{- if eq $index $last }}{{ $_ := set $at $list (append $items $in.value) }}
{{- else }}
{{- range untilStep (len $items) (int (add1 (int $key))) 1 }}{{ $items = append $items dict }}{{ end }}
{{- $_ := set $at $list $items }}
{{- $at = index $items (int $key) }}
{{- end }}
{{- $list = "" }}
{{- else if eq $index $last }}
{{- $before := get $at $key }}
{{- if and (kindIs "map" $before) (kindIs "map" $in.value) }}{{ $_ := set $at $key (mergeOverwrite (deepCopy $before) $in.value) }}
{{- else }}{{ $_ := set $at $key (ternary (deepCopy $in.value) $in.value (kindIs "map" $in.value)) }}
{{- end }}
{{- else if regexMatch "^[0-9]+$" $next }}
{{- if not (hasKey $at $key) }}{{ $_ := set $at $key list }}{{ end }}
{{- $list = $key }}
{{- else }}
{{- if not (hasKey $at $key) }}{{ $_ := set $at $key dict }}{{ end }}
{{- $at = get $at $key }}
{{- end }}
{{- end }}
{{- end }}

{{/* Input: e, on, key, text. */}}
{{- define "exposure-lib.writeAnnotation" -}}
{{- if eq .on "route" }}{{ $_ := set .e.out.annotations .key .text }}
{{- else if eq .on "service" }}{{ $_ := set .e.out.serviceAnnotations .key .text }}
{{- else }}
{{- include "exposure-lib.makePart" (dict "e" .e "id" .on) }}
{{- include "exposure-lib.setAt" (dict "at" (get .e.made .on) "keys" (list "metadata" "annotations" .key) "value" .text) }}
{{- end }}
{{- end }}

{{/* Input: e, on, path, value. */}}
{{- define "exposure-lib.writeField" -}}
{{- $keys := splitList "." .path }}
{{- $value := .value }}
{{- if eq .on "route" }}{{ include "exposure-lib.setAt" (dict "at" .e.out.fields "keys" $keys "value" $value) }}
{{- else if eq .on "rule" }}
{{- range $rule := .e.out.paths }}{{ include "exposure-lib.setAt" (dict "at" $rule.fields "keys" $keys "value" $value) }}{{ end }}
{{- else }}
{{- include "exposure-lib.makePart" (dict "e" .e "id" .on) }}
{{- include "exposure-lib.setAt" (dict "at" (get .e.made .on) "keys" $keys "value" $value) }}
{{- end }}
{{- end }}

{{/* Puts the words in braces into the texts of a value, into `out.value`. Input: e, part, value, out. */}}
{{- define "exposure-lib.fillWords" -}}
{{- $text := toJson .value }}
{{- $words := dict "name" (include "exposure-lib.partName" .) "namespace" (default "" .e.namespace) "route" .e.name "kind" (default .e.dialect.carrier .e.kind) "service" .e.service.name }}
{{- $port := toString (int .e.service.port) }}
{{- $text = replace "\"{port}\"" $port $text | replace "{port}" $port }}
{{- range $word, $meant := $words }}{{ $text = replace (printf "{%s}" $word) $meant $text }}{{ end }}
{{- $_ := set .out "value" (printf "{\"value\":%s}" $text | fromJson).value }}
{{- end }}

{{/* Name of the object of a part. Input: e, part. */}}
{{- define "exposure-lib.partName" -}}
{{- include "exposure-lib.besideName" (dict "name" .e.name "suffix" (default "" (default dict .part.object).suffix)) }}
{{- end }}

{{/* The part with an id is there afterwards. Input: e, id. */}}
{{- define "exposure-lib.makePart" -}}
{{- $in := . }}
{{- if not (hasKey .e.made .id) }}
{{- range $part := .e.dialect.parts }}
{{- if eq $part.id $in.id }}
{{- $filled := dict }}
{{- include "exposure-lib.fillWords" (dict "e" $in.e "part" $part "value" (default dict $part.base) "out" $filled) }}
{{- $content := $filled.value }}
{{- with $part.object }}
{{- $metadata := dict "name" (include "exposure-lib.partName" (dict "e" $in.e "part" $part)) }}
{{- with $in.e.namespace }}{{ $metadata = set $metadata "namespace" . }}{{ end }}
{{- $content = mergeOverwrite (dict "apiVersion" .apiVersion "kind" .kind "metadata" $metadata) $content }}
{{- end }}
{{- $_ := set $in.e.made $in.id $content }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Puts the parts that were made into the route, in the order of the dialect, with what links them. Input: that of encodeRoute. */}}
{{- define "exposure-lib.finishParts" -}}
{{- $e := . }}
{{- range $part := .dialect.parts }}
{{- if hasKey $e.made $part.id }}
{{- $content := get $e.made $part.id }}
{{- if $part.object }}{{ $_ := set $e.out "objects" (append $e.out.objects $content) }}
{{- else if $part.list }}{{ include "exposure-lib.appendToRules" (dict "e" $e "list" $part.list "entry" $content) }}
{{- end }}
{{- with $part.link }}
{{- $filled := dict }}
{{- if .list }}
{{- include "exposure-lib.fillWords" (dict "e" $e "part" $part "value" .item "out" $filled) }}
{{- include "exposure-lib.appendToRules" (dict "e" $e "list" .list "entry" $filled.value) }}
{{- else if .field }}
{{- include "exposure-lib.fillWords" (dict "e" $e "part" $part "value" .text "out" $filled) }}
{{- include "exposure-lib.writeField" (dict "e" $e "on" "rule" "path" .field "value" $filled.value) }}
{{- else }}
{{- include "exposure-lib.fillWords" (dict "e" $e "part" $part "value" .text "out" $filled) }}
{{- $annotations := ternary $e.out.serviceAnnotations $e.out.annotations (eq (default "" .on) "service") }}
{{- $before := get $annotations .annotation }}
{{- $_ := set $annotations .annotation (ternary (printf "%s,%s" $before $filled.value) $filled.value (ne $before "")) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* Adds an entry to a list of each rule. Input: e, list (a dotted path), entry. */}}
{{- define "exposure-lib.appendToRules" -}}
{{- $in := . }}
{{- $keys := splitList "." .list }}
{{- range $rule := .e.out.paths }}
{{- $before := $rule.fields }}
{{- range $key := $keys }}{{ if kindIs "map" $before }}{{ $before = get $before $key }}{{ end }}{{ end }}
{{- include "exposure-lib.setAt" (dict "at" $rule.fields "keys" $keys "value" (append (default list $before) $in.entry)) }}
{{- end }}
{{- end }}
