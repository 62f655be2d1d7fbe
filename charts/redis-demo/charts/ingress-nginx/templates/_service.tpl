{{/* The Service of LoadBalancer and NodePort. */}}
{{- define "ingress-nginx.service" -}}
{{- $service := .c.service | default dict -}}
{{- $balanced := eq .entry "LoadBalancer" -}}
{{- $appProtocol := $service.appProtocol -}}
apiVersion: v1
kind: Service
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .serviceName "labels" $service.labels "annotations" $service.annotations) }}
spec:
  type: {{ .entry }}
  {{- with $service.externalTrafficPolicy }}
  externalTrafficPolicy: {{ . }}
  {{- end }}
  {{- with $service.sessionAffinity }}
  sessionAffinity: {{ . }}
  {{- end }}
  {{- with $service.ipFamilyPolicy }}
  ipFamilyPolicy: {{ . }}
  {{- end }}
  {{- with $service.ipFamilies }}
  ipFamilies:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if $balanced }}
  {{- with $service.loadBalancerClass }}
  loadBalancerClass: {{ . | quote }}
  {{- end }}
  {{- with $service.loadBalancerIP }}
  loadBalancerIP: {{ . | quote }}
  {{- end }}
  {{- with $service.loadBalancerSourceRanges }}
  loadBalancerSourceRanges:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if kindIs "bool" $service.allocateLoadBalancerNodePorts }}
  allocateLoadBalancerNodePorts: {{ $service.allocateLoadBalancerNodePorts }}
  {{- end }}
  {{- end }}
  selector:
    {{- include "ingress-nginx.selectorLabels" . | nindent 4 }}
  ports:
    {{- range .ports }}
    {{- if .service }}
    - name: {{ .name }}
      port: {{ .service }}
      targetPort: {{ .name }}
      protocol: {{ .protocol }}
      {{- if and $appProtocol (has .name (list "http" "https")) }}
      appProtocol: {{ .name }}
      {{- end }}
      {{- if .node }}
      nodePort: {{ .node }}
      {{- end }}
    {{- end }}
    {{- end }}
{{- end }}
