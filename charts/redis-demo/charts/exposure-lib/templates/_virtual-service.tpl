{{/*
VirtualService of Istio, with a Gateway that opens ports 80 and 443 for its hosts at the pods of the ingress gateway.
@expose-plus/core (controllers/carriers/virtual-service.ts) does the same.
Input: root, component, spec, name, tls, backends (name, port; one for each path), encoded.
*/}}
{{- define "exposure-lib.carrier.VirtualService" -}}
{{- $in := . }}
{{- if .tls.selfSigned }}
{{- include "exposure-lib.fail" (dict "component" .component "message" "tls.selfSigned: Istio cannot express it: the pods of the gateway read certificates from their own namespace; make the Secret there and set tls.secretName") }}
{{- end }}
{{- $hosts := default (list "*") .spec.hosts }}
{{- $entry := .spec.ingress.entryPoint }}
{{- $body := dict "hosts" $hosts "gateways" (list (default .name $entry)) }}
{{- if eq (default "" .tls.mode) "passthrough" }}
{{- $rule := dict "match" (list (dict "port" 443 "sniHosts" $hosts)) "route" (list (include "exposure-lib.istioDestination" (first .backends) | fromJson)) }}
{{- $body = set $body "tls" (list $rule) }}
{{- else }}
{{- $rules := dict }}
{{- include "exposure-lib.istioRules" (dict "paths" .encoded.paths "backends" .backends "out" $rules) }}
{{- $body = set $body "http" $rules.rules }}
{{- end }}
{{- $annotations := merge (deepCopy (default dict .spec.annotations)) .encoded.annotations }}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "annotations" $annotations) .) | nindent 2 }}
spec:
  {{- toYaml $body | nindent 2 }}
{{- if not $entry }}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  {{- include "exposure-lib.metadata" (merge (dict "annotations" dict) .) | nindent 2 }}
spec:
  selector:
    # Labels of the gateway's pods, as the charts of Istio set them.
    istio: ingressgateway
  servers:
    {{- if eq (default "" .tls.mode) "passthrough" }}
    - port: { number: 443, name: tls, protocol: TLS }
      hosts:
        {{- toYaml $hosts | nindent 8 }}
      tls:
        mode: PASSTHROUGH
    {{- else }}
    - port: { number: 80, name: http, protocol: HTTP }
      hosts:
        {{- toYaml $hosts | nindent 8 }}
      {{- if and .tls.mode (eq (toString (get .spec.tls "redirect")) "true") }}
      tls:
        httpsRedirect: true
      {{- end }}
    {{- if .tls.mode }}
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts:
        {{- toYaml $hosts | nindent 8 }}
      tls:
        mode: SIMPLE
        {{- with .tls.secretName }}
        credentialName: {{ . | quote }}
        {{- end }}
    {{- end }}
    {{- end }}
{{- end }}
{{- end }}

{{/* Where a Service is, as JSON. Input: name, port. */}}
{{- define "exposure-lib.istioDestination" -}}
{{- dict "destination" (dict "host" .name "port" (dict "number" (int .port))) | toJson }}
{{- end }}

{{/*
The rules, into `out.rules`. The first one that matches counts: exact paths, then longer ones; of the same path the one that asks for
more. Input: paths, backends, out.
*/}}
{{- define "exposure-lib.istioRules" -}}
{{- $in := . }}
{{- $keys := list }}
{{- range $index, $path := .paths }}
{{- $keys = append $keys (printf "%d %05d %d %05d" (ternary 0 1 (eq $path.pathType "Exact")) (sub 99999 (len $path.path)) (ternary 0 1 (hasKey $path.fields "match")) $index) }}
{{- end }}
{{- $rules := list }}
{{- range $key := sortAlpha $keys }}
{{- $index := regexFind "[0-9]+$" $key | atoi }}
{{- $path := index $in.paths $index }}
{{- $asked := dict }}
{{- with $path.fields.match }}{{ $asked = first . }}{{ end }}
{{- $base := regexReplaceAll "/+$" $path.path "" }}
{{- $uris := list (dict "exact" $base) (dict "prefix" (printf "%s/" $base)) }}
{{- if eq $path.pathType "RegularExpression" }}{{ $uris = list (dict "regex" $path.path) }}
{{- else if eq $path.pathType "Exact" }}{{ $uris = list (dict "exact" $path.path) }}
{{- else if not $base }}{{ $uris = list (dict "prefix" "/") }}
{{- end }}
{{- $matches := list }}
{{- range $uri := $uris }}{{ $matches = append $matches (merge (dict "uri" $uri) $asked) }}{{ end }}
{{- $rule := set (omit $path.fields "match" "route") "match" $matches }}
{{- if not (hasKey $rule "redirect") }}
{{- $route := $path.fields.route }}
{{- if not $route }}
{{- $backend := first $in.backends }}
{{- if lt $index (len $in.backends) }}{{ $backend = index $in.backends $index }}{{ end }}
{{- $route = list (include "exposure-lib.istioDestination" $backend | fromJson) }}
{{- end }}
{{- $rule = set $rule "route" $route }}
{{- end }}
{{- $rules = append $rules $rule }}
{{- end }}
{{- $_ := set .out "rules" $rules }}
{{- end }}
