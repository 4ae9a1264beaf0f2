//! Reading a few objects again inside an open transaction, for reading back what it did.

use std::collections::HashMap;

use tokio_postgres::types::{ToSql, Type};

use super::assemble::{self, Relations};
use super::functions::Functions;
use super::rows::{FunctionDefinitionRow, RelationDefinitionRow, SchemaRow};
use super::{ReadError, ServerRow, definitions, one, server};
use crate::catalog::{Catalog, FunctionKey};
use crate::pg::session::{Session, Statement};
use crate::sql::QualifiedName;

/// Objects to read again.
#[derive(Debug, Clone, Default)]
pub struct Touched {
    /// Relations.
    pub relations: Vec<QualifiedName>,
    /// Functions.
    pub functions: Vec<FunctionKey>,
}

/// A catalog of just these objects, with the schemas. Two waits for the server.
///
/// # Errors
/// The server's.
pub async fn touched(session: &Session, touched: &Touched) -> Result<Catalog, ReadError> {
    let (relation_oids, function_oids) = oids(session, touched).await?;
    let of_relations: (&(dyn ToSql + Sync), Type) = (&relation_oids, Type::OID_ARRAY);
    let of_functions: (&(dyn ToSql + Sync), Type) = (&function_oids, Type::OID_ARRAY);
    let filtered = |sql: &'static str| -> Statement<'_> { (sql, vec![of_relations.clone()]) };
    let statements = [
        (include_str!("sql/server.sql"), vec![]),
        (include_str!("sql/schemas.sql"), vec![]),
        filtered(include_str!("sql/relations.sql")),
        filtered(include_str!("sql/columns.sql")),
        filtered(include_str!("sql/indexes.sql")),
        filtered(include_str!("sql/triggers.sql")),
        filtered(include_str!("sql/rules.sql")),
        filtered(include_str!("sql/relation_definitions.sql")),
        (include_str!("sql/functions.sql"), vec![of_functions.clone()]),
        (include_str!("sql/function_definitions.sql"), vec![of_functions.clone()]),
    ];
    let mut answers = super::Flight::of(session.json_flight(&statements).await?);
    let server = server(one(answers.take::<ServerRow>()?, "server.sql")?);
    let version = server.version_num;
    let schemas = assemble::schemas(answers.take::<SchemaRow>()?, version)?;
    let mut relations = Relations::new(answers.take()?, version)?;
    relations.add_columns(answers.take()?)?;
    relations.add_indexes(answers.take()?);
    relations.add_triggers(answers.take()?);
    relations.add_rules(answers.take()?);
    for row in answers.take::<RelationDefinitionRow>()? {
        definitions::add(&mut relations, row);
    }
    let mut functions = Functions::new(answers.take()?, &relations, version)?;
    for row in answers.take::<FunctionDefinitionRow>()? {
        functions.add_definition(row);
    }
    Ok(Catalog { server, schemas, relations: relations.finish(), functions: functions.finish(), ..Catalog::default() })
}

async fn oids(session: &Session, touched: &Touched) -> Result<(Vec<u32>, Vec<u32>), ReadError> {
    let split = |names: Vec<&QualifiedName>| -> (Vec<String>, Vec<String>) {
        names.into_iter().map(|name| (name.schema.clone(), name.name.clone())).unzip()
    };
    let (schemas, names) = split(touched.relations.iter().collect());
    let (function_schemas, function_names) = split(touched.functions.iter().map(|key| &key.name).collect());
    let pairs: HashMap<&str, (&Vec<String>, &Vec<String>)> =
        HashMap::from([("relations", (&schemas, &names)), ("functions", (&function_schemas, &function_names))]);
    let statement = |sql: &'static str, of: &str| -> Statement<'_> {
        let (schemas, names) = pairs[of];
        (sql, vec![(schemas as &(dyn ToSql + Sync), Type::TEXT_ARRAY), (names, Type::TEXT_ARRAY)])
    };
    let statements = [
        statement(
            "SELECT to_json(c.oid::bigint) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))",
            "relations",
        ),
        statement(
            "SELECT to_json(p.oid::bigint) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
             WHERE (n.nspname, p.proname) IN (SELECT * FROM unnest($1::text[], $2::text[]))",
            "functions",
        ),
    ];
    let mut answers = session.json_flight::<u32>(&statements).await?.into_iter();
    Ok((answers.next().unwrap_or_default(), answers.next().unwrap_or_default()))
}
