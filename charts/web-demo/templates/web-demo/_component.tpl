{{/* What the chart knows of the component web-demo, for charts/exposure-lib. */}}
{{- define "web-demo.component.web-demo" -}}
apiVersion: apps/v1
kind: Deployment
name: {{ include "web-demo.name" (list $ "web-demo") }}
replicas: {{ (index .Values.components "web-demo").replicas }}
selector:
  app: web-demo
  app.kubernetes.io/instance: {{ .Release.Name | quote }}
container: web
containers:
  - name: web
    ports:
      - name: http
        containerPort: 80
protocols:
  80/TCP:
    protocol: http
    http: true
{{- end }}
