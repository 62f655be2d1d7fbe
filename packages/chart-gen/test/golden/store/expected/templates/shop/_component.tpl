{{/* What the chart knows of the component shop, for charts/exposure-lib. */}}
{{- define "store.component.shop" -}}
apiVersion: apps/v1
kind: Deployment
name: {{ include "store.name" (list $ "shop") }}
strategy: LoadBalancer
replicas: {{ (index .Values.components "shop").replicas | default 1 }}
selector:
  app: shop
  app.kubernetes.io/instance: {{ .Release.Name | quote }}
container: app
containers:
  - name: app
    ports:
      - containerPort: 8080
  - name: sidecar
protocols:
  8080/TCP:
    protocol: http
    http: true
carrier: true
services:
  - name: {{ include "store.name" (list $ "shop") }}
    carrier: true
    selector:
      app: shop
      app.kubernetes.io/instance: {{ $.Release.Name | quote }}
    ports:
      - port: {{ index (index .Values.services "shop").ports "80" }}
        targetPort: 8080
serviceNames:
  - {{ include "store.name" (list $ "shop") }}
  - {{ include "store.name" (list $ "cart") }}
{{- end }}

{{- define "store.wired.shop.app" -}}
CART_ADDR:
  value: {{ include "store.name" (list $ "cart") }}:6379
TOKEN:
  valueFrom:
    secretKeyRef:
      name: {{ include "store.name" (list $ "shop-keys") }}
      key: token
LEVEL:
  valueFrom:
    configMapKeyRef:
      name: {{ include "store.name" (list $ "shop-settings") }}
      key: level
{{- end }}
