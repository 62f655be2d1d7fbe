{{/* What the chart knows of the component redis-demo, for charts/exposure-lib. */}}
{{- define "redis-demo.component.redis-demo" -}}
apiVersion: apps/v1
kind: Deployment
name: {{ include "redis-demo.name" (list $ "redis-demo") }}
replicas: {{ (index .Values.components "redis-demo").replicas | default 1 }}
selector:
  app: redis-demo
  app.kubernetes.io/instance: {{ .Release.Name | quote }}
container: redis
containers:
  - name: redis
    ports:
      - containerPort: 6379
protocols:
  6379/TCP:
    protocol: redis
    http: false
{{- end }}
