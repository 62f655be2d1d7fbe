{{- define "ingress-nginx.podDisruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .name "labels" .c.labels) }}
spec:
  {{- if ne (toString .c.maxUnavailable) "" }}
  maxUnavailable: {{ .c.maxUnavailable }}
  {{- else }}
  minAvailable: {{ .c.minAvailable }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "ingress-nginx.selectorLabels" . | nindent 6 }}
{{- end }}

{{- define "ingress-nginx.horizontalPodAutoscaler" -}}
{{- $scaling := .c.autoscaling -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .name "labels" .c.labels) }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{ .kind }}
    name: {{ .name | quote }}
  minReplicas: {{ int $scaling.minReplicas }}
  maxReplicas: {{ int $scaling.maxReplicas }}
  {{- if or (int $scaling.targetCPUUtilizationPercentage) (int $scaling.targetMemoryUtilizationPercentage) }}
  metrics:
    {{- range $resource, $target := dict "cpu" $scaling.targetCPUUtilizationPercentage "memory" $scaling.targetMemoryUtilizationPercentage }}
    {{- with int $target }}
    - type: Resource
      resource:
        name: {{ $resource }}
        target:
          type: Utilization
          averageUtilization: {{ . }}
    {{- end }}
    {{- end }}
  {{- end }}
  {{- with $scaling.behavior }}
  behavior:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- define "ingress-nginx.networkPolicy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .name "labels" .c.labels) }}
spec:
  podSelector:
    matchLabels:
      {{- include "ingress-nginx.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports:
        {{- range .ports }}
        - port: {{ .name }}
          protocol: {{ .protocol }}
        {{- end }}
        {{- if (.c.metrics).enabled }}
        - port: metrics
          protocol: TCP
        {{- end }}
{{- end }}

{{- define "ingress-nginx.metricsService" -}}
{{- $service := .c.metrics.service | default dict -}}
apiVersion: v1
kind: Service
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" (printf "%s-metrics" .name) "labels" (dict "app.kubernetes.io/metrics" "true") "annotations" $service.annotations) }}
spec:
  type: ClusterIP
  selector:
    {{- include "ingress-nginx.selectorLabels" . | nindent 4 }}
  ports:
    - name: metrics
      port: {{ $service.servicePort | default 10254 | int }}
      targetPort: metrics
      protocol: TCP
{{- end }}

{{- define "ingress-nginx.serviceMonitor" -}}
{{- $monitor := .c.metrics.serviceMonitor -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .name "labels" $monitor.additionalLabels) }}
spec:
  endpoints:
    - port: metrics
      interval: {{ $monitor.scrapeInterval }}
  namespaceSelector:
    matchNames: [{{ .namespace | quote }}]
  selector:
    matchLabels:
      {{- include "ingress-nginx.selectorLabels" . | nindent 6 }}
      app.kubernetes.io/metrics: "true"
{{- end }}
