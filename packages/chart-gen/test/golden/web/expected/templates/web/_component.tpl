{{/* What the chart knows of the component web, for charts/exposure-lib. */}}
{{- define "web.component.web" -}}
apiVersion: apps/v1
kind: Deployment
name: {{ include "web.name" (list $ "web") }}
strategy: ClusterIP
replicas: {{ (index .Values.components "web").replicas }}
selector:
  app: web
  app.kubernetes.io/instance: {{ .Release.Name | quote }}
container: page
containers:
  - name: page
    ports:
      - name: http
        containerPort: 8080
protocols:
  8080/TCP:
    protocol: http
    http: true
services:
  - name: {{ include "web.name" (list $ "web") }}
    type: ClusterIP
    selector:
      app: web
      app.kubernetes.io/instance: {{ $.Release.Name | quote }}
    ports:
      - name: http
        port: {{ index (index .Values.services "web").ports "http" }}
        targetPort: http
serviceNames:
  - {{ include "web.name" (list $ "web") }}
{{- end }}
