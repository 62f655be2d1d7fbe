{{/* Refuses what would render and then fail, or serve less or more than was asked for. */}}
{{- define "ingress-nginx.check" -}}
{{- include "ingress-nginx.checkPorts" . }}
{{- include "ingress-nginx.checkArgs" . }}
{{- $service := .c.service | default dict }}
{{- if and $service.loadBalancerSourceRanges (ne .entry "LoadBalancer") }}
{{- fail (printf "ingress-nginx: controller.service.loadBalancerSourceRanges would not hold with entry %s, anybody could connect; clear it and give the CIDRs in controller.config.whitelist-source-range, or use entry LoadBalancer" .entry) }}
{{- end }}
{{- if not (or (.values.serviceAccount).create .values.serviceAccount.name) }}
{{- fail "ingress-nginx: serviceAccount.create is false, so serviceAccount.name must say which one to use" }}
{{- end }}
{{- if and .autoscaled (gt .replicas (int .c.autoscaling.maxReplicas)) }}
{{- fail (printf "ingress-nginx: controller.autoscaling.minReplicas %d is more than maxReplicas %d" .replicas (int .c.autoscaling.maxReplicas)) }}
{{- end }}
{{- $class := .c.ingressClassResource | default dict }}
{{- if and (not $class.enabled) (not (and $class.name $class.controllerValue)) }}
{{- fail "ingress-nginx: controller.ingressClassResource.enabled is false, so name and controllerValue must be those of the IngressClass to serve" }}
{{- end }}
{{- end }}

{{- define "ingress-nginx.checkPorts" -}}
{{- $ctx := . }}
{{- $extra := .c.extraArgs | default dict }}
{{- $reserved := dict (toString .healthzPort) "health and metrics" }}
{{- range $flag, $default := dict "default-server-port" 8181 "profiler-port" 10245 "status-port" 10246 "stream-port" 10247 "ssl-passthrough-proxy-port" 442 }}
{{- $_ := set $reserved (get $extra $flag | default $default | int | toString) (printf "--%s" $flag) }}
{{- end }}
{{- $used := dict }}
{{- range .ports }}
{{- if gt (int .container) 65535 }}
{{- fail (printf "ingress-nginx: %s: ports end at 65535" .key) }}
{{- end }}
{{- if hasKey $reserved (toString .container) }}
{{- fail (printf "ingress-nginx: %s: the controller needs port %d itself (%s); choose another" .key (int .container) (get $reserved (toString .container))) }}
{{- end }}
{{- $port := . }}
{{- range $what := list "container" "host" "service" "node" }}
{{- $number := get $port $what | int }}
{{- if $number }}
{{- $id := printf "%s/%s/%d" $what $port.protocol $number }}
{{- with get $used $id }}
{{- fail (printf "ingress-nginx: %s and %s want the same %s port %d/%s" . $port.key $what $number $port.protocol) }}
{{- end }}
{{- $_ := set $used $id $port.key }}
{{- end }}
{{- end }}
{{- end }}
{{- range $protocol := list "tcp" "udp" }}
{{- range $port, $_ := get (($ctx.c.service).nodePorts | default dict) $protocol | default dict }}
{{- if not (hasKey (get $ctx.values $protocol | default dict) $port) }}
{{- fail (printf "ingress-nginx: controller.service.nodePorts.%s has %s, but %s has no such port" $protocol $port $protocol) }}
{{- end }}
{{- end }}
{{- end }}
{{- $open := false }}
{{- range .ports }}{{ if .service }}{{ $open = true }}{{ end }}{{ end }}
{{- if not (or .onHost $open) }}
{{- fail "ingress-nginx: controller.service.enableHttp and enableHttps are false and there is no tcp or udp port: the Service would have no port" }}
{{- end }}
{{- end }}

{{/* Arguments that follow from a value of this chart: given twice, which one holds would be a matter of order. */}}
{{- define "ingress-nginx.checkArgs" -}}
{{- $owned := dict
  "configmap" "controller.config"
  "controller-class" "controller.ingressClassResource.controllerValue"
  "election-id" "fullnameOverride"
  "enable-metrics" "controller.metrics.enabled"
  "healthz-host" "controller.healthCheckHost"
  "http-port" "controller.containerPort.http"
  "https-port" "controller.containerPort.https"
  "ingress-class" "controller.ingressClassResource.name"
  "publish-service" "entry"
  "report-node-internal-ip-address" "controller.reportNodeInternalIp"
  "tcp-services-configmap" "tcp"
  "udp-services-configmap" "udp"
  "watch-ingress-without-class" "controller.watchIngressWithoutClass"
  "watch-namespace" "controller.scope.enabled" }}
{{- range $flag, $_ := .c.extraArgs | default dict }}
{{- with get $owned $flag }}
{{- fail (printf "ingress-nginx: controller.extraArgs.%s is governed by %s; set that" $flag .) }}
{{- end }}
{{- if hasPrefix "validating-webhook" $flag }}
{{- fail (printf "ingress-nginx: controller.extraArgs.%s: this chart has no admission webhook" $flag) }}
{{- end }}
{{- end }}
{{- end }}
