# Manage installed plugins

plugin:install() { # [--core|--git-url] [--committish committish] [--name custom-plugin-name] <git-url>, Optionally download git-url (and pin to the specified branch/tag/sha1) and run install trigger for active plugins
  local url='' committish='' name='' skip=false
  while (($#)); do
    case $1 in
      --core)
        PLUGIN_PATH=$PLUGIN_CORE_PATH plugn trigger install
        return
        ;;
      --committish) committish=$2 && shift ;;
      --name) name=$2 && shift ;;
      --skip-install-trigger) skip=true ;;
      *) url=$1 ;;
    esac
    shift
  done
  case $url in
    '') ;;
    https:* | git* | ssh:* | file:* | *.tar.gz | *.tgz) download_plugin "$url" "$committish" "$name" ;;
    *)
      dokku_log_warn 'First argument must be --core or url to plugin'
      dokku_log_warn 'Valid prefixes: https:, git:, ssh:, file:'
      dokku_log_warn 'Valid suffixes: .tar.gz, .tgz'
      dokku_log_fail 'Please retry with valid arguments'
      ;;
  esac
  [[ $skip == true ]] || plugn trigger install
  prime_completion
}

download_plugin() { # URL COMMITTISH NAME
  local url=$1 committish=$2 name=$3
  if [[ ! $name ]]; then
    name=${url%/}
    name=${name##*/} name=${name%.git} name=${name%.tar.gz} name=${name%.tgz} name=${name#dokku-}
  fi
  if [[ $url == *.tar.gz || $url == *.tgz ]]; then
    local dir=$PLUGIN_AVAILABLE_PATH/$name
    mkdir "$dir"
    if [[ $url == file://* ]]; then
      tar xzf "${url#file://}" -C "$dir"
    else
      curl -fsSL "$url" | tar xz -C "$dir"
    fi
    # An archive may hold the plugin itself or one folder with it.
    if [[ ! -f $dir/plugin.toml ]]; then
      local inner=("$dir"/*/)
      mv "${inner[0]}" "$dir.new"
      rm -rf "$dir"
      mv "$dir.new" "$dir"
    fi
  else
    plugn install "$url" "$name"
    [[ ! $committish ]] || git -C "$PLUGIN_AVAILABLE_PATH/$name" checkout -q "$committish"
  fi
  plugn enable "$name"
  dokku_log_info1_quiet "Plugin $name enabled"
}

prime_completion() {
  dokku_log_info1_quiet 'Priming bash-completion cache'
  dokku --quiet help --all | awk '/^    /{ print $1 }' | sort >"$DOKKU_LIB_ROOT/completion"
}

known_plugin() { # NAME
  [[ $1 =~ ^[0-9a-zA-Z_-]+$ ]] || dokku_log_fail 'Invalid plugin name specified'
}

plugin:install-dependencies() { # [--core], Run install-dependencies trigger for active plugins
  [[ $1 != --core ]] || local -x PLUGIN_PATH=$PLUGIN_CORE_PATH
  plugn trigger dependencies
}

plugin:update() { # [name [committish]], Optionally update named plugin from git (and pin to the specified branch/tag/sha1) and run update trigger for active plugins
  if [[ $1 ]]; then
    known_plugin "$1"
    [[ -L $PLUGIN_ENABLED_PATH/$1 ]] || dokku_log_fail 'Specified plugin not enabled or installed'
    [[ ! -L $PLUGIN_CORE_ENABLED_PATH/$1 ]] || dokku_log_fail 'Cannot trigger plugin:update against core plugin, please update Dokku instead'
    plugn update "$1" "$2"
  fi
  plugn trigger update
  prime_completion
}

plugin:uninstall() { # <name>, Uninstall a plugin (third-party only)
  [[ $1 ]] || dokku_log_fail 'Please specify a plugin to uninstall'
  known_plugin "$1"
  [[ -d $PLUGIN_AVAILABLE_PATH/$1 ]] || dokku_log_fail "Plugin does not exist"
  [[ ! -L $PLUGIN_CORE_ENABLED_PATH/$1 ]] || dokku_log_fail "Cannot uninstall core plugins"
  plugn trigger uninstall "$1"
  plugn uninstall "$1"
  dokku_log_info1_quiet "Plugin $1 uninstalled"
  prime_completion
}

plugin:enable() { # <name>, Enable a previously disabled plugin
  plugn enable "$1"
}

plugin:disable() { # <name>, Disable an installed plugin (third-party only)
  plugn disable "$1"
}

plugin:list() { # , Print active plugins
  plugn list
}

plugin:installed() { # <name>, Checks if a plugin is installed
  [[ -d $PLUGIN_AVAILABLE_PATH/$1 ]]
}

plugin:trigger() { # <args...>, Trigger an arbitrary plugin hook
  plugn trigger "$@"
}
