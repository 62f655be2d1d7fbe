{{/* Settings of nginx. */}}
{{- define "ingress-nginx.configMap" -}}
{{- $config := dict }}
{{- if eq .entry "NodePort" }}{{ $_ := set $config "ssl-redirect" "false" }}{{ end }}
{{- range $key, $value := .c.config | default dict }}
{{- $_ := set $config $key (include "ingress-nginx.text" $value) }}
{{- end -}}
apiVersion: v1
kind: ConfigMap
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .name "labels" .c.labels) }}
{{- with $config }}
data:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* TCP or UDP services: port → namespace/service:port. */}}
{{- define "ingress-nginx.streamConfigMap" -}}
{{- $ctx := .ctx }}
{{- $protocol := .protocol -}}
apiVersion: v1
kind: ConfigMap
{{ include "ingress-nginx.metadata" (dict "ctx" $ctx "object" (printf "%s-%s" $ctx.fullname $protocol) "labels" $ctx.c.labels) }}
data:
  {{- range $port, $value := get $ctx.values $protocol }}
  {{ $port | quote }}: {{ include "ingress-nginx.streamTarget" (dict "ctx" $ctx "key" (printf "%s.%s" $protocol $port) "value" $value) | quote }}
  {{- end }}
{{- end }}

{{- define "ingress-nginx.streamTarget" -}}
{{- $target := tpl .value .ctx.root }}
{{- if not (contains "/" $target) }}{{ $target = printf "%s/%s" .ctx.namespace $target }}{{ end }}
{{- $proxy := ternary "(:(PROXY)?){0,2}" "" (hasPrefix "tcp" .key) }}
{{- if not (regexMatch (printf "^[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z]([-a-z0-9]*[a-z0-9])?:[a-z0-9]([-a-z0-9]*[a-z0-9])?%s$" $proxy) $target) }}
{{- fail (printf "ingress-nginx: %s: %q is not [namespace/]service:port" .key .value) }}
{{- end }}
{{- $namespace := splitList "/" $target | first }}
{{- if and (.ctx.c.scope).enabled (ne $namespace .ctx.namespace) }}
{{- fail (printf "ingress-nginx: %s: %s is in namespace %s, but the controller watches only %s; use a Service of that namespace, or set controller.scope.enabled=false" .key .value $namespace .ctx.namespace) }}
{{- end }}
{{- $target }}
{{- end }}

{{- define "ingress-nginx.ingressClass" -}}
{{- $class := .c.ingressClassResource | default dict }}
{{- $annotations := $class.annotations | default dict }}
{{- if $class.default }}{{ $annotations = merge (dict "ingressclass.kubernetes.io/is-default-class" "true") $annotations }}{{ end -}}
apiVersion: networking.k8s.io/v1
kind: IngressClass
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" .className "clusterScoped" true "labels" .c.labels "annotations" $annotations) }}
spec:
  controller: {{ .controllerValue | quote }}
{{- end }}

{{/* Empty on purpose: who leads writes `spec`. The chart makes it so that it goes with the release. */}}
{{- define "ingress-nginx.lease" -}}
apiVersion: coordination.k8s.io/v1
kind: Lease
{{ include "ingress-nginx.metadata" (dict "ctx" . "object" (printf "%s-leader" .fullname) "labels" .c.labels) }}
{{- end }}
