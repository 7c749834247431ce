# The triggers of the plugin plugin.

# Sorts before most community plugins, so what their own install creates is not theirs yet.
install() {
  chown -R "$DOKKU_SYSTEM_USER:$DOKKU_SYSTEM_GROUP" "$PLUGIN_PATH" "$PLUGIN_CORE_PATH"
}
