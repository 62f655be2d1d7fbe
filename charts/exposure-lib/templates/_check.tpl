{{/* Ends the render with one readable line. Input: component, message. */}}
{{- define "exposure-lib.fail" -}}
{{- fail (printf "exposure of %s: %s" .component .message) }}
{{- end }}

{{/*
Refuses what is not known or cannot work in a chart: unknown keys, unknown strategies, auto, and a missing requirement of the active
strategy. Input: component, spec.
*/}}
{{- define "exposure-lib.check" -}}
{{- $component := .component }}
{{- $spec := omit .spec "target" "component" }}
{{- include "exposure-lib.checkKeys" (dict "component" $component "value" $spec "known" (include "exposure-lib.knownKeys" . | fromJson) "path" "") }}
{{- $strategy := default "" $spec.strategy }}
{{- $strategies := list "ClusterIP" "NodePort" "LoadBalancer" "Ingress" "Gateway" "hostPort" "hostNetwork" }}
{{- if eq $strategy "auto" }}
{{- include "exposure-lib.fail" (dict "component" $component "message" (printf "strategy auto is not possible in a chart, which renders the same everywhere: set one of %s" (join ", " $strategies))) }}
{{- else if and $strategy (not (has $strategy $strategies)) }}
{{- include "exposure-lib.fail" (dict "component" $component "message" (printf "strategy %s is not known: set one of %s" $strategy (join ", " $strategies))) }}
{{- end }}
{{- range $need := get (include "exposure-lib.requirements" . | fromJson) $strategy | default list }}
{{- if or (not $need.given) (include "exposure-lib.isSet" (dict "spec" $spec "path" $need.given)) }}
{{- $met := "" }}
{{- range $path := $need.anyOf }}{{ $met = printf "%s%s" $met (include "exposure-lib.isSet" (dict "spec" $spec "path" $path)) }}{{ end }}
{{- if not $met }}
{{- include "exposure-lib.fail" (dict "component" $component "message" (printf "strategy %s %s: set %s" $strategy $need.why (join " or " $need.anyOf))) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* `true` when the value at a dotted path is set: not empty and not false. Input: spec, path. */}}
{{- define "exposure-lib.isSet" -}}
{{- $at := .spec }}
{{- range $key := splitList "." .path }}
{{- if kindIs "map" $at }}{{ $at = get $at $key }}{{ else }}{{ $at = "" }}{{ end }}
{{- end }}
{{- if $at }}true{{ end }}
{{- end }}

{{/*
Refuses keys that the schema does not have. `known` is a map of what may stand there: a map of keys, a list with what its items are,
or a text for anything. Input: component, value, known, path.
*/}}
{{- define "exposure-lib.checkKeys" -}}
{{- $in := . }}
{{- if and (kindIs "map" .known) (kindIs "map" .value) }}
{{- range $key, $value := .value }}
{{- $path := printf "%s%s" $in.path $key }}
{{- if not (hasKey $in.known $key) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s is not known; known %s: %s" $path (ternary "are" (printf "below %s are" (trimSuffix "." $in.path)) (eq $in.path "")) (keys $in.known | sortAlpha | join ", "))) }}
{{- end }}
{{- include "exposure-lib.checkKeys" (dict "component" $in.component "value" $value "known" (get $in.known $key) "path" (printf "%s." $path)) }}
{{- end }}
{{- else if and (kindIs "slice" .known) (kindIs "slice" .value) }}
{{- range $index, $value := .value }}
{{- include "exposure-lib.checkKeys" (dict "component" $in.component "value" $value "known" (first $in.known) "path" (printf "%s[%d]." (trimSuffix "." $in.path) $index)) }}
{{- end }}
{{- end }}
{{- end }}
