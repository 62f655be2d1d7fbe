{{/* What the chart knows of the component agent, for charts/exposure-lib. */}}
{{- define "edge-agent.component.agent" -}}
apiVersion: apps/v1
kind: DaemonSet
name: {{ include "edge-agent.name" (list $ "agent") }}
namespace: {{ include "edge-agent.namespace" (list $ "edge") }}
strategy: hostPort
selector:
  app: agent
  app.kubernetes.io/instance: {{ .Release.Name | quote }}
rollout:
  rollingUpdate:
    maxUnavailable: 1
container: agent
containers:
  - name: agent
    ports:
      - name: intake
        containerPort: 8126
      - name: metrics
        containerPort: 9100
protocols:
  9100/TCP:
    internal: metrics
{{- end }}
