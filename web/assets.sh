#!/bin/sh
# Copies the interface kits from npm, at the versions of package-lock.json, to
# static/vendor, where the program embeds them. Does nothing when they are there.
set -eu
cd "$(dirname "$0")"
vendor=static/vendor
segno=$(cat package-lock.json assets.sh | sha256sum | cut -d' ' -f1)
if [ "$(cat "$vendor/.versione" 2>/dev/null || true)" = "$segno" ] && [ -e axe/axe.min.js ]; then
	exit 0
fi
command -v npm >/dev/null || {
	echo "assets: npm is missing: install it (apt-get install npm) and try again" >&2
	exit 1
}
echo "assets: fetching bootstrap-italia, htmx, ECharts and axe-core from npm"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
rm -rf "$vendor"
kit=node_modules/bootstrap-italia
mkdir -p "$vendor/bootstrap-italia/css" "$vendor/bootstrap-italia/js" "$vendor/bootstrap-italia/svg" \
	"$vendor/bootstrap-italia/fonts" "$vendor/htmx"
cp "$kit/LICENSE" "$vendor/bootstrap-italia/"
cp "$kit/dist/css/bootstrap-italia.min.css" "$vendor/bootstrap-italia/css/"
cp "$kit/dist/js/bootstrap-italia.bundle.min.js" "$vendor/bootstrap-italia/js/"
cp "$kit/dist/svg/sprites.svg" "$vendor/bootstrap-italia/svg/"
for font in Titillium_Web Lora Roboto_Mono; do
	mkdir "$vendor/bootstrap-italia/fonts/$font"
	cp "$kit/dist/fonts/$font"/*.woff2 "$kit/dist/fonts/$font"/*.txt "$vendor/bootstrap-italia/fonts/$font/"
done
cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx.org/LICENSE "$vendor/htmx/"
mkdir -p "$vendor/echarts" axe
cp node_modules/echarts/dist/echarts.common.min.js node_modules/echarts/LICENSE node_modules/echarts/NOTICE "$vendor/echarts/"
cp node_modules/axe-core/axe.min.js node_modules/axe-core/LICENSE axe/ # for the tests: the program does not embed it
rm -rf node_modules
chmod -R u=rwX,go=rX "$vendor"
printf '%s\n' "$segno" >"$vendor/.versione"
