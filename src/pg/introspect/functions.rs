//! Function rows to catalog functions.

use std::collections::{BTreeMap, HashMap};

use super::assemble::{Relations, Unknown, grants, pairs};
use super::rows::{FunctionDefinitionRow, FunctionRow, StoredUsesRow};
use crate::catalog::{Argument, ArgumentMode, Function, FunctionKey, FunctionKind, ObjectKind, Parallel, Volatility};
use crate::sql::QualifiedName;

/// Functions by object id, and the text by which others refer to each.
pub(super) struct Functions {
    by_oid: HashMap<u32, Function>,
}

impl Functions {
    pub(super) fn new(rows: Vec<FunctionRow>, relations: &Relations, server: u32) -> Result<Self, Unknown> {
        rows.into_iter()
            .map(|row| Ok((row.oid, function(row, relations, server)?)))
            .collect::<Result<_, Unknown>>()
            .map(|by_oid| Self { by_oid })
    }

    pub(super) fn names(&self) -> HashMap<u32, String> {
        self.by_oid.iter().map(|(oid, function)| (*oid, function.key.to_string())).collect()
    }

    /// Functions whose deparse is wanted: those in `wanted` with something to deparse.
    pub(super) fn to_deparse(&self, wanted: impl Fn(&Function) -> bool) -> Vec<u32> {
        let mut oids: Vec<u32> = self
            .by_oid
            .values()
            .filter(|function| function.has_sql_body || function.arguments.iter().any(|a| a.has_default))
            .filter(|function| wanted(function))
            .map(|function| function.oid)
            .collect();
        oids.sort_unstable();
        oids
    }

    pub(super) fn name(&self, oid: u32) -> Option<String> {
        self.by_oid.get(&oid).map(|function| function.key.to_string())
    }

    pub(super) fn add_stored_uses(&mut self, rows: Vec<StoredUsesRow>) {
        for row in rows {
            if let Some(function) = self.by_oid.get_mut(&row.oid) {
                function.stored_uses = row.objects;
            }
        }
    }

    pub(super) fn add_definition(&mut self, row: FunctionDefinitionRow) {
        let Some(function) = self.by_oid.get_mut(&row.oid) else { return };
        function.sql_body = row.sql_body;
        // pg_get_function_arg_default counts all arguments, OUT and TABLE included, from 1.
        for (number, default) in row.defaults.into_iter().flatten() {
            if let Some(argument) = number.checked_sub(1).and_then(|at| function.arguments.get_mut(at)) {
                argument.default = Some(default);
            }
        }
    }

    pub(super) fn finish(self) -> BTreeMap<FunctionKey, Function> {
        self.by_oid.into_values().map(|function| (function.key.clone(), function)).collect()
    }
}

/// The rows of one function that exists only inside a transaction.
pub(in crate::pg) struct FunctionRows {
    rows: Vec<FunctionRow>,
    definitions: Vec<FunctionDefinitionRow>,
}

impl FunctionRows {
    /// The two queries for every function of a schema, which is one of pgai's own.
    pub(in crate::pg) fn queries_of_schema(schema: &'static str) -> (String, String) {
        let oids = format!("ARRAY(SELECT q.oid FROM pg_proc q WHERE q.pronamespace = to_regnamespace('{schema}'))");
        let of = |sql: &str| sql.replace("$1", &oids);
        (of(include_str!("sql/functions.sql")), of(include_str!("sql/function_definitions.sql")))
    }

    pub(in crate::pg) fn from_rows(rows: Vec<FunctionRow>, definitions: Vec<FunctionDefinitionRow>) -> Self {
        Self { rows, definitions }
    }

    /// The function; none where there were no rows.
    pub(in crate::pg) fn into_function(self, server: u32) -> Result<Option<Function>, Unknown> {
        let relations = Relations::new(Vec::new(), server)?;
        let mut functions = Functions::new(self.rows, &relations, server)?;
        self.definitions.into_iter().for_each(|row| functions.add_definition(row));
        Ok(functions.by_oid.into_values().next())
    }
}

fn function(row: FunctionRow, relations: &Relations, server: u32) -> Result<Function, Unknown> {
    let name = QualifiedName::new(&row.schema, &row.name);
    let acl = grants(row.acl.as_deref(), ObjectKind::Function, &row.owner, server, &name.to_string())?;
    let arguments = arguments(&row);
    Ok(Function {
        oid: row.oid,
        key: FunctionKey { name, types: row.input_types.unwrap_or_default() },
        kind: match row.kind.as_str() {
            "p" => FunctionKind::Procedure,
            "a" => FunctionKind::Aggregate,
            "w" => FunctionKind::Window,
            _ => FunctionKind::Function,
        },
        owner: row.owner,
        language: row.language,
        volatility: match row.volatile.as_str() {
            "i" => Volatility::Immutable,
            "s" => Volatility::Stable,
            _ => Volatility::Volatile,
        },
        parallel: match row.parallel.as_str() {
            "s" => Parallel::Safe,
            "r" => Parallel::Restricted,
            _ => Parallel::Unsafe,
        },
        definer: row.definer,
        strict: row.strict,
        leakproof: row.leakproof,
        cost: row.cost,
        rows: row.rows,
        support: row.support.map(|(schema, name)| QualifiedName::new(schema, name)),
        arguments,
        returns: row.returns,
        returns_set: row.returns_set,
        returns_relation: row.returns_relation.and_then(|oid| relations.name(oid).cloned()),
        row_argument: row.first_relation.and_then(|oid| relations.name(oid).cloned()),
        config: pairs(row.config),
        source: row.source,
        sql_body: None,
        has_sql_body: row.has_sql_body,
        acl,
        comment: row.comment,
        extension: row.extension,
        stored_uses: Vec::new(),
    })
}

/// Arguments in order; the last `defaults` input arguments have one (PostgreSQL's rule).
fn arguments(row: &FunctionRow) -> Vec<Argument> {
    let types = row.all_types.as_ref().or(row.input_types.as_ref()).map(Vec::as_slice).unwrap_or_default();
    let mode = |at: usize| match row.modes.as_ref().and_then(|modes| modes.get(at)).map(String::as_str) {
        Some("o") => ArgumentMode::Out,
        Some("b") => ArgumentMode::Inout,
        Some("v") => ArgumentMode::Variadic,
        Some("t") => ArgumentMode::Table,
        None if row.variadic && at + 1 == types.len() => ArgumentMode::Variadic,
        _ => ArgumentMode::In,
    };
    let inputs = (0..types.len()).filter(|at| mode(*at).is_input()).count();
    let first_default = inputs.saturating_sub(row.defaults);
    let mut input = 0;
    types
        .iter()
        .enumerate()
        .map(|(at, type_name)| {
            let mode = mode(at);
            let has_default = mode.is_input() && input >= first_default;
            input += usize::from(mode.is_input());
            Argument {
                mode,
                name: row.names.as_ref().and_then(|names| names.get(at)).filter(|name| !name.is_empty()).cloned(),
                type_name: type_name.clone(),
                has_default,
                default: None,
            }
        })
        .collect()
}
