{{/*
Name of a Service: a DNS-1035 label of at most 63 characters. Where the whole is too long the base is cut and ends with the first
eight hexadecimal digits of its SHA-256; the suffix is always kept.
Input: base, suffix (may be empty).
*/}}
{{- define "exposure-lib.serviceName" -}}
{{- $label := include "exposure-lib.label" .base }}
{{- if not (regexMatch "^[a-z]" $label) }}{{ $label = printf "svc-%s" $label }}{{ end }}
{{- include "exposure-lib.cut" (dict "label" $label "suffix" .suffix "whole" .base) }}
{{- end }}

{{/* Name of an Ingress, route, Gateway or Secret: the same, but it may start with a digit. Input: base, suffix. */}}
{{- define "exposure-lib.objectName" -}}
{{- include "exposure-lib.cut" (dict "label" (include "exposure-lib.label" .base) "suffix" .suffix "whole" .base) }}
{{- end }}

{{/* Name of an object beside a route: the name of the route with a suffix, cut like the others. Input: name, suffix. */}}
{{- define "exposure-lib.besideName" -}}
{{- include "exposure-lib.cut" (dict "label" .name "suffix" .suffix "whole" .name) }}
{{- end }}

{{- define "exposure-lib.label" -}}
{{- regexReplaceAll "[^a-z0-9-]" (lower .) "-" | trimAll "-" | default "x" }}
{{- end }}

{{- define "exposure-lib.cut" -}}
{{- $room := sub 63 (len .suffix) | int }}
{{- if le (len .label) $room }}{{ .label }}{{ .suffix }}
{{- else }}{{ regexReplaceAll "[-.]+$" (trunc (int (sub $room 9)) .label) "" }}-{{ sha256sum .whole | trunc 8 }}{{ .suffix }}
{{- end }}
{{- end }}
