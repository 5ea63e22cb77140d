//! The tools, and the commands from their documentation.

use super::Way::{Files, Program, Server};
use super::{Project, Row};
use crate::Browser;

/// The defaults of all rows.
const ROW: Row = Row {
    tool: "",
    version_of: "",
    project: Project::Shared("page"),
    visit: "src/visit.js",
    development: None,
    production: None,
    browsers: &[Browser::Chromium],
    rendered: false,
    needed: "nothing",
};

/// For rows that depend on the browser more than on a tool.
const EVERY: [Browser; 3] = [Browser::Chromium, Browser::Firefox, Browser::WebKit];

/// What Jest's jsdom needs.
const FETCH: &str = "a `fetch`, which Jest's jsdom lacks; tested with `jest-fixed-jsdom`";

/// What a page of built files may run: its own scripts and WebAssembly.
const POLICY: &str = "script-src 'self' 'wasm-unsafe-eval'";

/// What tools that copy no files need.
const COPY: &str = "copy the file, and pass its URL to `init`";

/// What workers without a bundler need.
const PATH: &str = "import by path, because workers have no import map";

/// The preview of Vite, and of every tool that is built on it.
const VITE_PREVIEW: &str = "vite preview --host 127.0.0.1 --strictPort --port $PORT";
const VITE_DEV: &str = "vite dev --host 127.0.0.1 --strictPort --port $PORT";

/// The tools that build pages.
pub const BUNDLERS: [Row; 19] = [
    Row {
        tool: "Vite, Vue and TypeScript",
        version_of: "vite",
        project: Project::Vite {
            template: "vue-ts",
            component: "App.vue",
        },
        development: Some(served(VITE_DEV)),
        production: Some(built("npm run build", VITE_PREVIEW)),
        ..ROW
    },
    Row {
        tool: "Vite, React and TypeScript",
        version_of: "vite",
        project: Project::Vite {
            template: "react-ts",
            component: "App.tsx",
        },
        development: Some(served(VITE_DEV)),
        production: Some(built("npm run build", VITE_PREVIEW)),
        ..ROW
    },
    Row {
        tool: "webpack",
        version_of: "webpack",
        development: Some(served("webpack serve --mode development --port $PORT")),
        production: Some(bundled("webpack --mode production -o public")),
        ..ROW
    },
    Row {
        tool: "Rspack",
        version_of: "@rspack/core",
        development: Some(served("rspack serve --mode development --port $PORT")),
        production: Some(bundled("rspack build --mode production -o public")),
        ..ROW
    },
    Row {
        tool: "Rollup",
        version_of: "rollup",
        production: Some(bundled(
            "rollup src/index.js -p node-resolve -f iife -o public/main.js",
        )),
        ..ROW
    },
    Row {
        tool: "esbuild",
        version_of: "esbuild",
        development: Some(served(
            "esbuild src/index.js --bundle --outfile=public/main.js --servedir=public --serve=$PORT",
        )),
        production: Some(bundled(
            "esbuild src/index.js --bundle --minify --outfile=public/main.js",
        )),
        ..ROW
    },
    Row {
        tool: "Parcel",
        version_of: "parcel",
        project: Project::Own("parcel"),
        development: Some(served("parcel serve --port $PORT")),
        production: Some(Files {
            build: Some("parcel build"),
            folder: "dist",
            page: "",
            policy: POLICY,
        }),
        ..ROW
    },
    Row {
        tool: "Next.js, app router",
        version_of: "next",
        project: Project::Own("next"),
        visit: "visit.js",
        development: Some(served("next dev --port $PORT")),
        production: Some(built("next build", "next start --port $PORT")),
        rendered: true,
        ..ROW
    },
    Row {
        tool: "Nuxt",
        version_of: "nuxt",
        project: Project::Own("nuxt"),
        visit: "visit.js",
        development: Some(served("nuxt dev --host 127.0.0.1 --port $PORT")),
        production: Some(built("nuxt build", "node .output/server/index.mjs")),
        rendered: true,
        ..ROW
    },
    Row {
        tool: "SvelteKit",
        version_of: "@sveltejs/kit",
        project: Project::Own("sveltekit"),
        development: Some(served(VITE_DEV)),
        production: Some(built("vite build", VITE_PREVIEW)),
        rendered: true,
        ..ROW
    },
    Row {
        tool: "Vite, a worker",
        version_of: "vite",
        project: Project::Shared("vite-worker"),
        development: Some(served(VITE_DEV)),
        production: Some(built("vite build", VITE_PREVIEW)),
        ..ROW
    },
    Row {
        tool: "webpack, a worker",
        version_of: "webpack",
        project: Project::Shared("worker"),
        development: Some(served("webpack serve --mode development --port $PORT")),
        production: Some(bundled("webpack --mode production -o public")),
        ..ROW
    },
    Row {
        tool: "Rspack, a worker",
        version_of: "@rspack/core",
        project: Project::Shared("worker"),
        development: Some(served("rspack serve --mode development --port $PORT")),
        production: Some(bundled("rspack build --mode production -o public")),
        ..ROW
    },
    Row {
        tool: "Vite, `everfetch/wasm`",
        version_of: "vite",
        project: Project::Shared("vite-engine"),
        development: Some(served(VITE_DEV)),
        production: Some(built("vite build", VITE_PREVIEW)),
        ..ROW
    },
    Row {
        tool: "webpack, `everfetch/wasm`",
        version_of: "webpack",
        project: Project::Shared("engine"),
        development: Some(served("webpack serve --mode development --port $PORT")),
        production: Some(bundled("webpack --mode production -o public")),
        ..ROW
    },
    Row {
        tool: "Rspack, `everfetch/wasm`",
        version_of: "@rspack/core",
        project: Project::Shared("engine"),
        development: Some(served("rspack serve --mode development --port $PORT")),
        production: Some(bundled("rspack build --mode production -o public")),
        ..ROW
    },
    Row {
        tool: "Parcel, `everfetch/wasm`",
        version_of: "parcel",
        project: Project::Own("parcel-engine"),
        development: Some(served("parcel serve --port $PORT")),
        production: Some(Files {
            build: Some("parcel build"),
            folder: "dist",
            page: "",
            policy: "",
        }),
        needed: "nothing; under a strict policy, the hash of the import map that Parcel generates",
        ..ROW
    },
    Row {
        tool: "Rollup, `everfetch/wasm`",
        version_of: "rollup",
        project: Project::Shared("engine-url"),
        production: Some(bundled(
            "cp ../node_modules/everfetch/dist/engine.wasm public && \
             rollup src/index.js -p node-resolve -f iife -o public/main.js",
        )),
        needed: COPY,
        ..ROW
    },
    Row {
        tool: "esbuild, `everfetch/wasm`",
        version_of: "esbuild",
        project: Project::Shared("engine-url"),
        production: Some(bundled(
            "cp ../node_modules/everfetch/dist/engine.wasm public && \
             esbuild src/index.js --bundle --minify --outfile=public/main.js",
        )),
        needed: COPY,
        ..ROW
    },
];

/// The environments that run code: tests, programs, pages without a bundler, workers.
pub const RUNTIMES: [Row; 14] = [
    Row {
        tool: "Vitest, node",
        version_of: "vitest",
        project: Project::Shared("vitest"),
        visit: "visit.js",
        production: Some(Program("vitest run")),
        ..ROW
    },
    Row {
        tool: "Vitest, jsdom",
        version_of: "vitest",
        project: Project::Shared("vitest"),
        visit: "visit.js",
        production: Some(Program("vitest run --environment jsdom")),
        ..ROW
    },
    Row {
        tool: "Jest, CommonJS",
        version_of: "jest",
        project: Project::Shared("jest"),
        visit: "visit.js",
        production: Some(Program("jest")),
        ..ROW
    },
    Row {
        tool: "Jest, ES modules",
        version_of: "jest",
        project: Project::Shared("jest-esm"),
        visit: "visit.js",
        production: Some(Program("NODE_OPTIONS=--experimental-vm-modules jest")),
        ..ROW
    },
    Row {
        tool: "Jest, jsdom",
        version_of: "jest",
        project: Project::Shared("jest"),
        visit: "visit.js",
        production: Some(Program("jest --env jest-fixed-jsdom")),
        needed: FETCH,
        ..ROW
    },
    Row {
        tool: "Jest, jsdom, ES modules",
        version_of: "jest",
        project: Project::Shared("jest-esm"),
        visit: "visit.js",
        production: Some(Program(
            "NODE_OPTIONS=--experimental-vm-modules jest --env jest-fixed-jsdom",
        )),
        needed: FETCH,
        ..ROW
    },
    Row {
        tool: "Node, `import`",
        version_of: "node",
        project: Project::Bare("node"),
        visit: "visit.mjs",
        production: Some(Program("node import.mjs")),
        ..ROW
    },
    Row {
        tool: "Node, `require`",
        version_of: "node",
        project: Project::Bare("node"),
        visit: "visit.mjs",
        production: Some(Program("node require.cjs")),
        ..ROW
    },
    Row {
        tool: "`<script type=\"module\">`",
        version_of: "",
        browsers: &EVERY,
        project: Project::Bare("bare"),
        visit: "visit.js",
        production: Some(files("index.html")),
        needed: "an import map, as for any package",
        ..ROW
    },
    Row {
        tool: "a page with a Content-Security-Policy",
        version_of: "",
        browsers: &EVERY,
        project: Project::Bare("bare"),
        visit: "visit.js",
        production: Some(files("policy.html")),
        needed: "`script-src 'self' 'wasm-unsafe-eval'`",
        ..ROW
    },
    Row {
        tool: "a worker",
        version_of: "",
        browsers: &EVERY,
        project: Project::Bare("bare"),
        visit: "visit.js",
        production: Some(files("worker.html")),
        needed: PATH,
        ..ROW
    },
    Row {
        tool: "a service worker",
        version_of: "",
        browsers: &EVERY,
        project: Project::Bare("bare"),
        visit: "visit.js",
        production: Some(files("service-worker.html")),
        needed: PATH,
        ..ROW
    },
    Row {
        tool: "Cloudflare Workers, by Wrangler",
        version_of: "wrangler",
        project: Project::Own("workerd"),
        production: Some(served(
            "wrangler dev --ip 127.0.0.1 --port $PORT --var SERVER:$SERVER",
        )),
        ..ROW
    },
    Row {
        tool: "Next.js, edge runtime",
        version_of: "next",
        project: Project::Own("next-edge"),
        visit: "visit.js",
        production: Some(built("next build", "next start --port $PORT")),
        ..ROW
    },
];

const fn served(serve: &'static str) -> super::Way {
    Server { build: None, serve }
}

const fn built(build: &'static str, serve: &'static str) -> super::Way {
    Server {
        build: Some(build),
        serve,
    }
}

const fn bundled(build: &'static str) -> super::Way {
    Files {
        build: Some(build),
        folder: "public",
        page: "",
        policy: POLICY,
    }
}

const fn files(page: &'static str) -> super::Way {
    Files {
        build: None,
        folder: ".",
        page,
        policy: "", // these pages contain inline scripts
    }
}
