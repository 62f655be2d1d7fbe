{{/* Version of this chart, for the label helm.sh/chart: as a subchart `.Chart` is the parent's. */}}
{{- define "ingress-nginx.version" -}}0.1.0{{- end }}

{{/*
A release's name as a DNS-1035 label of at most 30 characters. What had to be changed ends with a hash of the whole, so that two
releases never get the same.
*/}}
{{- define "ingress-nginx.releaseLabel" -}}
{{- if and (le (len .) 30) (regexMatch "^[a-z][a-z0-9-]*$" .) -}}
{{ . }}
{{- else -}}
{{- $letters := . | replace "." "-" -}}
{{- if not (regexMatch "^[a-z]" $letters) }}{{ $letters = printf "r-%s" $letters }}{{ end -}}
{{ $letters | trunc 21 | trimSuffix "-" }}-{{ sha256sum . | trunc 8 }}
{{- end -}}
{{- end }}

{{/*
Name before which all others are built, at most 44 characters: the longest suffix is `-controller-metrics`. Unlike the usual helper
it does not shorten a release whose name contains that of the chart, which would make `web` and `web-ingress-nginx` clash.
*/}}
{{- define "ingress-nginx.fullname" -}}
{{- if .values.fullnameOverride -}}
{{ .values.fullnameOverride }}
{{- else if eq .root.Release.Name "ingress-nginx" -}}
ingress-nginx
{{- else -}}
{{ include "ingress-nginx.releaseLabel" .root.Release.Name }}-ingress-nginx
{{- end -}}
{{- end }}

{{/* Name of cluster-scoped objects. Neither part can contain a dot, so no two releases share it. */}}
{{- define "ingress-nginx.clusterName" -}}
{{ include "ingress-nginx.fullname" . }}.{{ .root.Release.Namespace }}
{{- end }}

{{- define "ingress-nginx.selectorLabels" -}}
app.kubernetes.io/name: ingress-nginx
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: controller
{{- end }}

{{/* Labels of every object: those of the person first, so that they cannot replace the ones that selectors need. */}}
{{- define "ingress-nginx.labels" -}}
{{- $own := include "ingress-nginx.selectorLabels" . | fromYaml }}
{{- $_ := set $own "helm.sh/chart" (printf "ingress-nginx-%s" (include "ingress-nginx.version" . | replace "+" "_")) }}
{{- $_ := set $own "app.kubernetes.io/part-of" "ingress-nginx" }}
{{- $_ := set $own "app.kubernetes.io/managed-by" .root.Release.Service }}
{{- with (.c.image).tag }}
{{- $_ := set $own "app.kubernetes.io/version" (regexReplaceAll "[^A-Za-z0-9_.-]" . "_" | trunc 63 | trimAll "-_.") }}
{{- end }}
{{- merge dict $own (.values.commonLabels | default dict) | toYaml }}
{{- end }}

{{/* `metadata` of an object. Takes ctx, object (its name) and, optionally, clusterScoped, labels, annotations. */}}
{{- define "ingress-nginx.metadata" -}}
metadata:
  name: {{ .object | quote }}
  {{- if not .clusterScoped }}
  namespace: {{ .ctx.namespace | quote }}
  {{- end }}
  labels:
    {{- merge dict (include "ingress-nginx.labels" .ctx | fromYaml) (.labels | default dict) | toYaml | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* A value as text: whole numbers without exponent. */}}
{{- define "ingress-nginx.text" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) }}{{ int64 . }}{{ else }}{{ . }}{{ end -}}
{{- end }}
