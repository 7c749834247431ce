// Package ecs asks nobody: the clients of AWS take longer to compile than all else of Traefik.
package ecs

import (
	"errors"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/safe"
)

const ProviderName = "ecs"

type Provider struct{}

func (*Provider) Init() error { return errors.New("built without the provider of ECS") }

func (*Provider) Provide(chan<- dynamic.Message, *safe.Pool) error { return nil }
