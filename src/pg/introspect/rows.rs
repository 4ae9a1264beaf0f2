//! The rows of the catalog queries, as the server's JSON has them.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct ServerRow {
    pub(super) version_num: u32,
    pub(super) version: String,
    pub(super) database: String,
    pub(super) user: String,
    pub(super) superuser: Option<bool>,
    pub(super) system: Option<String>,
    pub(super) in_recovery: bool,
    pub(super) can_create: bool,
    pub(super) can_temp: bool,
    pub(super) database_owner: Option<String>,
    pub(super) lock_slots: u64,
    pub(super) keywords: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SchemaRow {
    pub(super) name: String,
    pub(super) owner: String,
    pub(super) acl: Option<Vec<String>>,
    pub(super) comment: Option<String>,
    pub(super) usable: bool,
    pub(super) extension: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RelationRow {
    pub(super) oid: u32,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) owner: String,
    pub(super) persistence: String,
    pub(super) options: Option<Vec<String>>,
    pub(super) acl: Option<Vec<String>>,
    pub(super) rls: bool,
    pub(super) rls_forced: bool,
    pub(super) populated: bool,
    pub(super) access_method: Option<String>,
    pub(super) tablespace: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) extension: Option<String>,
    pub(super) parent: Option<u32>,
    pub(super) estimate: f64,
}

#[derive(Debug, Deserialize)]
pub(super) struct ColumnsRow {
    pub(super) oid: u32,
    pub(super) columns: Vec<ColumnRow>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ColumnRow {
    pub(super) n: i16,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) type_name: String,
    pub(super) collation: Option<(String, String)>,
    pub(super) not_null: bool,
    pub(super) identity: String,
    pub(super) generated: String,
    pub(super) comment: Option<String>,
    pub(super) statistics: Option<i32>,
    pub(super) acl: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ConstraintRow {
    pub(super) oid: u32,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) contype: String,
    pub(super) columns: Option<Vec<i16>>,
    pub(super) target: Option<u32>,
    pub(super) target_columns: Option<Vec<i16>>,
    pub(super) on_delete: String,
    pub(super) on_update: String,
    pub(super) deferrable: bool,
    pub(super) validated: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct IndexRow {
    pub(super) oid: u32,
    pub(super) name: String,
    pub(super) unique: bool,
    pub(super) clustered: bool,
    pub(super) columns: Option<Vec<String>>,
    pub(super) partial: bool,
    pub(super) plain: bool,
    pub(super) tablespace: Option<String>,
    pub(super) constraint: Option<String>,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TriggerRow {
    pub(super) oid: u32,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) tgtype: i32,
    pub(super) enabled: String,
    pub(super) schema: String,
    pub(super) function: String,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RuleRow {
    pub(super) oid: u32,
    pub(super) name: String,
    pub(super) event: String,
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PolicyRow {
    pub(super) oid: u32,
    pub(super) name: String,
    pub(super) command: String,
    pub(super) permissive: bool,
    pub(super) roles: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(in crate::pg) struct FunctionRow {
    pub(super) oid: u32,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) owner: String,
    pub(super) language: String,
    pub(super) volatile: String,
    pub(super) parallel: String,
    pub(super) definer: bool,
    pub(super) strict: bool,
    pub(super) leakproof: bool,
    pub(super) cost: f64,
    pub(super) rows: f64,
    pub(super) returns_set: bool,
    pub(super) returns: String,
    pub(super) returns_relation: Option<u32>,
    pub(super) input_types: Option<Vec<String>>,
    pub(super) first_relation: Option<u32>,
    pub(super) all_types: Option<Vec<String>>,
    pub(super) modes: Option<Vec<String>>,
    pub(super) names: Option<Vec<String>>,
    pub(super) defaults: usize,
    pub(super) variadic: bool,
    pub(super) config: Option<Vec<String>>,
    pub(super) source: String,
    pub(super) has_sql_body: bool,
    pub(super) acl: Option<Vec<String>>,
    pub(super) comment: Option<String>,
    pub(super) extension: Option<String>,
    pub(super) support: Option<(String, String)>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TypeRow {
    pub(super) schema: String,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) typtype: String,
    pub(super) owner: String,
    pub(super) acl: Option<Vec<String>>,
    pub(super) comment: Option<String>,
    pub(super) extension: Option<String>,
    pub(super) labels: Option<Vec<String>>,
    pub(super) base: Option<String>,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    pub(super) checks: Option<Vec<String>>,
    pub(super) fields: Option<Vec<(String, String)>>,
    pub(super) subtype: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RoleRow {
    pub(super) name: String,
    pub(super) login: bool,
    pub(super) inherit: bool,
    #[serde(rename = "super")]
    pub(super) superuser: bool,
    pub(super) bypass_rls: bool,
    pub(super) create_role: bool,
    pub(super) create_db: bool,
    pub(super) members: Option<Vec<MemberRow>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct MemberRow {
    pub(super) role: String,
    pub(super) admin: bool,
    pub(super) inherit: bool,
    pub(super) set: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct RoleSettingRow {
    pub(super) role: Option<String>,
    pub(super) in_database: bool,
    pub(super) name: String,
    pub(super) value: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SequenceRow {
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) owner: String,
    pub(super) acl: Option<Vec<String>>,
    pub(super) owned_by: Option<u32>,
    pub(super) owned_by_column: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CastRow {
    pub(super) source: String,
    pub(super) target: String,
    pub(super) context: String,
    pub(super) function: Option<(String, String, Option<Vec<String>>)>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DefaultAclRow {
    pub(super) role: String,
    pub(super) schema: Option<String>,
    pub(super) kind: String,
    pub(super) acl: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ExtensionRow {
    pub(super) name: String,
    pub(super) schema: String,
    pub(super) version: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct DependsRow {
    pub(super) oid: u32,
    pub(super) relations: Option<Vec<u32>>,
    pub(super) functions: Option<Vec<u32>>,
    /// `schema<TAB>name`
    pub(super) types: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct InstanceRow {
    pub(super) application: String,
    pub(super) user: Option<String>,
    pub(super) address: Option<String>,
    pub(super) listening: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct UncapturedRow {
    pub(super) kind: String,
    pub(super) schema: String,
    pub(super) name: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct LockRow {
    pub(super) oid: u32,
    pub(super) pid: i32,
    pub(super) user: Option<String>,
    pub(super) application: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct WaitRow {
    pub(super) oid: u32,
    pub(super) function: bool,
    pub(super) relations: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct VersionsRow {
    pub(super) relations: Option<Vec<(u32, String)>>,
    pub(super) rest: Option<String>,
}

/// Name, USING and WITH CHECK of a policy.
pub(super) type PolicyExpressions = (String, Option<String>, Option<String>);

#[derive(Debug, Deserialize)]
pub(super) struct RelationDefinitionRow {
    pub(super) oid: u32,
    pub(super) query: Option<String>,
    pub(super) own: Option<i32>,
    pub(super) all: Option<i32>,
    pub(super) writable: Option<Vec<i16>>,
    pub(super) defaults: Option<Vec<(i16, Option<String>)>>,
    pub(super) constraints: Option<Vec<(String, Option<String>)>>,
    pub(super) indexes: Option<Vec<(String, Option<String>)>>,
    pub(super) triggers: Option<Vec<(String, Option<String>)>>,
    pub(super) rules: Option<Vec<(String, Option<String>)>>,
    pub(super) policies: Option<Vec<PolicyExpressions>>,
    pub(super) statistics: Option<Vec<(String, String, Option<String>)>>,
    pub(super) tree: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(in crate::pg) struct FunctionDefinitionRow {
    pub(super) oid: u32,
    pub(super) defaults: Option<Vec<(usize, String)>>,
    pub(super) sql_body: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct StoredUsesRow {
    pub(super) oid: u32,
    pub(super) objects: Vec<String>,
}
