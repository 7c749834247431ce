// Neither basic nor digest authentication: the module proxy does not have the fork of a library that Traefik needs for them.
package auth

import (
	"context"
	"errors"
	"net/http"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
)

var errWithout = errors.New("built without passwords")

func NewBasic(context.Context, http.Handler, dynamic.BasicAuth, string) (http.Handler, error) {
	return nil, errWithout
}

func NewDigest(context.Context, http.Handler, dynamic.DigestAuth, string) (http.Handler, error) {
	return nil, errWithout
}
