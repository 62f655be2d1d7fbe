{{/*
ingress-nginx.objects: every object of the controller, for a chart that has this one as a subchart and lets a switch of its own
decide. Public, and stays as it is: ingress-nginx.objects, .className, .serviceName, .notes. All take

    (dict "root" $ "values" (index .Values "ingress-nginx"))
*/}}
{{- define "ingress-nginx.objects" -}}
{{- $ctx := dict "root" .root "values" .values }}
{{- include "ingress-nginx.derive" $ctx }}
{{- include "ingress-nginx.check" $ctx }}
{{- $c := $ctx.c }}
{{- if (.values.serviceAccount).create }}
---
{{ include "ingress-nginx.serviceAccount" $ctx }}
{{- end }}
{{- if (.values.rbac).create }}
---
{{ include "ingress-nginx.role" $ctx }}
---
{{ include "ingress-nginx.binding" (dict "ctx" $ctx "kind" "Role" "role" $ctx.fullname) }}
---
{{ include "ingress-nginx.clusterRole" $ctx }}
---
{{ include "ingress-nginx.binding" (dict "ctx" $ctx "kind" "ClusterRole" "role" $ctx.clusterName) }}
{{- end }}
---
{{ include "ingress-nginx.configMap" $ctx }}
{{- range $protocol := list "tcp" "udp" }}
{{- if get $ctx.values $protocol }}
---
{{ include "ingress-nginx.streamConfigMap" (dict "ctx" $ctx "protocol" $protocol) }}
{{- end }}
{{- end }}
{{- if ($c.ingressClassResource).enabled }}
---
{{ include "ingress-nginx.ingressClass" $ctx }}
{{- end }}
{{- if $c.createLease }}
---
{{ include "ingress-nginx.lease" $ctx }}
{{- end }}
{{- if $ctx.serviceName }}
---
{{ include "ingress-nginx.service" $ctx }}
{{- end }}
---
{{ include "ingress-nginx.workload" $ctx }}
{{- if include "ingress-nginx.budgeted" $ctx }}
---
{{ include "ingress-nginx.podDisruptionBudget" $ctx }}
{{- end }}
{{- if $ctx.autoscaled }}
---
{{ include "ingress-nginx.horizontalPodAutoscaler" $ctx }}
{{- end }}
{{- if and ($c.networkPolicy).enabled (ne $ctx.entry "hostNetwork") }}
---
{{ include "ingress-nginx.networkPolicy" $ctx }}
{{- end }}
{{- if ($c.metrics).enabled }}
---
{{ include "ingress-nginx.metricsService" $ctx }}
{{- if (($c.metrics).serviceMonitor).enabled }}
---
{{ include "ingress-nginx.serviceMonitor" $ctx }}
{{- end }}
{{- end }}
{{- end }}

{{/* A budget for one replica would stop every drain. */}}
{{- define "ingress-nginx.budgeted" -}}
{{- $wanted := or (ne (toString .c.maxUnavailable) "") (ne (toString .c.minAvailable) "") }}
{{- if and (eq .kind "Deployment") (gt .replicas 1) $wanted }}yes{{ end -}}
{{- end }}
