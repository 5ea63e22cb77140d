//! Fresh apps from `create-vite`, with the tarball installed and no line of configuration: built
//! and in development, a component makes a client and shows what it was answered.

use anyhow::Result;
use everfetch_e2e::{App, Browser};

const VUE: &str = r#"<script setup>
import { ref } from "vue";
import { createClient } from "everfetch";

const api = createClient({ session: { refresh: "/refresh" } });
const name = ref("");
api.get("/api.json").then(
  (answer) => (name.value = answer.data.name),
  (error) => (name.value = String(error)),
);
</script>

<template><output data-testid="name">{{ name }}</output></template>
"#;

const REACT: &str = r#"import { useEffect, useState } from "react";
import { createClient } from "everfetch";

const api = createClient({ session: { refresh: "/refresh" } });

export default function App() {
  const [name, setName] = useState("");
  useEffect(() => {
    api.get("/api.json").then(
      (answer) => setName(answer.data.name),
      (error) => setName(String(error)),
    );
  }, []);
  return <output data-testid="name">{name}</output>;
}
"#;

#[tokio::test]
async fn a_fresh_vue_app_needs_no_configuration() -> Result<()> {
    works("vue", "src/App.vue", VUE).await
}

#[tokio::test]
async fn a_fresh_react_app_needs_no_configuration() -> Result<()> {
    works("react", "src/App.jsx", REACT).await
}

async fn works(template: &str, file: &str, component: &str) -> Result<()> {
    let app = App::vite(template, template).await?;
    app.write(file, component).await?;
    app.write("public/api.json", &format!("{{\"name\":\"{template}\"}}"))
        .await?;
    app.run("npm", &["run", "build"]).await?;
    for mode in ["preview", "dev"] {
        let (_server, address) = app.serve(mode).await?;
        let shown = Browser::Chromium.run(async |page| {
            page.open(&address).await?;
            page.shows("name", template).await
        });
        shown
            .await
            .map_err(|error| error.context(format!("{template}, {mode}")))?;
    }
    Ok(())
}
