{{/*
What every public template begins with: the request with `strategy` and `target` complete, checked. As YAML: component, spec.
Input: root, component, spec.
*/}}
{{- define "exposure-lib.complete" -}}
{{- $spec := deepCopy .spec }}
{{- $target := deepCopy (default dict $spec.target) }}
{{- if not $target.name }}{{ $target = set $target "name" (include "exposure-lib.objectName" (dict "base" (printf "%s-%s" .root.Release.Name .component) "suffix" "")) }}{{ end }}
{{- if not $target.kind }}{{ $target = set $target "kind" "Deployment" }}{{ end }}
{{- if not $target.selector }}{{ $target = set $target "selector" (dict "app.kubernetes.io/instance" .root.Release.Name "app.kubernetes.io/name" .component) }}{{ end }}
{{- if not $target.containers }}{{ $target = set $target "containers" (list (dict "name" .component)) }}{{ end }}
{{- if not $target.container }}{{ $target = set $target "container" (first $target.containers).name }}{{ end }}
{{- if not (hasKey $target "replicas") }}{{ $target = set $target "replicas" 1 }}{{ end }}
{{- $target = set $target "strategy" (default "" $target.strategy) }}
{{- $target = set $target "dnsPolicy" (default "" $target.dnsPolicy) }}
{{- $spec = set $spec "target" $target }}
{{- $spec = set $spec "strategy" (default "" $spec.strategy) }}
{{- include "exposure-lib.check" (dict "component" .component "spec" $spec) }}
{{- dict "component" .component "spec" $spec | toYaml }}
{{- end }}

{{/*
Public: the objects of an exposure: Services, Ingress, routes. Nothing when no strategy is set, and for the ways that only change the
pod. A Service of the chart that carries the exposure itself (`spec.target.carrier`) takes the place of one of our own.
Input: root, component, spec.
*/}}
{{- define "exposure-lib.objects" -}}
{{- $in := merge (dict "root" .root) (include "exposure-lib.complete" . | fromYaml) }}
{{- $spec := $in.spec }}
{{- $strategy := $spec.strategy }}
{{- if and $strategy (not (has $strategy (list "hostPort" "hostNetwork"))) }}
{{- /* A carrier has its own ports. */}}
{{- if not (and $spec.target.carrier (has $strategy (list "NodePort" "LoadBalancer"))) }}
{{- $in = set $in "ports" (include "exposure-lib.ports" $in | fromYaml).ports }}
{{- end }}
{{- include (printf "exposure-lib.strategy%s" $strategy) $in }}
{{- else if eq $strategy "hostNetwork" }}
{{- include "exposure-lib.refuseAllowList" $in }}
{{- end }}
{{- end }}

{{- define "exposure-lib.strategyClusterIP" -}}
{{- include "exposure-lib.refuseAllowList" . }}
{{- (include "exposure-lib.stableService" (merge (dict "needed" .ports "sameNumbers" true "annotations" .spec.annotations) .) | fromYaml).object }}
{{- end }}

{{- define "exposure-lib.strategyNodePort" -}}
{{- include "exposure-lib.refuseAllowList" . }}
{{- $settings := (default dict .spec.nodePort).ports }}
{{- if not .spec.target.carrier }}
{{- include "exposure-lib.checkSettings" (dict "component" .component "map" $settings "ports" .ports "field" "nodePort.ports") }}
{{- $fields := dict }}
{{- if (default dict .spec.access).keepClientIP }}{{ $fields = set $fields "externalTrafficPolicy" "Local" }}{{ end }}
{{- include "exposure-lib.ownService" (merge (dict "suffix" "-node-port" "type" "NodePort" "fields" $fields "nodePorts" $settings "annotations" .spec.annotations) .) }}
{{- end }}
{{- end }}

{{- define "exposure-lib.strategyLoadBalancer" -}}
{{- if not .spec.target.carrier }}
{{- $words := include "exposure-lib.loadBalancer" . | fromYaml }}
{{- $annotations := mergeOverwrite $words.annotations (default dict .spec.annotations) }}
{{- include "exposure-lib.ownService" (merge (dict "suffix" "-load-balancer" "type" "LoadBalancer" "fields" $words.fields "annotations" $annotations) .) }}
{{- end }}
{{- end }}

{{/* A strategy's Service of its own. Input: as of buildService, with suffix instead of name. */}}
{{- define "exposure-lib.ownService" -}}
{{- $name := include "exposure-lib.serviceName" (dict "base" .spec.target.name "suffix" .suffix) }}
{{- if has $name (default list .spec.target.serviceNames) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "the chart has a Service named %s already" $name)) }}
{{- end }}
{{- include "exposure-lib.buildService" (merge (dict "name" $name) .) }}
{{- end }}
