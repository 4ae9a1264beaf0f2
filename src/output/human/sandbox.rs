//! Views of `pgai sandbox`.

use crate::app::sandbox::Environment;
use crate::output::{Screen, View};
use crate::sandbox::{Running, Status, Stopped};

impl View for Running {
    fn view(&self, screen: &mut Screen) {
        let server = &self.postgres;
        screen.line(format!(
            "{} {} on {}:{}, database {}",
            screen.bold("PostgreSQL"),
            server.version,
            server.host,
            server.port,
            server.database
        ));
        for postgrest in &self.postgrest {
            screen.line(format!("{} {} at {}", screen.bold("PostgREST"), postgrest.version, postgrest.url));
        }
        screen.gap();
        screen.line("eval \"$(pgai sandbox env)\"   leads psql and pgai there");
        screen.line("pgai sandbox down             stops it; --remove deletes the data");
    }
}

impl View for Stopped {
    fn view(&self, screen: &mut Screen) {
        if !self.postgres && self.postgrest.is_empty() {
            screen.line("nothing ran");
            return;
        }
        for name in &self.postgrest {
            screen.line(format!("PostgREST {name} stopped"));
        }
        if self.postgres {
            screen.line("PostgreSQL stopped");
        }
    }
}

impl View for Status {
    fn view(&self, screen: &mut Screen) {
        let text = serde_json::to_value(self).unwrap_or_default();
        let up = if self.is_up() { screen.green("up") } else { screen.red("not up") };
        screen.line(format!("sandbox: {up}"));
        if let Some(fields) = text.as_object() {
            for (name, value) in fields {
                screen.line(format!("  {name}: {value}"));
            }
        }
    }
}

impl View for Environment {
    fn view(&self, screen: &mut Screen) {
        for line in self.shell().lines() {
            screen.line(line);
        }
    }
}
