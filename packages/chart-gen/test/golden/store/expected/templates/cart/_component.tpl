{{/* What the chart knows of the component cart, for charts/exposure-lib. */}}
{{- define "store.component.cart" -}}
apiVersion: apps/v1
kind: Deployment
name: {{ include "store.name" (list $ "cart") }}
strategy: ClusterIP
replicas: {{ (index .Values.components "cart").replicas }}
selector:
  app: cart
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
services:
  - name: {{ include "store.name" (list $ "cart") }}
    type: ClusterIP
    selector:
      app: cart
      app.kubernetes.io/instance: {{ $.Release.Name | quote }}
    ports:
      - port: {{ index (index .Values.services "cart").ports "6379" }}
serviceNames:
  - {{ include "store.name" (list $ "shop") }}
  - {{ include "store.name" (list $ "cart") }}
{{- end }}
