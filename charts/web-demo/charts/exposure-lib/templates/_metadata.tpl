{{/* Metadata of an object that is made. Input: root, component, spec, name, annotations (may be empty). */}}
{{- define "exposure-lib.metadata" -}}
name: {{ .name | quote }}
{{- with .spec.target.namespace }}
namespace: {{ . | quote }}
{{- end }}
labels:
  {{- include "exposure-lib.labels" . | nindent 2 }}
{{- with .annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Helm's labels and those of the request. Input: root, spec. */}}
{{- define "exposure-lib.labels" -}}
{{- $labels := deepCopy (default dict .spec.labels) }}
{{- $labels = set $labels "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-") }}
{{- $labels = set $labels "app.kubernetes.io/managed-by" .root.Release.Service }}
{{- $labels = set $labels "app.kubernetes.io/instance" .root.Release.Name }}
{{- toYaml $labels }}
{{- end }}

{{/* Labels by which Services select the pods. Input: spec. */}}
{{- define "exposure-lib.selector" -}}
{{- toYaml (default .spec.target.selector (default dict .spec.service).selector) }}
{{- end }}
