{{/*
Ports with every default filled in: `ports`, a list of name (may be empty), port, targetPort, protocol, appProtocol (may be absent),
containerPort and container (may be empty). As YAML. Without a request all ports of the serving container count.
Input: component, spec.
*/}}
{{- define "exposure-lib.ports" -}}
{{- $in := . }}
{{- $target := .spec.target }}
{{- $own := list }}
{{- $all := list }}
{{- range $container := $target.containers }}
{{- range $port := $container.ports }}
{{- $declared := dict "name" (default "" $port.name) "containerPort" (int $port.containerPort) "protocol" (default "TCP" $port.protocol) "container" $container.name }}
{{- if eq $container.name $target.container }}{{ $own = append $own $declared }}{{ end }}
{{- $all = append $all $declared }}
{{- end }}
{{- end }}
{{- $resolved := list }}
{{- if .spec.ports }}
{{- range $index, $wanted := .spec.ports }}
{{- $one := include "exposure-lib.resolvePort" (dict "component" $in.component "wanted" $wanted "field" (printf "ports[%d]" $index) "own" $own "all" $all) | fromYaml }}
{{- $resolved = concat $resolved $one.ports }}
{{- end }}
{{- else }}
{{- if not $own }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "container %s declares no port and none was asked for: set ports, e.g. [{port: 8080}]" $target.container)) }}
{{- end }}
{{- range $declared := $own }}
{{- $resolved = append $resolved (include "exposure-lib.fromDeclared" (dict "declared" $declared "wanted" dict) | fromYaml) }}
{{- end }}
{{- end }}
{{- dict "ports" (include "exposure-lib.nameAll" (dict "component" .component "ports" $resolved) | fromYaml).ports | toYaml }}
{{- end }}

{{/* One port of the request. Input: component, wanted, field, own, all. */}}
{{- define "exposure-lib.resolvePort" -}}
{{- $in := . }}
{{- $wanted := .wanted }}
{{- $mine := list }}
{{- $every := list }}
{{- range $port := .own }}{{ if or (not $wanted.protocol) (eq $wanted.protocol $port.protocol) }}{{ $mine = append $mine $port }}{{ end }}{{ end }}
{{- /* The serving container's ports go before those of the others. */}}
{{- range $port := concat .own .all }}{{ if or (not $wanted.protocol) (eq $wanted.protocol $port.protocol) }}{{ $every = append $every $port }}{{ end }}{{ end }}
{{- $found := list }}
{{- $undeclared := 0 }}
{{- if kindIs "string" $wanted.targetPort }}
{{- range $port := $every }}{{ if and (not $found) (eq $port.name $wanted.targetPort) }}{{ $found = list $port }}{{ end }}{{ end }}
{{- if not $found }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s.targetPort: no container declares a port named %s; declared are %s" .field $wanted.targetPort (include "exposure-lib.list" .all))) }}
{{- end }}
{{- else if $wanted.targetPort }}
{{- range $port := $every }}{{ if eq (int $port.containerPort) (int $wanted.targetPort) }}{{ $found = append $found $port }}{{ end }}{{ end }}
{{- if not $found }}{{ $undeclared = int $wanted.targetPort }}{{ end }}
{{- else }}
{{- if $wanted.name }}
{{- range $port := concat $mine $every }}{{ if and (not $found) (eq $port.name $wanted.name) }}{{ $found = list $port }}{{ end }}{{ end }}
{{- end }}
{{- if $found }}
{{- else if not $wanted.port }}
{{- if and (eq (len $mine) 1) (not $wanted.name) }}{{ $found = $mine }}
{{- else }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: %s; declared are %s" .field (ternary (printf "no container declares a port named %s" $wanted.name) "the port has neither number nor name" (not (not $wanted.name))) (include "exposure-lib.list" .all))) }}
{{- end }}
{{- else }}
{{- range $port := $every }}{{ if eq (int $port.containerPort) (int $wanted.port) }}{{ $found = append $found $port }}{{ end }}{{ end }}
{{- if $found }}
{{- else if eq (len $mine) 1 }}{{ $found = $mine }}
{{- else if not .all }}{{ $undeclared = int $wanted.port }}
{{- else }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "%s: no container declares port %d; declared are %s" .field (int $wanted.port) (include "exposure-lib.list" .all))) }}
{{- end }}
{{- end }}
{{- end }}
{{- $ports := list }}
{{- $seen := list }}
{{- range $declared := $found }}
{{- if not (has $declared.protocol $seen) }}
{{- $seen = append $seen $declared.protocol }}
{{- $ports = append $ports (include "exposure-lib.fromDeclared" (dict "declared" $declared "wanted" $wanted) | fromYaml) }}
{{- end }}
{{- end }}
{{- if $undeclared }}
{{- $port := dict "name" (default "" $wanted.name) "port" (int (default $undeclared $wanted.port)) "targetPort" $undeclared "protocol" (default "TCP" $wanted.protocol) "containerPort" $undeclared "container" "" }}
{{- if hasKey $wanted "appProtocol" }}{{ $port = set $port "appProtocol" $wanted.appProtocol }}{{ end }}
{{- $ports = list $port }}
{{- end }}
{{- dict "ports" $ports | toYaml }}
{{- end }}

{{- define "exposure-lib.fromDeclared" -}}
{{- $targetPort := .declared.containerPort }}
{{- if kindIs "string" .wanted.targetPort }}{{ $targetPort = .wanted.targetPort }}{{ end }}
{{- $port := dict "name" (default .declared.name .wanted.name) "port" (int (default .declared.containerPort .wanted.port)) "targetPort" $targetPort "protocol" .declared.protocol "containerPort" (int .declared.containerPort) "container" .declared.container }}
{{- if hasKey .wanted "appProtocol" }}{{ $port = set $port "appProtocol" .wanted.appProtocol }}{{ end }}
{{- toYaml $port }}
{{- end }}

{{/* A Service with several ports needs a name for each: `port-8080`, with the protocol where a number has several. Input: component, ports. */}}
{{- define "exposure-lib.nameAll" -}}
{{- $in := . }}
{{- $named := list }}
{{- range $index, $port := .ports }}
{{- $shared := false }}
{{- $sameName := 0 }}
{{- range $other, $twin := $in.ports }}
{{- if and (ne $index $other) (eq (int $twin.port) (int $port.port)) }}{{ $shared = true }}{{ end }}
{{- if eq $twin.name $port.name }}{{ $sameName = add1 $sameName }}{{ end }}
{{- end }}
{{- $name := $port.name }}
{{- if gt (len $in.ports) 1 }}
{{- if not $name }}{{ $name = ternary (printf "port-%d-%s" (int $port.port) (lower $port.protocol)) (printf "port-%d" (int $port.port)) $shared }}
{{- else if and $shared (gt (int $sameName) 1) }}{{ $name = printf "%s-%s" $name (lower $port.protocol) }}
{{- end }}
{{- end }}
{{- $named = append $named (set (deepCopy $port) "name" $name) }}
{{- end }}
{{- range $index, $port := $named }}
{{- range $other, $twin := $named }}
{{- if and (lt $other $index) (and (eq (int $twin.port) (int $port.port)) (eq $twin.protocol $port.protocol)) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "ports: port %d/%s occurs twice" (int $port.port) $port.protocol)) }}
{{- else if and (lt $other $index) $port.name (eq $twin.name $port.name) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "ports: the name %s occurs twice" $port.name)) }}
{{- end }}
{{- end }}
{{- end }}
{{- dict "ports" $named | toYaml }}
{{- end }}

{{/* A setting that goes by the name or number of a port: the number, or nothing. Input: map, port. */}}
{{- define "exposure-lib.settingOf" -}}
{{- $in := . }}
{{- $found := "" }}
{{- range $key := list .port.name (toString (int .port.port)) (toString (int .port.containerPort)) }}
{{- if and (not $found) $key (hasKey $in.map $key) }}{{ $found = toString (int (get $in.map $key)) }}{{ end }}
{{- end }}
{{- $found }}
{{- end }}

{{/* Refuses keys of such a map that name no port. Input: component, map, ports, field. */}}
{{- define "exposure-lib.checkSettings" -}}
{{- $in := . }}
{{- range $key, $value := .map }}
{{- $known := false }}
{{- range $port := $in.ports }}
{{- if has $key (list $port.name (toString (int $port.port)) (toString (int $port.containerPort))) }}{{ $known = true }}{{ end }}
{{- end }}
{{- if not $known }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s names %s; the ports are %s" $in.field $key (include "exposure-lib.list" $in.ports))) }}
{{- end }}
{{- end }}
{{- end }}

{{/* `http (80), 6379/UDP` for messages. Input: a list of ports. */}}
{{- define "exposure-lib.list" -}}
{{- $words := list }}
{{- range $port := . }}
{{- $number := int (default $port.containerPort $port.port) }}
{{- $numbered := ternary (toString $number) (printf "%d/%s" $number $port.protocol) (eq $port.protocol "TCP") }}
{{- $words = append $words (ternary (printf "%s (%s)" $port.name $numbered) $numbered (not (not $port.name))) }}
{{- end }}
{{- join ", " (uniq $words) | default "none" }}
{{- end }}
