{{/*
What a request becomes in the words of what implements type LoadBalancer: `fields` of the Service's spec and `annotations`. The rows of
_clouds.tpl say how each spells what; what it has no word for is refused by name. @expose-plus/core (load-balancers/encode.ts) does the
same. Input: component, spec, ports (port, protocol; without them those of the Service that carries the exposure).
*/}}
{{- define "exposure-lib.loadBalancer" -}}
{{- $id := default "generic" (default dict .spec.loadBalancer).implementation }}
{{- $names := include "exposure-lib.cloudNames" . | fromJson }}
{{- if has $id $names.codecs }}
{{- $ports := default (include "exposure-lib.carrierPorts" . | fromYaml).ports .ports }}
{{- include "exposure-lib.encodeLoadBalancer" (dict "component" .component "spec" .spec "ports" $ports "cloud" (include (printf "exposure-lib.cloud.%s" $id) . | fromJson) "options" $names.options "able" $names.able) }}
{{- else }}
{{- if and (ne $id "generic") (not (hasKey (include "exposure-lib.loadBalancers" . | fromJson) $id)) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "loadBalancer.implementation: %s is not known; known are %s" $id (join ", " $names.codecs))) }}
{{- end }}
{{- dict "fields" (include "exposure-lib.plainFields" (merge (dict "options" $names.options "able" $names.able) .) | fromYaml) "annotations" dict | toYaml }}
{{- end }}
{{- end }}

{{/* Ports of the chart's own Service that carries the exposure. Input: spec. */}}
{{- define "exposure-lib.carrierPorts" -}}
{{- $ports := list }}
{{- range $service := .spec.target.services }}{{ if $service.carrier }}{{ $ports = $service.ports }}{{ end }}{{ end }}
{{- dict "ports" $ports | toYaml }}
{{- end }}

{{/* Input: component, spec, ports, cloud, options (all that there are), able (option → who has it). */}}
{{- define "exposure-lib.encodeLoadBalancer" -}}
{{- $in := . }}
{{- $cloud := .cloud }}
{{- $asked := dict }}
{{- $own := dict }}
{{- range $option, $rows := $cloud.options }}{{ range $row := $rows }}{{ if hasKey $row "default" }}{{ $own = set $own $option $row.default }}{{ end }}{{ end }}{{ end }}
{{- $given := dict }}
{{- include "exposure-lib.valuesAt" (dict "spec" .spec "paths" .options "values" $given) }}
{{- range $option := .options }}
{{- if hasKey $given $option }}{{ $asked = set $asked $option (get $given $option) }}
{{- else if hasKey $own $option }}{{ $asked = set $asked $option (get $own $option) }}
{{- end }}
{{- end }}
{{- $annotations := deepCopy (default dict $cloud.always) }}
{{- $attributes := dict }}
{{- $fields := dict }}
{{- range $option := .options }}
{{- if hasKey $asked $option }}
{{- $value := get $asked $option }}
{{- $found := dict }}
{{- include "exposure-lib.chooseRow" (dict "component" $in.component "field" $option "option" $option "value" $value "table" $cloud "asked" $asked "able" $in.able "out" $found) }}
{{- $row := $found.row }}
{{- $text := include "exposure-lib.transform" (dict "component" $in.component "field" $option "title" $cloud.title "rule" $row "value" $value) }}
{{- include "exposure-lib.checkRange" (dict "component" $in.component "field" $option "title" $cloud.title "row" $row "value" $value "text" $text) }}
{{- if $text }}
{{- $annotations = mergeOverwrite $annotations (deepCopy (default dict $row.also)) }}
{{- range $key := default list $row.alike }}{{ $annotations = set $annotations $key $text }}{{ end }}
{{- if $row.field }}{{ $fields = set $fields $row.field (ternary $text $value (hasKey $row "transform")) }}{{ end }}
{{- if $row.annotation }}
{{- $keys := list $row.annotation }}
{{- if contains "{" $row.annotation }}
{{- $keys = list }}
{{- range $port := $in.ports }}
{{- $protocol := default "TCP" $port.protocol }}
{{- if eq $protocol (default $protocol $row.transport) }}{{ $keys = append $keys (replace "{port}" (toString (int $port.port)) $row.annotation | replace "{protocol}" $protocol) }}{{ end }}
{{- end }}
{{- end }}
{{- range $key := $keys }}
{{- if $row.attribute }}{{ $attributes = set $attributes $key (set (default dict (get $attributes $key)) $row.attribute $text) }}
{{- else }}{{ $annotations = set $annotations $key $text }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- range $key, $entries := $attributes }}
{{- $parts := list }}
{{- range $name, $text := $entries }}{{ $parts = append $parts (printf "%s=%s" $name $text) }}{{ end }}
{{- $annotations = set $annotations $key (join "," $parts) }}
{{- end }}
{{- include "exposure-lib.checkTransports" . }}
{{- dict "fields" $fields "annotations" $annotations | toYaml }}
{{- end }}

{{/* Transports that the implementation serves. Input: component, cloud, ports. */}}
{{- define "exposure-lib.checkTransports" -}}
{{- $in := . }}
{{- $used := list }}
{{- range $port := .ports }}{{ $used = append $used (default "TCP" $port.protocol) }}{{ end }}
{{- $used = uniq $used }}
{{- range $protocol := $used }}
{{- if not (has $protocol $in.cloud.protocols) }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "ports: %s serves %s, not %s" $in.cloud.title (join " and " $in.cloud.protocols) $protocol)) }}
{{- end }}
{{- end }}
{{- if and (gt (len $used) 1) (eq .cloud.mixed "no") }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "ports: %s takes no Service with ports of %s together" .cloud.title (join " and " $used))) }}
{{- end }}
{{- end }}

{{/*
Public: annotations of a Service of the chart's own that carries the exposure: its own, and while it is of type LoadBalancer those of
what implements it. Input: root, component, spec, annotations.
*/}}
{{- define "exposure-lib.serviceAnnotations" -}}
{{- $own := deepCopy (default dict .annotations) }}
{{- if eq (include "exposure-lib.serviceTypeName" .) "LoadBalancer" }}
{{- $own = mergeOverwrite $own (include "exposure-lib.loadBalancer" (omit . "annotations") | fromYaml).annotations }}
{{- end }}
{{- toYaml $own }}
{{- end }}

{{/*
Fields of a Service of type LoadBalancer, in neutral terms: loadBalancerSourceRanges, loadBalancerClass, externalTrafficPolicy and,
for a plain IP address, loadBalancerIP. What has no field is refused by name. Input: component, spec, options, able.
*/}}
{{- define "exposure-lib.plainFields" -}}
{{- $component := .component }}
{{- $access := default dict .spec.access }}
{{- $settings := default dict .spec.loadBalancer }}
{{- $row := get (include "exposure-lib.loadBalancers" . | fromJson) (default "generic" $settings.implementation) | default dict }}
{{- $who := default "the load balancer" $row.title }}
{{- $fields := dict }}
{{- if eq (default "" (default dict .spec.options).targets) "pod" }}
{{- include "exposure-lib.fail" (dict "component" $component "message" "options.targets: sending to pods directly has no field in a Service; nodes are the default") }}
{{- end }}
{{- if eq (default "" $access.scope) "internal" }}
{{- include "exposure-lib.fail" (dict "component" $component "message" "access.scope: an internal load balancer has no field in a Service: its implementation reads an annotation of its own for that, which can stand under annotations") }}
{{- end }}
{{- with $access.allowFrom }}
{{- if eq (default "" $row.sourceRanges) "no" }}
{{- include "exposure-lib.fail" (dict "component" $component "message" (printf "access.allowFrom: %s does not enforce spec.loadBalancerSourceRanges" $who)) }}
{{- end }}
{{- $fields = set $fields "loadBalancerSourceRanges" . }}
{{- end }}
{{- with $settings.class }}
{{- $fields = set $fields "loadBalancerClass" . }}
{{- end }}
{{- if $access.keepClientIP }}{{ $fields = set $fields "externalTrafficPolicy" "Local" }}{{ end }}
{{- with $settings.address }}
{{- if not (regexMatch "^([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$" .) }}
{{- include "exposure-lib.fail" (dict "component" $component "message" (printf "loadBalancer.address: %s is a name: %s would need it in an annotation, which can stand under annotations" . $who)) }}
{{- end }}
{{- $fields = set $fields "loadBalancerIP" . }}
{{- end }}
{{- $plain := list "access.scope" "access.allowFrom" "access.keepClientIP" "options.targets" "loadBalancer.class" "loadBalancer.address" }}
{{- range $option := .options }}
{{- if and (not (has $option $plain)) (include "exposure-lib.isSet" (dict "spec" $.spec "path" $option)) }}
{{- include "exposure-lib.fail" (dict "component" $component "message" (printf "%s has no field in a Service: name what implements it by loadBalancer.implementation; these can: %s" $option (join ", " (default list (get $.able $option))))) }}
{{- end }}
{{- end }}
{{- toYaml $fields }}
{{- end }}
