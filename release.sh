#!/usr/bin/env bash
# Makes a release of the tree: `npm run release [DIR]`. The same tree gives the same bytes wherever it is made.
# DIR (release/ by default) then has the archive that `dokku plugin:install URL --name scheduler-kubernetes` takes, its unpacked tree, the bill of
# materials and the sums.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=${1:-release}
name=dokku-scheduler-kubernetes
version=$(node -p 'require("./package.json").version')
grep -qx "version = \"$version\"" plugin/plugin.toml || { echo "plugin/plugin.toml has another version than package.json: $version" >&2 && exit 1; }
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
archive=$name-$version.tar.gz

npm run --silent build
# DIR may hold other things.
rm -rf "${out:?}/tree" "${out:?}/$archive" "${out:?}/$name-$version.cdx.json" "${out:?}/SHA-256SUMS"
mkdir -p "$out/tree"/{bin,schemas}
cp -R plugin/. templates docs README.md CHANGELOG.md LICENSE "$out/tree"
cp bin/* "$out/tree/bin"
cp -R schemas/*.tsv schemas/custom "$out/tree/schemas"

# Neither who makes it, nor when, nor where.
LC_ALL=C tar --create --format=ustar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
  --directory "$out/tree" --file - . | gzip --no-name --best >"$out/$archive"
cp bin/scheduler-kubernetes.cdx.json "$out/$name-$version.cdx.json"
(cd "$out" && sha256sum "$archive" "$name-$version.cdx.json" >SHA-256SUMS && cat SHA-256SUMS)
