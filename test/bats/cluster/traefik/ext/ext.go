// Package ext is what Traefik's open edition has in its place: nothing. It is a module of its own, which no module proxy has.
package ext

type (
	HTTP   struct{}
	Router struct{}
)
