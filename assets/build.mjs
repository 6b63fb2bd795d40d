// Builds what the pages load from node_modules into the theme, for the oldest
// browser an office still runs.
import { build } from "esbuild";
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const theme = join(root, "themes", "zhengwu", "static");
const vendor = join(theme, "vendor");
const fresh = join(theme, "vendor.new");

const files = {
  "bootstrap.min.css": ".cache/bootstrap.css",
  "htmx.min.js": "htmx.org/dist/htmx.js",
  "tom-select.bootstrap5.min.css":
    "tom-select/dist/css/tom-select.bootstrap5.css",
  "tom-select.min.js": "tom-select/dist/js/tom-select.popular.js",
};
const packages = ["bootstrap", "htmx.org", "tom-select"];

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });

// esbuild does not read Sass.
const bootstrap = join(root, "assets", "bootstrap.scss");
const { css } = sass.compile(bootstrap, { loadPaths: [modules] });
await mkdir(join(modules, ".cache"), { recursive: true });
await writeFile(join(modules, ".cache", "bootstrap.css"), css);

for (const [name, source] of Object.entries(files)) {
  await build({
    entryPoints: [join(modules, source)],
    outfile: join(fresh, name),
    minify: true,
    target: "chrome86",
    logLevel: "warning",
  });
}
for (const name of packages) {
  await cp(join(modules, name, "LICENSE"), join(fresh, `LICENSE.${name}.txt`));
}

// A build that stops half way leaves the files of the last one in place.
await rm(vendor, { recursive: true, force: true });
await rename(fresh, vendor);
