// Command coredns is CoreDNS with the few plugins that the test cluster's Corefile uses: none of the clients of clouds and
// databases is fetched, built or loaded into the nodes.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	_ "github.com/coredns/coredns/plugin/log"
	_ "github.com/coredns/coredns/plugin/ready"
	_ "github.com/coredns/coredns/plugin/template"
)

// The order is upstream's plugin.cfg: a query passes the plugins in it.
func init() {
	dnsserver.Directives = []string{"ready", "log", "errors", "cache", "template", "loadbalance", "kubernetes"}
}

func main() { coremain.Run() }
