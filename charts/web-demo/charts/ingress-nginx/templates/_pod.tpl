{{/*
Arguments of the controller. Each is known to 1.11 and to 1.15.
Status is not emptied on the way out: since Kubernetes 1.35 pods carry the zone of their node as a label, a controller takes those of
other zones for strangers, and each rollout would empty ADDRESS for a minute.
*/}}
{{- define "ingress-nginx.args" -}}
{{- $args := dict
  "configmap" (printf "$(POD_NAMESPACE)/%s" .name)
  "controller-class" .controllerValue
  "election-id" (printf "%s-leader" .fullname)
  "enable-annotation-validation" true
  "enable-metrics" ((.c.metrics).enabled | default false)
  "http-port" ((.c.containerPort).http | default 80)
  "https-port" ((.c.containerPort).https | default 443)
  "ingress-class" .className
  "profiling" false
  "shutdown-grace-period" 5
  "update-status-on-shutdown" false }}
{{- /* The next pod of a node needs its ports: nothing is gained by staying once nginx has ended. */}}
{{- if .onHost }}{{ $_ := set $args "post-shutdown-grace-period" 0 }}{{ end }}
{{- if (.c.scope).enabled }}{{ $_ := set $args "watch-namespace" "$(POD_NAMESPACE)" }}{{ end }}
{{- if .c.watchIngressWithoutClass }}{{ $_ := set $args "watch-ingress-without-class" true }}{{ end }}
{{- if .values.tcp }}{{ $_ := set $args "tcp-services-configmap" (printf "$(POD_NAMESPACE)/%s-tcp" .fullname) }}{{ end }}
{{- if .values.udp }}{{ $_ := set $args "udp-services-configmap" (printf "$(POD_NAMESPACE)/%s-udp" .fullname) }}{{ end }}
{{- if eq .statusFrom "service" }}{{ $_ := set $args "publish-service" (printf "$(POD_NAMESPACE)/%s" .serviceName) }}{{ end }}
{{- /* Its first look comes before its pods are ready; the next would come a minute later. */}}
{{- if eq .statusFrom "nodes" }}{{ $_ := set $args "status-update-interval" 10 }}{{ end }}
{{- if and (eq .statusFrom "nodes") .c.reportNodeInternalIp }}{{ $_ := set $args "report-node-internal-ip-address" true }}{{ end }}
{{- with include "ingress-nginx.healthzHost" . }}{{ $_ := set $args "healthz-host" . }}{{ end -}}
- /nginx-ingress-controller
{{- range $flag, $value := mergeOverwrite $args (.c.extraArgs | default dict) }}
{{- $text := include "ingress-nginx.text" $value }}
- {{ ternary (printf "--%s" $flag) (printf "--%s=%s" $flag $text) (or (kindIs "invalid" $value) (eq $text "")) | quote }}
{{- end }}
{{- end }}

{{/* With the host's network the health port would answer on every address of the node. */}}
{{- define "ingress-nginx.healthzHost" -}}
{{- if .c.healthCheckHost }}{{ .c.healthCheckHost }}
{{- else if and (eq .entry "hostNetwork") (not (.c.metrics).enabled) }}127.0.0.1
{{- end -}}
{{- end }}

{{- define "ingress-nginx.probe" -}}
{{- $http := dict "path" (get (.ctx.c.extraArgs | default dict) "health-check-path" | default "/healthz") "port" .ctx.healthzPort "scheme" "HTTP" }}
{{- $host := include "ingress-nginx.healthzHost" .ctx }}
{{- if and (eq .ctx.entry "hostNetwork") $host (not (has $host (list "0.0.0.0" "::"))) }}{{ $_ := set $http "host" $host }}{{ end }}
{{- merge dict (.probe | default dict) (dict "httpGet" $http) | toYaml }}
{{- end }}

{{- define "ingress-nginx.securityContext" -}}
{{- if .c.containerSecurityContext }}
{{- toYaml .c.containerSecurityContext }}
{{- else }}
{{- $image := .c.image | default dict -}}
runAsUser: {{ int $image.runAsUser }}
runAsGroup: {{ int $image.runAsGroup }}
runAsNonRoot: {{ $image.runAsNonRoot }}
allowPrivilegeEscalation: {{ $image.allowPrivilegeEscalation }}
readOnlyRootFilesystem: {{ $image.readOnlyRootFilesystem }}
capabilities:
  drop: [ALL]
  # nginx, the controller and dumb-init carry it as a file capability and do not start when it may not be had.
  add: [NET_BIND_SERVICE]
{{- with $image.seccompProfile }}
seccompProfile:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{- define "ingress-nginx.containerPorts" -}}
{{- range .ports }}
- name: {{ .name }}
  containerPort: {{ .container }}
  {{- if .host }}
  hostPort: {{ .host }}
  {{- end }}
  protocol: {{ .protocol }}
{{- end }}
{{- if (.c.metrics).enabled }}
- name: metrics
  containerPort: {{ .healthzPort }}
  protocol: TCP
{{- end }}
{{- end }}

{{/* The template of the pods, below `template:`. */}}
{{- define "ingress-nginx.pod" -}}
{{- $selector := include "ingress-nginx.selectorLabels" . | fromYaml -}}
metadata:
  labels:
    {{- merge dict $selector (.c.podLabels | default dict) (.c.labels | default dict) (.values.commonLabels | default dict) | toYaml | nindent 4 }}
  {{- with .c.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ .serviceAccount | quote }}
  automountServiceAccountToken: true
  {{- with include "ingress-nginx.pullSecrets" . }}
  imagePullSecrets:
    {{- . | trim | nindent 4 }}
  {{- end }}
  {{- if eq .entry "hostNetwork" }}
  hostNetwork: true
  {{- end }}
  {{- with .c.dnsPolicy | default (ternary "ClusterFirstWithHostNet" "" (eq .entry "hostNetwork")) }}
  dnsPolicy: {{ . }}
  {{- end }}
  {{- with .c.podSecurityContext }}
  securityContext:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  terminationGracePeriodSeconds: {{ int .c.terminationGracePeriodSeconds }}
  {{- with .c.priorityClassName }}
  priorityClassName: {{ . | quote }}
  {{- end }}
  {{- with .c.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .c.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .c.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .c.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- toYaml .c.topologySpreadConstraints | nindent 4 }}
  {{- else if eq .kind "Deployment" }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      # Without it the pods of a rollout avoid the nodes of those that are about to go.
      matchLabelKeys: [pod-template-hash]
      labelSelector:
        matchLabels:
          {{- toYaml $selector | nindent 10 }}
  {{- end }}
  containers:
    - name: controller
      image: {{ include "ingress-nginx.image" . | quote }}
      imagePullPolicy: {{ (.c.image).pullPolicy | default "IfNotPresent" }}
      args:
        {{- include "ingress-nginx.args" . | nindent 8 }}
      env:
        - name: POD_NAME
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        - name: POD_NAMESPACE
          valueFrom:
            fieldRef:
              fieldPath: metadata.namespace
        {{- if .c.enableMimalloc }}
        - name: LD_PRELOAD
          value: /usr/local/lib/libmimalloc.so
        {{- end }}
      ports:
        {{- include "ingress-nginx.containerPorts" . | trim | nindent 8 }}
      securityContext:
        {{- include "ingress-nginx.securityContext" . | nindent 8 }}
      {{- with .c.lifecycle }}
      lifecycle:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      livenessProbe:
        {{- include "ingress-nginx.probe" (dict "ctx" . "probe" .c.livenessProbe) | nindent 8 }}
      readinessProbe:
        {{- include "ingress-nginx.probe" (dict "ctx" . "probe" .c.readinessProbe) | nindent 8 }}
      {{- with .c.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}

{{- define "ingress-nginx.pullSecrets" -}}
{{- $global := .values.global | default .root.Values.global | default dict }}
{{- $names := list }}
{{- range concat (.values.imagePullSecrets | default list) ($global.imagePullSecrets | default list) }}
{{- $names = append $names (ternary . (get (ternary dict . (kindIs "string" .)) "name") (kindIs "string" .)) }}
{{- end }}
{{- range uniq $names }}
- name: {{ . | quote }}
{{- end }}
{{- end }}
