{{/*
Public: hostNetwork and dnsPolicy of the pod, or nothing. Input: root, component, spec.
What the pod had of its own is in `spec.target`: hostNetwork, dnsPolicy, and in `spec.target.strategy` the way it was exposed by.
*/}}
{{- define "exposure-lib.podSpec" -}}
{{- $spec := (include "exposure-lib.complete" . | fromYaml).spec }}
{{- $target := $spec.target }}
{{- if and (eq $spec.strategy "hostNetwork") (ne $target.strategy "hostNetwork") }}
hostNetwork: true
dnsPolicy: {{ ternary $target.dnsPolicy "ClusterFirstWithHostNet" (has $target.dnsPolicy (list "None" "Default")) }}
{{- else }}
{{- if and $target.hostNetwork (has $spec.strategy (list "" "hostNetwork")) }}
hostNetwork: true
{{- end }}
{{- if and $target.dnsPolicy (or (has $spec.strategy (list "" "hostNetwork")) (ne $target.dnsPolicy "ClusterFirstWithHostNet")) }}
dnsPolicy: {{ $target.dnsPolicy }}
{{- end }}
{{- end }}
{{- end }}

{{/* Public: the ports of a container with their host ports, or nothing. Input: root, component, spec, container (default: the serving one). */}}
{{- define "exposure-lib.containerPorts" -}}
{{- $in := include "exposure-lib.complete" . | fromYaml }}
{{- $spec := $in.spec }}
{{- $name := default $spec.target.container .container }}
{{- $declared := list }}
{{- range $container := $spec.target.containers }}{{ if eq $container.name $name }}{{ $declared = default list $container.ports }}{{ end }}{{ end }}
{{- if eq $spec.strategy "hostPort" }}
{{- include "exposure-lib.refuseAllowList" $in }}
{{- $settings := default dict $spec.hostPort }}
{{- $ports := (include "exposure-lib.ports" $in | fromYaml).ports }}
{{- include "exposure-lib.checkSettings" (dict "component" $in.component "map" $settings.ports "ports" $ports "field" "hostPort.ports") }}
{{- $taken := list }}
{{- $out := list }}
{{- $done := list }}
{{- range $port := $declared }}
{{- $key := printf "%d/%s" (int $port.containerPort) (default "TCP" $port.protocol) }}
{{- $entry := omit $port "hostPort" "hostIP" }}
{{- range $wanted := $ports }}
{{- if and (eq $key (printf "%d/%s" (int $wanted.containerPort) $wanted.protocol)) (eq (default $spec.target.container $wanted.container) $name) (not (has $key $done)) }}
{{- $entry = set $entry "hostPort" (int (include "exposure-lib.settingOf" (dict "map" (default dict $settings.ports) "port" $wanted) | default $wanted.containerPort)) }}
{{- with $settings.hostIP }}{{ $entry = set $entry "hostIP" . }}{{ end }}
{{- end }}
{{- end }}
{{- $done = append $done $key }}
{{- $out = append $out $entry }}
{{- end }}
{{- range $wanted := $ports }}
{{- $key := printf "%d/%s" (int $wanted.containerPort) $wanted.protocol }}
{{- $number := int (include "exposure-lib.settingOf" (dict "map" (default dict $settings.ports) "port" $wanted) | default $wanted.containerPort) }}
{{- $host := printf "%d/%s" $number $wanted.protocol }}
{{- if has $host $taken }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "hostPort.ports: host port %s is asked for twice" $host)) }}
{{- end }}
{{- $taken = append $taken $host }}
{{- if and (eq (default $spec.target.container $wanted.container) $name) (not (has $key $done)) }}
{{- $entry := dict "containerPort" (int $wanted.containerPort) "hostPort" $number "protocol" $wanted.protocol }}
{{- with $settings.hostIP }}{{ $entry = set $entry "hostIP" . }}{{ end }}
{{- $out = append $out $entry }}
{{- end }}
{{- end }}
{{- if $out }}{{ toYaml $out }}{{ end }}
{{- else if $declared }}
{{- $out := list }}
{{- $drop := and (has $spec.target.strategy (list "hostPort" "hostNetwork")) (not (has $spec.strategy (list "" "hostNetwork"))) }}
{{- range $port := $declared }}{{ $out = append $out (ternary (omit $port "hostPort" "hostIP") $port $drop) }}{{ end }}
{{- toYaml $out }}
{{- end }}
{{- end }}

{{/*
Public: how pods are replaced (`strategy` of a Deployment, `updateStrategy` of a StatefulSet or DaemonSet), or nothing. A pod that
holds a port of its node must go before the new one comes: maxSurge 0, maxUnavailable 1, unless it was made for that already.
Input: root, component, spec.
*/}}
{{- define "exposure-lib.rollout" -}}
{{- $spec := (include "exposure-lib.complete" . | fromYaml).spec }}
{{- $target := $spec.target }}
{{- $field := ternary "strategy" "updateStrategy" (eq $target.kind "Deployment") }}
{{- $rollout := deepCopy (default dict $target.rollout) }}
{{- $isSet := hasKey $target "rollout" }}
{{- if and (has $spec.strategy (list "hostPort" "hostNetwork")) (ne $spec.strategy $target.strategy) (has (default "RollingUpdate" $rollout.type) (list "RollingUpdate")) }}
{{- $surge := toString (dig "rollingUpdate" "maxSurge" (ternary "25%" "0" (eq $target.kind "Deployment")) $rollout) }}
{{- $of := int (ternary 1 (default 0 $target.replicas) (eq $target.kind "DaemonSet")) }}
{{- $extra := 0 }}
{{- if hasSuffix "%" $surge }}{{ $extra = div (add (mul (int (trimSuffix "%" $surge)) $of) 99) 100 }}{{ else }}{{ $extra = int $surge }}{{ end }}
{{- if and (has $target.kind (list "Deployment" "DaemonSet")) (gt (int $extra) 0) }}
{{- /* Not by merge, for which 0 is nothing. */}}
{{- $rollout = set $rollout "rollingUpdate" (set (set (deepCopy (default dict $rollout.rollingUpdate)) "maxSurge" 0) "maxUnavailable" 1) }}
{{- $isSet = true }}
{{- end }}
{{- end }}
{{- if $isSet }}
{{- dict $field $rollout | toYaml }}
{{- end }}
{{- end }}

{{/*
Public: the label by which Services find a Pod that has none of its own (`spec.target.selector` holds it), where the exposure makes a
Service; else nothing. Input: root, component, spec.
*/}}
{{- define "exposure-lib.podLabels" -}}
{{- $spec := (include "exposure-lib.complete" . | fromYaml).spec }}
{{- if and (has $spec.strategy (list "ClusterIP" "NodePort" "LoadBalancer" "Ingress" "Gateway")) (not (default dict $spec.service).selector) }}
{{- omit $spec.target.selector "app.kubernetes.io/instance" | toYaml }}
{{- end }}
{{- end }}
