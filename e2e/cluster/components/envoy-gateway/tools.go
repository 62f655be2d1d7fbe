//go:build tools

package envoygateway

import (
	_ "github.com/envoyproxy/gateway/cmd/envoy-gateway"
	_ "helm.sh/helm/v3/cmd/helm"
)
