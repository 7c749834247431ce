# Manage the builder of an app

builder:set() { # <app> <property> (<value>), Set or clear a builder property for an app
  property_set builder 'build-dir selected' 'build-dir selected' "$@"
}
