//! The command reference in Markdown, from the command tree alone.

use std::fmt::Write;

use clap::{Arg, ArgAction, Command};

/// Every command with its arguments, then the flags that all take.
pub(super) fn markdown(mut tree: Command) -> String {
    tree.build();
    let mut out = String::new();
    for command in shown(&tree) {
        write_command(command, "pgai", &mut out);
    }
    out.push_str("\n### Everywhere\n\nFlags that every command takes.\n");
    let everywhere = tree.get_arguments().filter(|argument| argument.is_global_set());
    write_arguments(everywhere, &mut out);
    out.push('\n');
    out
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help")
}

fn write_command(command: &Command, above: &str, out: &mut String) {
    let name = format!("{above} {}", command.get_name());
    let _ = write!(out, "\n### `{name}`\n");
    if let Some(about) = command.get_long_about().or(command.get_about()) {
        let _ = write!(out, "\n{about}.\n");
    }
    let usage = command.clone().render_usage().to_string();
    let _ = write!(out, "\n```text\n{}\n```\n", usage.trim_start_matches("Usage: "));
    // A global flag of the whole tree is told once; one of a group of commands is told with the group.
    let own = command.get_arguments().filter(|argument| !argument.is_global_set() || command.has_subcommands());
    let own = own.filter(|argument| argument.get_help_heading() != Some("Everywhere"));
    write_arguments(own, out);
    if let Some(after) = command.get_after_help() {
        let after = after.to_string();
        let (examples, words) = after.split_once("\n\n").unwrap_or((&after, ""));
        match examples.strip_prefix("Examples:\n") {
            Some(examples) => {
                let lines: Vec<&str> = examples.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
                let _ = write!(out, "\n```text\n{}\n```\n", lines.join("\n"));
                if !words.is_empty() {
                    let _ = write!(out, "\n{}\n", words.trim_end());
                }
            }
            None => {
                let _ = write!(out, "\n```text\n{}\n```\n", after.trim_end());
            }
        }
    }
    for below in shown(command) {
        write_command(below, &name, out);
    }
}

fn write_arguments<'a>(arguments: impl Iterator<Item = &'a Arg>, out: &mut String) {
    let rows: Vec<String> = arguments
        .filter(|argument| !argument.is_hide_set())
        .filter(|argument| !matches!(argument.get_action(), ArgAction::Help | ArgAction::HelpLong | ArgAction::Version))
        .filter(|argument| !matches!(argument.get_id().as_str(), "help" | "version"))
        .map(row)
        .collect();
    if !rows.is_empty() {
        let _ = write!(out, "\n| argument | meaning |\n|---|---|\n{}\n", rows.join("\n"));
    }
}

fn row(argument: &Arg) -> String {
    let help = argument.get_long_help().or(argument.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut notes = Vec::new();
    let values: Vec<String> = argument
        .get_possible_values()
        .into_iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    let takes_value = argument.get_action().takes_values();
    if takes_value
        && !values.is_empty()
        && !matches!(values.as_slice(), [yes, no] if yes == "`true`" && no == "`false`")
    {
        notes.push(format!("one of {}", values.join(", ")));
    }
    if takes_value && !argument.is_hide_default_value_set() {
        let defaults = argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy()));
        let defaults: Vec<String> = defaults.collect();
        if !defaults.is_empty() {
            notes.push(format!("default {}", defaults.join(", ")));
        }
    }
    if let Some(variable) = argument.get_env() {
        notes.push(format!("variable `{}`", variable.to_string_lossy()));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    let meaning = format!("{}{notes}", help.replace('\n', " "));
    format!("| {} | {} |", spelled(argument), meaning.replace('|', "\\|"))
}

/// `-C`, `--directory DIR`; `NAMES...` for what stands without a flag.
fn spelled(argument: &Arg) -> String {
    let value = argument
        .get_value_names()
        .filter(|_| argument.get_action().takes_values())
        .map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .filter(|_| !argument.is_require_equals_set());
    if argument.is_positional() {
        let many = argument.get_num_args().is_some_and(|number| number.max_values() > 1);
        return format!("`{}{}`", value.unwrap_or_default(), if many { "..." } else { "" });
    }
    let short = argument.get_short().map(|short| format!("-{short}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let flags: Vec<String> = short.into_iter().chain(long).collect();
    let value = value.map(|value| format!(" {value}")).unwrap_or_default();
    format!("`{}{value}`", flags.join("`, `"))
}
