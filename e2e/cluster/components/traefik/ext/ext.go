// Package ext stands for the place where other distributions of Traefik add fields to its configuration. Upstream's is empty as
// well, and is left out of the published module because it is a module of its own.
package ext

// HTTP has no further fields.
type HTTP struct{}

// Router has no further fields.
type Router struct{}
