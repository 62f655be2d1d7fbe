{{/* What the chart knows of the component db, for charts/exposure-lib. */}}
{{- define "database.component.db" -}}
apiVersion: apps/v1
kind: StatefulSet
name: {{ include "database.name" (list $ "db" 52) }}
strategy: NodePort
replicas: {{ (index .Values.components "db").replicas }}
selector:
  app: db
  app.kubernetes.io/instance: {{ .Release.Name | quote }}
container: db
containers:
  - name: db
    ports:
      - name: sql
        containerPort: 26257
protocols:
  26257/TCP:
    protocol: cockroachdb
    http: false
carrier: true
services:
  - name: {{ include "database.name" (list $ "db") }}
    type: ClusterIP
    clusterIP: None
    selector:
      app: db
      app.kubernetes.io/instance: {{ $.Release.Name | quote }}
    ports:
      - name: sql
        port: {{ index (index .Values.services "db").ports "sql" }}
  - name: {{ include "database.name" (list $ "db-outside") }}
    carrier: true
    selector:
      app: db
      app.kubernetes.io/instance: {{ $.Release.Name | quote }}
    ports:
      - name: sql
        port: {{ index (index .Values.services "db-outside").ports "sql" }}
serviceNames:
  - {{ include "database.name" (list $ "db") }}
  - {{ include "database.name" (list $ "db-outside") }}
{{- end }}
