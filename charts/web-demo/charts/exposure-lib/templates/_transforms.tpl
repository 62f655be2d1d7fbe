{{/*
From a neutral value to the text of an annotation. The closed list is that of @expose-plus/core (controllers/transforms.ts); both meet
the same cases. Input: component, field, title, rule (transform, values), value. Nothing when the controller needs no telling.
*/}}
{{- define "exposure-lib.transform" -}}
{{- $how := default "string" .rule.transform }}
{{- if has $how (list "raw" "string") }}{{ include "exposure-lib.textOf" .value }}
{{- else if eq $how "integer" }}
{{- if not (regexMatch "^[0-9]+$" (toString .value)) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express it: %s is not a number" .field .title (toString .value))) }}
{{- end }}
{{- .value }}
{{- else if eq $how "bool" }}{{ ternary "true" "false" (eq (toString .value) "true") }}
{{- else if eq $how "joinComma" }}{{ join "," .value }}
{{- else if eq $how "map" }}
{{- if not (hasKey .rule.values (toString .value)) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express %s; it can: %s" .field .title (toString .value) (keys .rule.values | sortAlpha | join ", "))) }}
{{- end }}
{{- get .rule.values (toString .value) }}
{{- else if has $how (list "milliseconds" "seconds" "minutes") }}{{ include "exposure-lib.whole" (merge (dict "unit" $how) .) }}
{{- else if eq $how "goDuration" }}{{ $_ := include "exposure-lib.durationMicros" . }}{{ .value }}
{{- else if eq $how "keyValues" }}{{ include "exposure-lib.keyValues" . }}
{{- else if eq $how "nginxSize" }}{{ include "exposure-lib.nginxSize" . }}
{{- else if eq $how "bytes" }}{{ include "exposure-lib.sizeBytes" . }}
{{- else if eq $how "oneUnitDuration" }}
{{- $ms := div (add (include "exposure-lib.durationMicros" . | int64) 999) 1000 }}
{{- if eq (int64 (mod $ms 1000)) (int64 0) }}{{ printf "%ds" (div $ms 1000) }}{{ else }}{{ printf "%dms" $ms }}{{ end }}
{{- else if eq $how "namespaced" }}{{ printf "{namespace}/%v" .value }}
{{- else if eq $how "list" }}{{ if kindIs "slice" .value }}{{ join "," .value }}{{ else }}{{ toString .value }}{{ end }}
{{- else if eq $how "exactList" }}
{{- $list := list }}
{{- range $entry := .value }}{{ $list = append $list (ternary (dict "regex" ".*") (dict "exact" $entry) (eq $entry "*")) }}{{ end }}
{{- toRawJson $list }}
{{- else if eq $how "nameValueList" }}
{{- $list := list }}
{{- range $key, $text := .value }}{{ $list = append $list (dict "name" $key "value" $text) }}{{ end }}
{{- toRawJson $list }}
{{- else if eq $how "headerTexts" }}{{ toRawJson .value }}
{{- else if eq $how "emptyTexts" }}
{{- $map := dict }}
{{- range $name := .value }}{{ $_ := set $map $name "" }}{{ end }}
{{- toRawJson $map }}
{{- else if eq $how "serviceURL" }}{{ include "exposure-lib.serviceURL" . }}
{{- else if eq $how "not" }}{{ ternary "false" "true" (eq (toString .value) "true") }}
{{- else if eq $how "spaceLines" }}{{ include "exposure-lib.lines" (merge (dict "between" " ") .) }}
{{- else if eq $how "colonLines" }}{{ include "exposure-lib.lines" (merge (dict "between" ": ") .) }}
{{- else if eq $how "colonList" }}{{ include "exposure-lib.lines" (merge (dict "between" ": " "end" ",") .) }}
{{- else if eq $how "cidrList" }}{{ include "exposure-lib.cidrList" . }}
{{- else if eq $how "originRegex" }}{{ include "exposure-lib.originRegex" . }}
{{- else }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express it: this chart has no transform %s" .field .title $how)) }}
{{- end }}
{{- end }}

{{/* What a field gets instead of the text of a transform, into `out.value`. Input: how (the transform), value (neutral), text, out. */}}
{{- define "exposure-lib.typed" -}}
{{- $value := .text }}
{{- if eq .how "raw" }}{{ $value = .value }}
{{- else if or (has .how (list "bool" "not")) (and (eq .how "map") (has .text (list "true" "false"))) }}{{ $value = eq .text "true" }}
{{- else if has .how (list "integer" "bytes" "milliseconds" "seconds" "minutes") }}{{ $value = int64 .text }}
{{- else if eq .how "colonList" }}{{ $value = splitList "," .text }}
{{- else if eq .how "list" }}{{ $value = ternary .value (list .value) (kindIs "slice" .value) }}
{{- else if has .how (list "exactList" "nameValueList" "cidrList") }}{{ $value = fromJsonArray .text }}
{{- else if has .how (list "headerTexts" "emptyTexts" "serviceURL") }}{{ $value = fromJson .text }}
{{- end }}
{{- $_ := set .out "value" $value }}
{{- end }}

{{/* Microseconds of a Go duration. Input: component, field, value. */}}
{{- define "exposure-lib.durationMicros" -}}
{{- $value := toString .value }}
{{- if not (regexMatch "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$" $value) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express it: %s is not a duration such as 60s" .field .title $value)) }}
{{- end }}
{{- $micros := 0 }}
{{- range $part := regexFindAll "[0-9]+(\\.[0-9]+)?(ms|s|m|h)" $value -1 }}
{{- $unit := regexFind "(ms|s|m|h)$" $part }}
{{- $factor := get (dict "ms" 1000 "s" 1000000 "m" 60000000 "h" 3600000000) $unit }}
{{- $micros = add $micros (int64 (round (mulf (trimSuffix $unit $part | float64) (float64 $factor)) 0)) }}
{{- end }}
{{- $micros }}
{{- end }}

{{/* Whole units of a Go duration, rounded up: one that counts in seconds must not give up earlier than asked. Input: unit, value. */}}
{{- define "exposure-lib.whole" -}}
{{- $size := int64 (get (dict "milliseconds" 1000 "seconds" 1000000 "minutes" 60000000) .unit) }}
{{- $count := div (add (include "exposure-lib.durationMicros" . | int64) (sub $size 1)) $size }}
{{- if eq (int64 $count) (int64 0) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express it: %s is no time at all; the controller would take 0 as an error" .field .title .value)) }}
{{- end }}
{{- $count }}
{{- end }}

{{/* The Service that a URL within the cluster names, as JSON: http://auth.shop.svc:8080/check. */}}
{{- define "exposure-lib.serviceURL" -}}
{{- $url := toString .value }}
{{- if not (regexMatch "^http://[a-z]([-a-z0-9]*[a-z0-9])?\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.svc(\\.cluster\\.local)?)?(:[0-9]+)?(/[^?#]*)?$" $url) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express it: %s is not the URL of a Service such as http://auth.shop.svc:8080/check" .field .title $url)) }}
{{- else }}
{{- $rest := trimPrefix "http://" $url }}
{{- $host := regexFind "^[^/]+" $rest }}
{{- $path := trimPrefix $host $rest }}
{{- $port := trimPrefix ":" (regexFind ":[0-9]+$" $host) | default "80" }}
{{- $labels := splitList "." (regexReplaceAll ":[0-9]+$" $host "") }}
{{- $out := dict "backendRefs" (list (dict "name" (first $labels) "namespace" (index $labels 1) "port" (int64 $port))) }}
{{- if $path }}{{ $_ := set $out "path" $path }}{{ end }}
{{- toRawJson $out }}
{{- end }}
{{- end }}

{{/* A map as key=value,key=value, by key; neither may hold what tells them apart. */}}
{{- define "exposure-lib.keyValues" -}}
{{- $in := . }}
{{- $parts := list }}
{{- range $key, $text := .value }}
{{- if or (regexMatch "[=,]" $key) (contains "," (toString $text)) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: %s cannot express it: %s=%s cannot be told apart from the others: leave , and = out" $in.field $in.title $key $text)) }}
{{- end }}
{{- $parts = append $parts (printf "%s=%s" $key $text) }}
{{- end }}
{{- join "," $parts }}
{{- end }}

{{/* A map as lines by name. Input: component, field, value, between. */}}
{{- define "exposure-lib.lines" -}}
{{- $in := . }}
{{- $end := default "\n" .end }}
{{- $lines := list }}
{{- range $key, $text := .value }}
{{- if or (contains "\n" (toString $text)) (contains $end (toString $text)) (not (toString $text)) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: %s must have a text of one line" $in.field $key)) }}
{{- end }}
{{- $lines = append $lines (printf "%s%s%s" $key $in.between $text) }}
{{- end }}
{{- join $end $lines }}
{{- end }}

{{/* Ranges as Contour filters the addresses of clients. Input: value. */}}
{{- define "exposure-lib.cidrList" -}}
{{- $list := list }}
{{- range $cidr := .value }}{{ $list = append $list (dict "cidr" $cidr "source" "Remote") }}{{ end }}
{{- toJson $list }}
{{- end }}

{{/* Origins as one expression. Input: component, field, value. */}}
{{- define "exposure-lib.originRegex" -}}
{{- $in := . }}
{{- if and (eq (len .value) 1) (eq (first .value) "*") }}*
{{- else }}
{{- $parts := list }}
{{- range $origin := .value }}
{{- if or (eq $origin "*") (not (regexMatch "^[A-Za-z0-9:/.*-]+$" $origin)) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: %s is not an origin such as https://app.example.com" $in.field $origin)) }}
{{- end }}
{{- $parts = append $parts ($origin | replace "." "[.]" | replace "*" "[^.]+") }}
{{- end }}
{{- ternary (printf "^%s$" (first $parts)) (printf "^(%s)$" (join "|" $parts)) (eq (len $parts) 1) }}
{{- end }}
{{- end }}

{{/* Bytes of a size such as 20Mi. Input: component, field, value. */}}
{{- define "exposure-lib.sizeBytes" -}}
{{- $value := toString .value }}
{{- if not (regexMatch "^[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti|k|M|G|T)?$" $value) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express it: %s is not a size such as 20Mi" .field .title $value)) }}
{{- end }}
{{- $unit := regexFind "[A-Za-z]+$" $value }}
{{- $factor := get (dict "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "k" 1000 "M" 1000000 "G" 1000000000 "T" 1000000000000) $unit | default 1 }}
{{- int64 (ceil (mulf (trimSuffix $unit $value | float64) (float64 $factor))) }}
{{- end }}

{{/* A size as nginx writes it: the largest of g, m, k that loses nothing, else bytes (https://nginx.org/en/docs/syntax.html). */}}
{{- define "exposure-lib.nginxSize" -}}
{{- $bytes := include "exposure-lib.sizeBytes" . | int64 }}
{{- $text := toString $bytes }}
{{- $done := eq $bytes (int64 0) }}
{{- range $pair := list (list "g" 1073741824) (list "m" 1048576) (list "k" 1024) }}
{{- if and (not $done) (eq (int64 (mod $bytes (last $pair))) (int64 0)) }}
{{- $text = printf "%d%s" (div $bytes (last $pair)) (first $pair) }}
{{- $done = true }}
{{- end }}
{{- end }}
{{- $text }}
{{- end }}
