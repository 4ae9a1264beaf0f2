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
        let Some(server) = &self.postgres else {
            screen.line(format!("{} is no sandbox", self.dir.display()));
            return;
        };
        let state = |good: bool, running: bool| match (good, running) {
            (true, _) => screen.green("up"),
            (false, true) => screen.yellow("starting or stuck"),
            (false, false) => screen.red("down"),
        };
        let mut lines = vec![format!(
            "PostgreSQL {} on port {}, database {}: {}",
            server.version,
            server.port,
            server.database,
            state(server.accepting, server.running)
        )];
        lines.extend(self.postgrest.iter().map(|one| {
            format!("PostgREST {} ({}) at {}: {}", one.version, one.name, one.url, state(one.ready, one.running))
        }));
        lines.into_iter().for_each(|line| screen.line(line));
    }
}

impl View for Environment {
    fn view(&self, screen: &mut Screen) {
        for line in self.shell().lines() {
            screen.line(line);
        }
    }
}
