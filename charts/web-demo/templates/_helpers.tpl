{{/*
Names, labels and other helpers of the chart web-demo.
*/}}

{{/* Name of the main component, web-demo: the release's, with the component's behind it unless it has that in it already. */}}
{{- define "web-demo.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride }}
{{- else if contains "web-demo" .Release.Name }}{{ .Release.Name }}
{{- else }}{{ .Release.Name }}-web-demo
{{- end }}
{{- end }}

{{/* Name of an object. Input: list of the root, the name in the original manifests and the longest length (default 63). */}}
{{- define "web-demo.name" -}}
{{- $root := index . 0 }}
{{- $name := index . 1 }}
{{- if eq $name "web-demo" }}{{ $name = include "web-demo.fullname" $root }}
{{- else if hasPrefix "web-demo-" $name }}{{ $name = printf "%s%s" (include "web-demo.fullname" $root) (trimPrefix "web-demo" $name) }}
{{- else }}{{ $name = printf "%s-%s" (default $root.Release.Name $root.Values.fullnameOverride) $name }}
{{- end }}
{{- include "web-demo.cut" (list $name (len . | eq 3 | ternary (last .) 63)) }}
{{- end }}

{{/* Name of an object that could be mistaken for another one: the release before all of it. Input: as of name. */}}
{{- define "web-demo.prefixedName" -}}
{{- $root := index . 0 }}
{{- $name := printf "%s-%s" (default $root.Release.Name $root.Values.fullnameOverride) (index . 1) }}
{{- include "web-demo.cut" (list $name (len . | eq 3 | ternary (last .) 63)) }}
{{- end }}

{{/* Name of an object outside namespaces: the namespace goes before the release. Input: as of name. */}}
{{- define "web-demo.clusterName" -}}
{{- $root := index . 0 }}
{{- $name := printf "%s-%s-%s" $root.Release.Namespace (default $root.Release.Name $root.Values.fullnameOverride) (index . 1) }}
{{- include "web-demo.cut" (list $name (len . | eq 3 | ternary (last .) 63)) }}
{{- end }}

{{/* A name of at most so many characters; one that is cut ends with the beginning of its SHA-256. Input: list of name and length. */}}
{{- define "web-demo.cut" -}}
{{- $name := index . 0 }}
{{- $length := int (index . 1) }}
{{- if le (len $name) $length }}{{ $name }}
{{- else }}{{ regexReplaceAll "[-.]+$" (trunc (int (sub $length 9)) $name) "" }}-{{ sha256sum $name | trunc 8 }}
{{- end }}
{{- end }}

{{/* Helm's labels and those of an object. Input: list of the root and the object's labels. */}}
{{- define "web-demo.labels" -}}
{{- $root := index . 0 }}
{{- $labels := deepCopy (default dict (index . 1)) }}
{{- $labels = set $labels "helm.sh/chart" (printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-") }}
{{- $labels = set $labels "app.kubernetes.io/managed-by" $root.Release.Service }}
{{- $labels = set $labels "app.kubernetes.io/instance" $root.Release.Name }}
{{- toYaml $labels }}
{{- end }}

{{/* An image. Input: list of the root and the image's values. */}}
{{- define "web-demo.image" -}}
{{- $image := index . 1 }}
{{- $repository := $image.repository }}
{{- with (index . 0).Values.global.imageRegistry }}
{{- /* The first part is a registry when it has a dot or a port, or is localhost. */}}
{{- $repository = printf "%s/%s" . (regexReplaceAll "^([^/]*[.:][^/]*|localhost)/" $repository "") }}
{{- end }}
{{- $repository }}{{ with $image.tag }}:{{ . }}{{ end }}{{ with $image.digest }}@{{ . }}{{ end }}
{{- end }}

{{/*
Security of a pod and of a container: what they have of their own, and what the profile sets besides. As YAML.
baseline: seccomp, no gain of privileges. restricted: what pod-security level restricted asks for, and a root file system that is
read-only. Input: list of the profile and the own settings.
*/}}
{{- define "web-demo.podSecurity" -}}
{{- $own := deepCopy (default dict (index . 1)) }}
{{- if has (index . 0) (list "baseline" "restricted") }}
{{- if not (hasKey $own "seccompProfile") }}{{ $own = set $own "seccompProfile" (dict "type" "RuntimeDefault") }}{{ end }}
{{- end }}
{{- if and (eq (index . 0) "restricted") (not (hasKey $own "runAsNonRoot")) }}{{ $own = set $own "runAsNonRoot" true }}{{ end }}
{{- toYaml $own }}
{{- end }}

{{- define "web-demo.containerSecurity" -}}
{{- $own := deepCopy (default dict (index . 1)) }}
{{- if and (has (index . 0) (list "baseline" "restricted")) (not $own.privileged) }}
{{- $capabilities := default dict $own.capabilities }}
{{- /* The API server refuses one beside the other. */}}
{{- $isAdmin := has "SYS_ADMIN" (default list $capabilities.add) }}
{{- if not (or (hasKey $own "allowPrivilegeEscalation") $isAdmin) }}{{ $own = set $own "allowPrivilegeEscalation" false }}{{ end }}
{{- if eq (index . 0) "restricted" }}
{{- if not (hasKey $capabilities "drop") }}{{ $own = set $own "capabilities" (set (deepCopy $capabilities) "drop" (list "ALL")) }}{{ end }}
{{- if not (hasKey $own "readOnlyRootFilesystem") }}{{ $own = set $own "readOnlyRootFilesystem" true }}{{ end }}
{{- end }}
{{- end }}
{{- toYaml $own }}
{{- end }}

{{/* Mounts of paths that stay writable under the profile restricted. Input: list of the profile, the paths and those taken already. */}}
{{- define "web-demo.writableMounts" -}}
{{- $taken := len . | eq 3 | ternary (last .) list }}
{{- $mounts := list }}
{{- if eq (index . 0) "restricted" }}
{{- range $path := default list (index . 1) }}
{{- if not (has $path $taken) }}{{ $mounts = append $mounts (dict "name" "writable-paths" "mountPath" $path "subPath" (trimAll "/" $path | replace "/" "-")) }}{{ end }}
{{- end }}
{{- end }}
{{- if $mounts }}{{ toYaml $mounts }}{{ end }}
{{- end }}

{{/* Metadata of what a component has besides. Input: root, name, namespace. */}}
{{- define "web-demo.policyMetadata" -}}
name: {{ .name | quote }}
namespace: {{ .namespace | quote }}
labels:
  {{- include "web-demo.labels" (list .root dict) | nindent 2 }}
{{- end }}

{{/*
Variables of a container, each once: those of the values by name, in the order in which they were written, then the others sorted.
Input: env (from the values), order (names), wired (what the chart sets itself; the values go before).
*/}}
{{- define "web-demo.env" -}}
{{- $env := deepCopy (default dict .env) }}
{{- $order := .order }}
{{- range $name, $value := .wired }}{{ if not (hasKey $env $name) }}{{ $env = set $env $name $value }}{{ end }}{{ end }}
{{- range $name := keys $env | sortAlpha }}{{ if not (has $name $order) }}{{ $order = append $order $name }}{{ end }}{{ end }}
{{- $list := list }}
{{- range $name := $order }}
{{- if hasKey $env $name }}
{{- $value := get $env $name }}
{{- if kindIs "map" $value }}
{{- $list = append $list (merge (dict "name" $name) $value) }}
{{- else if not (kindIs "invalid" $value) }}
{{- /* A whole number of a values file is a float, which would be written as 1e+06. */}}
{{- $text := ternary (printf "%d" (int64 $value)) (toString $value) (and (kindIs "float64" $value) (eq (toString $value) (toString (float64 (int64 $value))))) }}
{{- $list = append $list (dict "name" $name "value" $text) }}
{{- end }}
{{- end }}
{{- end }}
{{- toYaml $list }}
{{- end }}

{{/*
How a component is exposed: its own settings, over which those of the top-level exposure go where it is the one meant, and what the
library chart must know of it. With the embedded controller an Ingress without a class gets that of the controller.
Input: list of the root and the component's key.
*/}}
{{- define "web-demo.exposure" -}}
{{- $root := index . 0 }}
{{- $key := index . 1 }}
{{- $spec := deepCopy (default dict (index $root.Values.components $key).exposure) }}
{{- if eq $key $root.Values.exposure.component }}
{{- $spec = mergeOverwrite $spec (omit (deepCopy $root.Values.exposure) "component") }}
{{- end }}
{{- $controller := index $root.Values "ingress-nginx" }}
{{- if and $controller.enabled (eq (default "" $spec.strategy) "Ingress") }}
{{- $class := include "ingress-nginx.className" (dict "root" $root "values" $controller) }}
{{- $ingress := deepCopy (default dict $spec.ingress) }}
{{- if not $ingress.className }}{{ $ingress = set $ingress "className" $class }}{{ end }}
{{- if and (eq $ingress.className $class) (not $ingress.controller) }}{{ $ingress = set $ingress "controller" "ingress-nginx" }}{{ end }}
{{- $spec = set $spec "ingress" $ingress }}
{{- end }}
{{- set $spec "target" (include (printf "web-demo.component.%s" $key) $root | fromYaml) | toYaml }}
{{- end }}

{{/* `true` when the embedded controller is wanted: it is switched on and something is exposed by Ingress. Input: the root. */}}
{{- define "web-demo.hasController" -}}
{{- $wanted := "" }}
{{- range $key, $component := .Values.components }}
{{- $strategy := default "" (default dict $component.exposure).strategy }}
{{- if eq $key $.Values.exposure.component }}{{ $strategy = default $strategy $.Values.exposure.strategy }}{{ end }}
{{- if eq $strategy "Ingress" }}{{ $wanted = "true" }}{{ end }}
{{- end }}
{{- if (index .Values "ingress-nginx").enabled }}{{ $wanted }}{{ end }}
{{- end }}
