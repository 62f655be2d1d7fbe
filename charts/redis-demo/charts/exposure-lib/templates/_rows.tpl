{{/*
What rows of _clouds.tpl and _dialects.tpl say: which row of an option counts for a value. @expose-plus/core (load-balancers/encode.ts,
controllers/encode.ts) does the same.
*/}}

{{/* Values at dotted paths of the request: into `values`, by path, what is set. Input: spec, paths, values. */}}
{{- define "exposure-lib.valuesAt" -}}
{{- $in := . }}
{{- range $path := .paths }}
{{- $at := $in.spec }}
{{- range $key := splitList "." $path }}
{{- if and (kindIs "map" $at) (hasKey $at $key) }}{{ $at = get $at $key }}{{ else }}{{ $at = "" }}{{ end }}
{{- end }}
{{- if $at }}{{ $_ := set $in.values $path $at }}{{ end }}
{{- end }}
{{- end }}

{{/* A neutral value as a text; lists with commas, the rest as JSON. */}}
{{- define "exposure-lib.textOf" -}}
{{- if kindIs "slice" . }}{{ join "," . }}{{ else if kindIs "map" . }}{{ toJson . }}{{ else }}{{ toString . }}{{ end }}
{{- end }}

{{/*
The row that counts for an option and its value, into `out.row`, or one readable line. With `plain`, a value that needs no word, no row
is found where none has a word for it.
Input: component, field (in messages), option, value, table (id, title, defaults, options: rows by option), asked (option → value), able (option → who
has it), plain, out.
*/}}
{{- define "exposure-lib.chooseRow" -}}
{{- $in := . }}
{{- $title := .table.title }}
{{- $text := include "exposure-lib.textOf" .value }}
{{- $others := without (default list (get .able .option)) .table.id }}
{{- $instead := ternary (printf "; these can: %s" (join ", " $others)) "" (gt (len $others) 0) }}
{{- $can := list }}
{{- $why := "" }}
{{- range $row := get (default dict .table.options) .option | default list }}
{{- if eq $row.verdict "none" }}{{ $why = printf ": %s" $row.note }}{{ else }}{{ $can = append $can $row }}{{ end }}
{{- end }}
{{- if not (or $can (and .plain (not $why))) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express %s%s%s" .field $title $text $why $instead)) }}
{{- end }}
{{- $fitting := list }}
{{- $unmet := "" }}
{{- range $row := $can }}
{{- $misfit := "" }}
{{- range $other, $texts := default dict $row.when }}
{{- $now := include "exposure-lib.textOf" (ternary (get $in.asked $other) (default "" (get (default dict $in.table.defaults) $other)) (hasKey $in.asked $other)) }}
{{- if and (not $misfit) (not (has $now $texts)) }}
{{- $words := list }}
{{- range $word := $texts }}{{ $words = append $words (default "not set" $word) }}{{ end }}
{{- $misfit = printf "%s %s" $other (join " or " $words) }}
{{- end }}
{{- end }}
{{- if $misfit }}{{ $unmet = default $misfit $unmet }}{{ else }}{{ $fitting = append $fitting $row }}{{ end }}
{{- end }}
{{- if and $can (not $fitting) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s takes it only with %s" .field $title $unmet)) }}
{{- end }}
{{- $chosen := dict }}
{{- $whole := false }}
{{- $forms := list }}
{{- range $row := $fitting }}
{{- if $row.expects }}{{ $forms = append $forms $row.expects }}{{ end }}
{{- if and (not $whole) (or (not $row.pattern) (regexMatch (default "" $row.pattern) $text)) }}
{{- /* Of several the one for which all that it needs is there, and nothing that it does not go with. */}}
{{- $isWhole := true }}
{{- range $other := $row.needs }}{{ if not (hasKey $in.asked $other) }}{{ $isWhole = false }}{{ end }}{{ end }}
{{- range $other := $row.excludes }}{{ if hasKey $in.asked $other }}{{ $isWhole = false }}{{ end }}{{ end }}
{{- if or $isWhole (not $chosen) }}{{ $chosen = $row }}{{ end }}
{{- $whole = $isWhole }}
{{- end }}
{{- end }}
{{- if and $can (not $chosen) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s: on %s it must be %s" .field $text $title (uniq $forms | join " or "))) }}
{{- end }}
{{- $note := ternary (printf ": %s" (default "" $chosen.note)) "" (hasKey $chosen "note") }}
{{- range $other := default list $chosen.excludes }}
{{- if hasKey $in.asked $other }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: %s cannot have it together with %s%s" $in.field $title $other $note)) }}
{{- end }}
{{- end }}
{{- range $other := default list $chosen.needs }}
{{- if not (hasKey $in.asked $other) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: %s takes it only together with %s%s" $in.field $title $other $note)) }}
{{- end }}
{{- end }}
{{- if and (eq (default "" $chosen.transform) "map") (not (hasKey $chosen.values $text)) }}
{{- if not .plain }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s cannot express %s%s%s" .field $title $text $note $instead)) }}
{{- end }}
{{- $chosen = dict }}
{{- end }}
{{- $_ := set .out "row" $chosen }}
{{- end }}

{{/* Refuses a number out of the range of a row. Input: component, field, title, row, value, text. */}}
{{- define "exposure-lib.checkRange" -}}
{{- if .row.range }}
{{- if or (lt (float64 .text) (float64 (first .row.range))) (gt (float64 .text) (float64 (last .row.range))) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s takes %v to %v%s, not %s" .field .title (first .row.range) (last .row.range) (ternary (printf " %s" (default "" .row.transform)) "" (has (default "" .row.transform) (list "milliseconds" "seconds" "minutes"))) (include "exposure-lib.textOf" .value))) }}
{{- end }}
{{- end }}
{{- end }}
