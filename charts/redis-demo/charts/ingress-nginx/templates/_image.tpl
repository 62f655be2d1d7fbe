{{/* What `tag` and `digest` of values.yaml say: the digest belongs to no other tag. */}}
{{- define "ingress-nginx.releasedTag" -}}v1.15.1{{- end }}
{{- define "ingress-nginx.releasedDigest" -}}
sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1
{{- end }}

{{/* The image without tag and digest. */}}
{{- define "ingress-nginx.imagePath" -}}
{{- $image := .c.image | default dict }}
{{- $global := .values.global | default .root.Values.global | default dict }}
{{- $globalRegistry := $global.imageRegistry | default "" }}
{{- if kindIs "map" $global.image }}{{ $globalRegistry = $global.image.registry | default $globalRegistry }}{{ end }}
{{- if $image.repository -}}
{{ with $image.registry }}{{ trimSuffix "/" . }}/{{ end }}{{ $image.repository }}
{{- else -}}
{{ $image.registry | default $globalRegistry | default "registry.k8s.io" | trimSuffix "/" }}/{{ $image.image }}
{{- end -}}
{{- end }}

{{/* Whether the floor can be judged: an image of the project's own registry with a version as its tag. */}}
{{- define "ingress-nginx.floorJudged" -}}
{{- $known := regexMatch "^(registry\\.k8s\\.io|k8s\\.gcr\\.io)/ingress-nginx/controller(-chroot)?$" (include "ingress-nginx.imagePath" .) }}
{{- if and $known (regexMatch "^v?[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$" ((.c.image).tag | default "")) }}yes{{ end -}}
{{- end }}

{{- define "ingress-nginx.image" -}}
{{- $image := .c.image | default dict }}
{{- $path := include "ingress-nginx.imagePath" . }}
{{- $tag := $image.tag | default "" }}
{{- $digest := $image.digest | default "" }}
{{- if and (eq $digest (include "ingress-nginx.releasedDigest" .)) (or (ne $tag (include "ingress-nginx.releasedTag" .)) (not (hasSuffix "ingress-nginx/controller" $path))) }}
{{- $digest = "" }}
{{- end }}
{{- if contains ":" (splitList "/" $path | last) }}
{{- fail (printf "ingress-nginx: %s: a tag belongs into controller.image.tag, not into image or repository" $path) }}
{{- end }}
{{- if not (or $tag $digest) }}
{{- fail "ingress-nginx: controller.image.tag and controller.image.digest are both empty; give one of them" }}
{{- end }}
{{- if and (include "ingress-nginx.floorJudged" .) (not (semverCompare (printf ">=%s-0" (include "ingress-nginx.releasedTag" . | trimPrefix "v")) $tag)) }}
{{- fail (printf "ingress-nginx: controller.image.tag %s has published holes that give away Secrets (CVE-2026-4342 and others); use %s, or an image of a maintained fork by controller.image.repository" $tag (include "ingress-nginx.releasedTag" .)) }}
{{- end -}}
{{ $path }}{{ with $tag }}:{{ . }}{{ end }}{{ with $digest }}@{{ . }}{{ end }}
{{- end }}
