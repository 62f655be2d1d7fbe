{{/* Host names and paths behind an ingress controller: the ClusterIP Service, unless the chart has one, and an Ingress. Input: root, component, spec, ports. */}}
{{- define "exposure-lib.strategyIngress" -}}
{{- $in := . }}
{{- $spec := .spec }}
{{- $route := include "exposure-lib.paths" . | fromYaml }}
{{- $tls := include "exposure-lib.tls" . | fromYaml }}
{{- include "exposure-lib.requireTcp" (dict "component" .component "routed" $route.routed "router" "an Ingress") }}
{{- $backend := include "exposure-lib.stableService" (merge (dict "needed" $route.routed "sameNumbers" false) .) | fromYaml }}
{{- $encoded := include "exposure-lib.encodeRoute" (dict "component" .component "spec" $spec "paths" $route.paths "tls" $tls) | fromYaml }}
{{- $annotations := merge (deepCopy (default dict $spec.annotations)) $encoded.annotations (default dict $tls.annotations) }}
{{- $name := include "exposure-lib.objectName" (dict "base" $spec.target.name "suffix" "") }}
{{- if has $name (default list $spec.target.ingressNames) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "the chart has an Ingress named %s already" $name)) }}
{{- end }}
{{- if $tls.selfSigned }}
{{- include "exposure-lib.certificate" (merge (dict "secretName" $tls.secretName) .) }}
{{- end }}
{{- $backend.object }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "name" $name "annotations" $annotations) .) | nindent 2 }}
spec:
  ingressClassName: {{ $spec.ingress.className | quote }}
  {{- if eq (default "" $tls.mode) "terminate" }}
  {{- $block := dict }}
  {{- with $spec.hosts }}{{ $block = set $block "hosts" . }}{{ end }}
  {{- with $tls.secretName }}{{ $block = set $block "secretName" . }}{{ end }}
  tls:
    {{- list $block | toYaml | nindent 4 }}
  {{- end }}
  rules:
    {{- range $host := default (list "") $spec.hosts }}
    - {{ with $host }}host: {{ . | quote }}
      {{ end }}http:
        paths:
          {{- range $index, $path := $encoded.paths }}
          - path: {{ $path.path | quote }}
            pathType: {{ $path.pathType }}
            backend:
              service:
                name: {{ $backend.name | quote }}
                port:
                  number: {{ include "exposure-lib.numberOf" (dict "ports" $in.ports "backend" $backend "port" (index $route.paths $index).port) }}
          {{- end }}
    {{- end }}
{{- end }}

{{/* Port of the Service that leads to a port. Input: ports, backend, port. */}}
{{- define "exposure-lib.numberOf" -}}
{{- $in := . }}
{{- $number := int .port.port }}
{{- range $index, $port := .ports }}
{{- if and (eq (int $port.port) (int $in.port.port)) (eq $port.protocol $in.port.protocol) }}
{{- with (index $in.backend.ports $index).number }}{{ $number = int . }}{{ end }}
{{- end }}
{{- end }}
{{- $number }}
{{- end }}

{{/*
A route in the words of a controller: `annotations` and `paths` (path, pathType). As YAML. What it has no words for is refused by
name. Input: component, spec, paths, tls.
*/}}
{{- define "exposure-lib.encodeRoute" -}}
{{- $in := . }}
{{- $spec := .spec }}
{{- $options := default dict $spec.options }}
{{- $asked := dict }}
{{- range $path := .paths }}
{{- if kindIs "string" $path.rewrite }}{{ $asked = set $asked "rewrite" $path.rewrite }}
{{- else if $path.rewrite }}{{ $asked = set $asked "rewriteFull" $path.rewrite.full }}
{{- end }}
{{- end }}
{{- $redirect := get (default dict $spec.tls) "redirect" }}
{{- if eq (default "" .tls.mode) "passthrough" }}{{ $asked = set $asked "passthrough" true }}
{{- else if and (not .tls.mode) (eq (toString $redirect) "true") }}{{ $asked = set $asked "redirectOnly" true }}
{{- else if and .tls.mode (kindIs "bool" $redirect) }}{{ $asked = set $asked "redirect" $redirect }}
{{- end }}
{{- with (default dict $spec.access).allowFrom }}{{ $asked = set $asked "allowFrom" . }}{{ end }}
{{- range $option := list "backendProtocol" "bodySize" "connectTimeout" "readTimeout" "sendTimeout" "targets" }}
{{- with get $options $option }}{{ $asked = set $asked $option . }}{{ end }}
{{- end }}
{{- $controllers := include "exposure-lib.controllers" . | fromYaml }}
{{- $id := default "" (default dict $spec.ingress).controller }}
{{- if and $id (not (hasKey $controllers $id)) }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "ingress.controller: %s is no controller that is known; known are %s" $id (keys $controllers | sortAlpha | join ", "))) }}
{{- end }}
{{- $row := get $controllers $id | default dict }}
{{- $plain := list }}
{{- range $path := .paths }}{{ $plain = append $plain (dict "path" $path.path "pathType" $path.type) }}{{ end }}
{{- $out := dict "annotations" dict "paths" $plain }}
{{- $fields := include "exposure-lib.optionFields" . | fromYaml }}
{{- range $option, $value := $asked }}
{{- $field := get $fields $option }}
{{- if not $row.options }}
{{- if not (or (and (eq $option "backendProtocol") (eq $value "http")) (and (eq $option "targets") (eq (toString $value) (default "" $row.targets)))) }}
{{- if $id }}{{ include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: this chart has no words for it in %s; leave it out, or set the annotation under annotations" $field $row.title)) }}{{ end }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: controllers spell it differently; set ingress.controller to what serves class %s" $field (default "" (default dict $spec.ingress).className))) }}
{{- end }}
{{- else if not (has $option (list "rewrite" "rewriteFull")) }}
{{- $rule := get $row.options $option | default dict }}
{{- if or (not $rule) (eq (default "" $rule.verdict) "none") }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "%s: %s cannot express it; leave it out, or choose a way that has it" $field $row.title)) }}
{{- end }}
{{- $text := include "exposure-lib.transform" (dict "component" $in.component "field" $field "title" $row.title "rule" $rule "value" $value) }}
{{- if and $text $rule.annotation }}{{ $_ := set $out.annotations $rule.annotation $text }}{{ end }}
{{- end }}
{{- end }}
{{- if and $row.options (hasKey $asked "passthrough") }}
{{- include "exposure-lib.checkPassthrough" (dict "component" .component "asked" $asked "paths" .paths "spec" $spec) }}
{{- else if and $row.options (or (hasKey $asked "rewrite") (hasKey $asked "rewriteFull")) }}
{{- $rewritten := include "exposure-lib.nginxRewrites" (dict "component" .component "title" $row.title "paths" .paths) | fromYaml }}
{{- if $rewritten.target }}
{{- $_ := set $out.annotations "nginx.ingress.kubernetes.io/rewrite-target" $rewritten.target }}
{{- if $rewritten.regex }}{{ $_ := set $out.annotations "nginx.ingress.kubernetes.io/use-regex" "true" }}{{ end }}
{{- $out = set $out "paths" $rewritten.paths }}
{{- end }}
{{- end }}
{{- toYaml $out }}
{{- end }}

{{/* With passthrough nothing but the host counts. Input: component, asked, paths, spec. */}}
{{- define "exposure-lib.checkPassthrough" -}}
{{- $in := . }}
{{- $others := omit .asked "passthrough" | keys | sortAlpha }}
{{- if $others }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "tls.mode: TLS passthrough cannot be combined with %s" (join ", " $others))) }}
{{- end }}
{{- range $path := .paths }}
{{- if ne $path.path "/" }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "paths: TLS passthrough takes every path of the host; %s cannot be told apart" $path.path)) }}
{{- end }}
{{- end }}
{{- if not .spec.hosts }}
{{- include "exposure-lib.fail" (dict "component" .component "message" "hosts: TLS passthrough goes by the host name, and none is set") }}
{{- end }}
{{- end }}

{{/*
Rewrites for ingress-nginx: `target`, `regex` and `paths`. A prefix becomes an expression whose second group is the rest of the path:
/demo to / is /demo(/|$)(.*) with the target /$2. The annotation holds for the whole Ingress, so that all paths must agree on it.
Input: component, title, paths.
*/}}
{{- define "exposure-lib.nginxRewrites" -}}
{{- $in := . }}
{{- $literal := "^/[A-Za-z0-9._~/-]*$" }}
{{- $paths := list }}
{{- $targets := list }}
{{- $regex := false }}
{{- range $path := .paths }}
{{- $target := "" }}
{{- $out := dict "path" $path.path "pathType" $path.type }}
{{- $wrong := "" }}
{{- if not $path.rewrite }}
{{- else if not (kindIs "string" $path.rewrite) }}
{{- $target = $path.rewrite.full }}
{{- if and (contains "$" $target) (ne $path.type "ImplementationSpecific") }}
{{- $wrong = printf "%s uses a group, which only a path of type ImplementationSpecific can have" $target }}
{{- else if not (regexMatch "^/?[-._~a-zA-Z0-9/:$]*$" $target) }}
{{- $wrong = printf "%s has letters that the controller refuses (allowed: A-Z a-z 0-9 - . _ ~ / : $)" $target }}
{{- end }}
{{- else if eq $path.type "ImplementationSpecific" }}{{ $wrong = "a prefix can only be replaced where the path is of type Prefix or Exact; set rewrite.full with your own groups" }}
{{- else if not (regexMatch $literal $path.path) }}{{ $wrong = "the path has letters that could mean something in an expression (allowed: A-Z a-z 0-9 - . _ ~ /)" }}
{{- else if not (regexMatch $literal $path.rewrite) }}{{ $wrong = printf "%s has letters that the controller refuses (allowed: A-Z a-z 0-9 - . _ ~ /)" $path.rewrite }}
{{- else }}
{{- $from := regexReplaceAll "/+$" $path.path "" | replace "." "[.]" }}
{{- $to := regexReplaceAll "/+$" $path.rewrite "" }}
{{- if eq $path.type "Exact" }}
{{- $out = dict "path" (printf "%s$" (default "/" $from)) "pathType" "ImplementationSpecific" }}
{{- $target = default "/" $to }}
{{- $regex = true }}
{{- else if or $from $to }}
{{- $out = dict "path" (ternary (printf "%s(/|$)(.*)" $from) "/()(.*)" (ne $from "")) "pathType" "ImplementationSpecific" }}
{{- $target = printf "%s/$2" $to }}
{{- $regex = true }}
{{- end }}
{{- end }}
{{- if $wrong }}
{{- include "exposure-lib.fail" (dict "component" $in.component "message" (printf "paths[].rewrite: path %s by %s: %s" $path.path $in.title $wrong)) }}
{{- end }}
{{- $targets = append $targets $target }}
{{- $paths = append $paths $out }}
{{- end }}
{{- if gt (len (uniq $targets)) 1 }}
{{- include "exposure-lib.fail" (dict "component" .component "message" (printf "paths[].rewrite: %s takes one rewrite for an Ingress, and the paths need %s" .title (uniq $targets | join ", "))) }}
{{- end }}
{{- dict "target" (first $targets) "regex" $regex "paths" $paths | toYaml }}
{{- end }}
