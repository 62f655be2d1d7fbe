{{/* The Deployment or DaemonSet. */}}
{{- define "ingress-nginx.workload" -}}
{{- $daemonSet := eq .kind "DaemonSet" -}}
apiVersion: apps/v1
kind: {{ .kind }}
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .name "labels" .c.labels "annotations" .c.annotations) }}
spec:
  selector:
    matchLabels:
      {{- include "ingress-nginx.selectorLabels" . | nindent 6 }}
  {{- if not (or $daemonSet .autoscaled) }}
  replicas: {{ .replicas }}
  {{- end }}
  {{- with .c.minReadySeconds | int }}
  minReadySeconds: {{ . }}
  {{- end }}
  {{- with include "ingress-nginx.rollout" . }}
  {{ ternary "updateStrategy" "strategy" $daemonSet }}:
    {{- . | nindent 4 }}
  {{- end }}
  template:
    {{- include "ingress-nginx.pod" . | nindent 4 }}
{{- end }}

{{/* A new pod cannot start on a node while the old one holds its ports. */}}
{{- define "ingress-nginx.rollout" -}}
{{- if .c.updateStrategy }}
{{- toYaml .c.updateStrategy }}
{{- else if .onHost -}}
type: RollingUpdate
rollingUpdate:
  maxSurge: 0
  maxUnavailable: 1
{{- end }}
{{- end }}
