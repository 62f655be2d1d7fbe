{{/* How to reach the controller, and what to know. For NOTES.txt here and in a parent. */}}
{{- define "ingress-nginx.notes" -}}
{{- $ctx := dict "root" .root "values" .values }}
{{- include "ingress-nginx.derive" $ctx }}
{{- $namespace := $ctx.namespace -}}
An Ingress in {{ ternary (printf "namespace %s" $namespace) "any namespace" (($ctx.c.scope).enabled | default false) }} is served when it says

  ingressClassName: {{ $ctx.className }}

{{ include "ingress-nginx.address" $ctx }}
{{- range $stream := (include "ingress-nginx.streamNotes" $ctx | fromYamlArray) }}
{{ $stream }}
{{- end }}
{{ range $line := (include "ingress-nginx.warnings" $ctx | fromYamlArray) }}
WARNING: {{ $line }}
{{- end }}
{{- end }}

{{/* Where requests go, by entry. */}}
{{- define "ingress-nginx.address" -}}
{{- $pods := printf "kubectl -n %s get pods -l app.kubernetes.io/name=ingress-nginx,app.kubernetes.io/instance=%s" .namespace .root.Release.Name }}
{{- if eq .entry "LoadBalancer" -}}
Its address, once the load balancer has one:

  kubectl -n {{ .namespace }} get service {{ .serviceName }} -o jsonpath='{.status.loadBalancer.ingress[0]}'
{{- else if eq .entry "NodePort" -}}
It answers on every node{{ if eq ((.c.service).externalTrafficPolicy | default "") "Local" }} that has a pod of it{{ end }}, on these ports:

  kubectl -n {{ .namespace }} get service {{ .serviceName }} -o jsonpath='{range .spec.ports[*]}{.name}{" "}{.nodePort}{"\n"}{end}'
  kubectl get nodes -o wide
{{- else -}}
{{- $shown := list }}
{{- range .ports }}{{ $shown = append $shown (printf "%d/%s" (ternary .host .container (ne (int .host) 0) | int) .protocol) }}{{ end -}}
It answers on port {{ join ", " $shown }} of the nodes on which its pods run:

  {{ $pods }} -o jsonpath='{range .items[*]}{.status.hostIP}{"\n"}{end}'
{{- end }}
{{- end }}

{{- define "ingress-nginx.streamNotes" -}}
{{- $ctx := . }}
{{- range $protocol := list "tcp" "udp" }}
{{- range $port, $value := get $ctx.values $protocol | default dict }}
- {{ printf "Port %s/%s goes to %s." $port (upper $protocol) (include "ingress-nginx.streamTarget" (dict "ctx" $ctx "key" (printf "%s.%s" $protocol $port) "value" $value)) | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* A list of sentences. */}}
{{- define "ingress-nginx.warnings" -}}
- {{ "the project ingress-nginx was retired in March 2026: no release and no fix comes any more, not even for security holes in its nginx. Move to the controller your cluster already has (name its class in your Ingress) or to Gateway API; until then an image of a maintained fork can be used by controller.image.repository." | quote }}
{{- if not (include "ingress-nginx.floorJudged" .) }}
- {{ printf "the image %s is not one of registry.k8s.io with a version as its tag: whether it has the fixes of v1.15.1 could not be judged. Ask who builds it." (include "ingress-nginx.image" .) | quote }}
{{- end }}
{{- if not (.c.scope).enabled }}
- "controller.scope.enabled is false: the controller reads the Secrets of every namespace, and who may create an Ingress anywhere is to be trusted with them."
{{- end }}
{{- if eq (get (.c.config | default dict) "allow-snippet-annotations" | toString) "true" }}
- "controller.config.allow-snippet-annotations is true: who may create an Ingress can run code in the controller."
{{- end }}
{{- if .onHost }}
- {{ printf "%s needs a namespace whose pod-security level is privileged: kubectl label namespace %s pod-security.kubernetes.io/enforce=privileged" .entry .namespace | quote }}
{{- end }}
{{- if eq .entry "NodePort" }}
- {{ ternary "redirects to HTTPS go to port 443, not to the node port: ssl-redirect was set in controller.config, so see that something answers there." "redirects to HTTPS are off, since they would go to port 443 and not to the node port. Where 443 does lead here, set controller.config.ssl-redirect=true." (hasKey (.c.config | default dict) "ssl-redirect") | quote }}
{{- end }}
{{- if and (eq .statusFrom "nodes") (semverCompare ">=1.35.0-0" .root.Capabilities.KubeVersion.Version) }}
- "where nodes lie in several zones, ADDRESS of an Ingress holds only those of one: since Kubernetes 1.35 the zone is a label of pods, and the controller knows its like by all labels. Requests are served on all of them; controller.extraArgs.publish-status-address names the addresses instead."
{{- end }}
{{- if and .values.tcp .values.udp (eq .entry "LoadBalancer") }}
- "tcp and udp are both in use: the load balancer must take both protocols on one Service, which not all do."
{{- end }}
{{- if and (eq .kind "DaemonSet") (.c.autoscaling).enabled }}
- "controller.autoscaling is not used: a DaemonSet has one pod a node."
{{- end }}
{{- if and (eq .entry "hostNetwork") (.c.networkPolicy).enabled }}
- "controller.networkPolicy is not used: network policies do not hold for pods on the network of their node."
{{- end }}
{{- end }}
