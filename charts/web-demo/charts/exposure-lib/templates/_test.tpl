{{/*
Public: a `helm test` that sends a request to where traffic gets in, as somebody outside would: the pod, and where an address has to be
looked up a ServiceAccount that may read just that. Nothing without a strategy, and for UDP, of which no answer can be expected.
Input: root, component, spec, test (image, pullPolicy, address, port, path; the last three instead of what would be looked up),
controller (of an Ingress, where it is known: entry, service, http, https).
*/}}
{{- define "exposure-lib.test" -}}
{{- $in := merge (dict "root" .root) (include "exposure-lib.complete" . | fromYaml) }}
{{- $in = merge (dict "namespace" (default .root.Release.Namespace $in.spec.target.namespace) "controller" (default dict .controller)) $in }}
{{- if $in.spec.strategy }}
{{- $ask := include "exposure-lib.testOf" $in | fromYaml }}
{{- $test := default dict .test }}
{{- if $ask.how }}
{{- with $test.address }}{{ $ask = set (omit $ask "addressOf") "address" . }}{{ end }}
{{- with $test.port }}{{ $ask = set (omit $ask "portOf") "port" (int .) }}{{ end }}
{{- with $test.path }}{{ $ask = set $ask "path" . }}{{ end }}
{{- $reads := list }}
{{- range $object := list $ask.addressOf $ask.portOf }}{{ with $object }}{{ $reads = append $reads . }}{{ end }}{{ end }}
{{- $name := include "exposure-lib.objectName" (dict "base" $in.spec.target.name "suffix" "-test") }}
{{- if $reads }}
{{- include "exposure-lib.testRights" (merge (dict "name" $name "reads" $reads) $in) }}
{{- end }}
---
apiVersion: v1
kind: Pod
metadata:
  {{- include "exposure-lib.testMetadata" (merge (dict "name" $name "weight" "0" "policy" "before-hook-creation,hook-succeeded") $in) | nindent 2 }}
spec:
  restartPolicy: Never
  {{- if $reads }}
  serviceAccountName: {{ $name }}
  {{- else }}
  automountServiceAccountToken: false
  {{- end }}
  {{- with $test.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65534
    runAsGroup: 65534
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: ask
      image: {{ $test.image | quote }}
      {{- with $test.pullPolicy }}
      imagePullPolicy: {{ . }}
      {{- end }}
      command: [/bin/sh, -c]
      args:
        - |
          {{- include "exposure-lib.testScript" . | nindent 10 }}
      env:
        - name: NODE_ADDRESS
          valueFrom:
            fieldRef:
              fieldPath: status.hostIP
        {{- range $key, $value := dict "HOW" $ask.how "ADDRESS" $ask.address "ADDRESS_OF" (dig "path" "" (default dict $ask.addressOf)) "ADDRESS_KEYS" (dig "keys" "" (default dict $ask.addressOf)) "PORT" $ask.port "PORT_OF" (dig "path" "" (default dict $ask.portOf)) "SERVICE_PORT" $ask.servicePort "HOST" $ask.host "URL_PATH" $ask.path "ROUTED" $ask.routed }}
        - name: {{ $key }}
          value: {{ toString (default "" $value) | quote }}
        {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
{{- end }}
{{- end }}
{{- end }}

{{/* Metadata of what belongs to a test. Input: as of metadata, with weight and policy. */}}
{{- define "exposure-lib.testMetadata" -}}
{{- $hook := dict "helm.sh/hook" "test" "helm.sh/hook-weight" .weight "helm.sh/hook-delete-policy" .policy }}
{{- $labels := dict "app.kubernetes.io/component" "test" }}
{{- $spec := dict "labels" (merge $labels (default dict .spec.labels)) "target" (dict "namespace" (default .spec.target.namespace .inNamespace)) }}
{{- include "exposure-lib.metadata" (dict "root" .root "name" .name "spec" $spec "annotations" $hook) }}
{{- end }}

{{/* What a test may read. Input: root, spec, namespace, name, reads. */}}
{{- define "exposure-lib.testRights" -}}
{{- $in := . }}
{{- $head := dict "weight" "-5" "policy" "before-hook-creation,hook-succeeded,hook-failed" }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "exposure-lib.testMetadata" (merge (deepCopy $head) .) | nindent 2 }}
{{- /* One Role in each namespace, called like the pod: helm test --logs asks for a pod of every name. */}}
{{- $namespaces := list }}
{{- range $read := .reads }}{{ $namespaces = append $namespaces $read.namespace }}{{ end }}
{{- range $namespace := uniq $namespaces }}
{{- $meta := merge (dict "inNamespace" $namespace) (deepCopy $head) $in }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  {{- include "exposure-lib.testMetadata" $meta | nindent 2 }}
rules:
  {{- range $read := $in.reads }}
  {{- if eq $read.namespace $namespace }}
  - apiGroups: [{{ $read.group | quote }}]
    resources: [{{ $read.resource }}]
    {{- if $read.name }}
    resourceNames: [{{ $read.name | quote }}]
    {{- end }}
    verbs: [{{ ternary "get" "list" (not (not $read.name)) }}]
  {{- end }}
  {{- end }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  {{- include "exposure-lib.testMetadata" $meta | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ $in.name }}
subjects:
  - kind: ServiceAccount
    name: {{ $in.name }}
    namespace: {{ $in.namespace }}
{{- end }}
{{- end }}

{{/*
What is asked, and how: how (http, https, tcp, redis; empty: nothing), address or addressOf, port or portOf with servicePort, host, path,
routed (whether a 404 means that the request went astray). As YAML. Input: root, component, spec, namespace, controller.
*/}}
{{- define "exposure-lib.testOf" -}}
{{- $spec := .spec }}
{{- $strategy := $spec.strategy }}
{{- $ask := dict "path" "/" }}
{{- if has $strategy (list "Ingress" "Gateway") }}
{{- $ask = include (printf "exposure-lib.test%s" $strategy) . | fromYaml }}
{{- else }}
{{- $port := include "exposure-lib.testPort" . | fromYaml }}
{{- if $port }}
{{- $fact := get (default dict $spec.target.protocols) (printf "%d/TCP" (int $port.containerPort)) | default dict }}
{{- $how := "tcp" }}
{{- if $fact.http }}{{ $how = ternary "https" "http" (not (not $fact.tls)) }}
{{- else if eq (default "" $fact.protocol) "redis" }}{{ $how = "redis" }}
{{- end }}
{{- $service := dict "group" "" "resource" "services" "namespace" .namespace "keys" "ip|hostname" }}
{{- $ask = dict "how" $how "path" "/" "servicePort" (int $port.port) }}
{{- if eq $strategy "ClusterIP" }}
{{- $backend := include "exposure-lib.stableService" (merge (dict "ports" (list $port) "needed" (list $port) "sameNumbers" true "annotations" $spec.annotations) .) | fromYaml }}
{{- $ask = merge (dict "address" (printf "%s.%s.svc" $backend.name .namespace) "port" (int (first $backend.ports).number)) $ask }}
{{- else if eq $strategy "NodePort" }}
{{- $name := include "exposure-lib.notesService" (merge (dict "suffix" "-node-port") .) }}
{{- $ask = merge (dict "address" "node" "portOf" (merge (dict "name" $name "path" (printf "/api/v1/namespaces/%s/services/%s" .namespace $name)) $service)) $ask }}
{{- else if eq $strategy "LoadBalancer" }}
{{- $name := include "exposure-lib.notesService" (merge (dict "suffix" "-load-balancer") .) }}
{{- $ask = merge (dict "port" (int $port.port) "addressOf" (merge (dict "name" $name "path" (printf "/api/v1/namespaces/%s/services/%s" .namespace $name)) $service)) $ask }}
{{- else }}
{{- $labels := list }}
{{- range $key, $value := $spec.target.selector }}{{ $labels = append $labels (printf "%s%%3D%s" (urlquery $key) (urlquery $value)) }}{{ end }}
{{- $pods := dict "group" "" "resource" "pods" "namespace" .namespace "keys" "hostIP" "path" (printf "/api/v1/namespaces/%s/pods?limit=1&labelSelector=%s" .namespace (join "%2C" $labels)) }}
{{- $number := int $port.containerPort }}
{{- if eq $strategy "hostPort" }}
{{- with include "exposure-lib.settingOf" (dict "map" (default dict (default dict $spec.hostPort).ports) "port" $port) }}{{ $number = int . }}{{ end }}
{{- end }}
{{- $ask = merge (dict "port" $number) $ask }}
{{- $given := ternary (default "" (default dict $spec.hostPort).hostIP) "" (eq $strategy "hostPort") }}
{{- if and $given (ne $given "0.0.0.0") }}{{ $ask = set $ask "address" $given }}{{ else }}{{ $ask = set $ask "addressOf" $pods }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
{{- toYaml $ask }}
{{- end }}

{{/*
The first TCP port by which traffic gets in: port, containerPort, protocol, targetPort, name. A Service of the chart's own that carries
the exposure has its own ports. As YAML; empty when there is none. Input: component, spec.
*/}}
{{- define "exposure-lib.testPort" -}}
{{- $spec := .spec }}
{{- $found := dict }}
{{- if and $spec.target.carrier (has $spec.strategy (list "NodePort" "LoadBalancer")) }}
{{- range $service := $spec.target.services }}
{{- range $entry := ternary $service.ports list (not (not $service.carrier)) }}
{{- if and (not $found) (eq (default "TCP" $entry.protocol) "TCP") }}
{{- $number := ternary 0 (int (default $entry.port $entry.targetPort)) (kindIs "string" $entry.targetPort) }}
{{- range $container := $spec.target.containers }}{{ range $declared := $container.ports }}{{ if and (kindIs "string" $entry.targetPort) (eq (default "" $declared.name) $entry.targetPort) }}{{ $number = int $declared.containerPort }}{{ end }}{{ end }}{{ end }}
{{- $found = dict "name" (default "" $entry.name) "port" (int $entry.port) "containerPort" $number "protocol" "TCP" "targetPort" (default $entry.port $entry.targetPort) }}
{{- end }}
{{- end }}
{{- end }}
{{- else }}
{{- range $one := (include "exposure-lib.ports" . | fromYaml).ports }}{{ if and (not $found) (eq $one.protocol "TCP") }}{{ $found = $one }}{{ end }}{{ end }}
{{- end }}
{{- toYaml $found }}
{{- end }}

{{/* A path below the first of the request. Input: spec. */}}
{{- define "exposure-lib.testPath" -}}
{{- $path := default "/" (first (default (list dict) .spec.paths)).path }}
{{- ternary (printf "%s/" $path) $path (and (eq (default "Prefix" (first (default (list dict) .spec.paths)).type) "Prefix") (not (hasSuffix "/" $path))) }}
{{- end }}

{{- define "exposure-lib.testIngress" -}}
{{- /* A route of the controller's own kind does not tell the address. */}}
{{- if include "exposure-lib.ownRoute" . }}{}
{{- else }}
{{- $tls := include "exposure-lib.tls" . | fromYaml }}
{{- $scheme := ternary "https" "http" (not (not $tls.mode)) }}
{{- $name := include "exposure-lib.objectName" (dict "base" .spec.target.name "suffix" "") }}
{{- $host := first (default (list "") .spec.hosts) | replace "*" "any" }}
{{- $ingress := dict "group" "networking.k8s.io" "resource" "ingresses" "namespace" .namespace "name" $name "keys" "ip|hostname" "path" (printf "/apis/networking.k8s.io/v1/namespaces/%s/ingresses/%s" .namespace $name) }}
{{- $number := int (default (ternary 443 80 (eq $scheme "https")) (get .controller $scheme)) }}
{{- $ask := dict "how" $scheme "host" $host "path" (include "exposure-lib.testPath" .) "routed" "true" "addressOf" $ingress }}
{{- if eq (default "" .controller.entry) "NodePort" }}
{{- $service := dict "group" "" "resource" "services" "namespace" .root.Release.Namespace "name" .controller.service "path" (printf "/api/v1/namespaces/%s/services/%s" .root.Release.Namespace .controller.service) }}
{{- $ask = merge (dict "servicePort" $number "portOf" $service) $ask }}
{{- else }}{{ $ask = set $ask "port" $number }}
{{- end }}
{{- toYaml $ask }}
{{- end }}
{{- end }}

{{- define "exposure-lib.testGateway" -}}
{{- $tls := include "exposure-lib.tls" . | fromYaml }}
{{- $ports := (include "exposure-lib.ports" . | fromYaml).ports }}
{{- $in := merge (dict "ports" $ports) . }}
{{- $route := include "exposure-lib.paths" $in | fromYaml }}
{{- $kind := include "exposure-lib.routeKind" (merge (dict "tls" $tls "routed" $route.routed) $in) }}
{{- $ref := default dict (default dict .spec.gateway).parentRef }}
{{- $name := default (include "exposure-lib.objectName" (dict "base" .spec.target.name "suffix" "")) $ref.name }}
{{- $namespace := default .namespace $ref.namespace }}
{{- $gateway := dict "group" "gateway.networking.k8s.io" "resource" "gateways" "namespace" $namespace "name" $name "keys" "value" "path" (printf "/apis/gateway.networking.k8s.io/v1/namespaces/%s/gateways/%s" $namespace $name) }}
{{- $how := ternary "https" "http" (not (not $tls.mode)) }}
{{- $number := ternary 443 80 (eq $how "https") }}
{{- if has $kind (list "TCPRoute" "GRPCRoute") }}{{ $how = "tcp" }}{{ end }}
{{- if eq $kind "TCPRoute" }}{{ $number = int (first $route.routed).port }}{{ end }}
{{- if ne $kind "UDPRoute" }}
{{- dict "how" $how "host" (first (default (list "") .spec.hosts) | replace "*" "any") "path" (include "exposure-lib.testPath" .) "routed" "true" "addressOf" $gateway "port" $number | toYaml }}
{{- else }}{}
{{- end }}
{{- end }}

{{/* The test itself: tries for two minutes, since an address may take its time. */}}
{{- define "exposure-lib.testScript" -}}
account=/var/run/secrets/kubernetes.io/serviceaccount
api() {
  curl --silent --show-error --fail --max-time 10 --cacert "$account/ca.crt" --header "Authorization: Bearer $(cat "$account/token")" \
    "https://kubernetes.default.svc$1"
}
find_address() {
  if [ "$ADDRESS" = node ]; then echo "$NODE_ADDRESS"; return; fi
  if [ -n "$ADDRESS" ]; then echo "$ADDRESS"; return; fi
  api "$ADDRESS_OF" | sed -n '/"status": {/,$p' | grep -oE "\"($ADDRESS_KEYS)\": \"[^\"]+\"" | head -n 1 | cut -d '"' -f 4
}
find_port() {
  if [ -n "$PORT" ]; then echo "$PORT"; return; fi
  api "$PORT_OF" | awk -v want="$SERVICE_PORT" '/"port":/ { gsub(/[^0-9]/, ""); port = $0 } /"nodePort":/ { gsub(/[^0-9]/, ""); if (port == want) { print; exit } }'
}
ask() {
  case "$HOW" in
    http | https)
      status=$(curl --silent --show-error --insecure --output /dev/null --max-time 5 --write-out '%{http_code}' \
        ${HOST:+--connect-to "$HOST:$port:$where:$port"} "$HOW://${HOST:-$where}:$port$URL_PATH") || return 1
      echo "$HOW://${HOST:-$where}:$port$URL_PATH by $where: status $status"
      [ "$status" -lt 500 ] && { [ "$status" != 404 ] || [ "$ROUTED" != true ]; } ;;
    redis)
      printf 'PING\r\nQUIT\r\n' | curl --silent --max-time 3 "telnet://$where:$port" | grep -E 'PONG|NOAUTH' ;;
    *)
      time=$(curl --silent --output /dev/null --connect-timeout 3 --max-time 3 --write-out '%{time_connect}' "telnet://$where:$port" </dev/null)
      echo "$where:$port: connected after $time s"
      case "$time" in 0.000000 | '') return 1 ;; esac ;;
  esac
}
end=$(($(date +%s) + 120))
while [ "$(date +%s)" -lt "$end" ]; do
  where=$(find_address)
  port=$(find_port)
  case "$where" in *:*) where="[$where]" ;; esac
  if [ -z "$where" ] || [ -z "$port" ]; then echo "no address or port yet: '$where' '$port'"
  elif ask; then echo "answered at $where, port $port"; exit 0
  fi
  sleep 2
done
echo "no answer"
exit 1
{{- end }}
