//! Reading and writing of values that have more than one form. Hand-written visitors,
//! because serde's untagged enums lose the cause and the place of an error.

use std::borrow::Cow;
use std::fmt;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Access, Database, Grants, Ignore, Returns, Route};
use crate::sql::QualifiedName;

/// Reads a map of exactly one entry whose key is one of `keys`.
fn one_entry<'de, A: MapAccess<'de>, T>(
    mut map: A,
    keys: &'static [&'static str],
    mut read: impl FnMut(&str, &mut A) -> Result<T, A::Error>,
) -> Result<T, A::Error> {
    let Some(key) = map.next_key::<String>()? else {
        return Err(Error::custom(format!("expected one of: {}", keys.join(", "))));
    };
    if !keys.contains(&key.as_str()) {
        return Err(Error::unknown_field(&key, keys));
    }
    let value = read(&key, &mut map)?;
    if let Some(second) = map.next_key::<String>()? {
        return Err(Error::custom(format!("`{second}` beside `{key}`: only one of them can be said")));
    }
    Ok(value)
}

fn write_entry<S: Serializer, T: Serialize + ?Sized>(serializer: S, key: &str, value: &T) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

impl Serialize for Route {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Relation(name) => write_entry(serializer, "relation", name),
            Self::Rpc(name) => write_entry(serializer, "rpc", name),
        }
    }
}

impl<'de> Deserialize<'de> for Route {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Route;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("{relation: schema.name} or {rpc: schema.name}")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Route, A::Error> {
                one_entry(map, &["relation", "rpc"], |key, map| {
                    let name: QualifiedName = map.next_value()?;
                    Ok(if key == "rpc" { Route::Rpc(name) } else { Route::Relation(name) })
                })
            }
        }
        deserializer.deserialize_map(Form)
    }
}

impl JsonSchema for Route {
    fn schema_name() -> Cow<'static, str> {
        "Route".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let name = generator.subschema_for::<QualifiedName>();
        json_schema!({"oneOf": [
            {"type": "object", "properties": {"relation": name}, "required": ["relation"], "additionalProperties": false},
            {"type": "object", "properties": {"rpc": name}, "required": ["rpc"], "additionalProperties": false}
        ]})
    }
}

impl Serialize for Returns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Type(name) => serializer.serialize_str(name),
            Self::Setof(name) => write_entry(serializer, "setof", name),
            Self::Table(columns) => write_entry(serializer, "table", columns),
        }
    }
}

impl<'de> Deserialize<'de> for Returns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Returns;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a type, {setof: type} or {table: {column: type}}")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Returns, E> {
                Ok(Returns::Type(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Returns, A::Error> {
                one_entry(map, &["setof", "table"], |key, map| {
                    Ok(if key == "setof" {
                        Returns::Setof(map.next_value()?)
                    } else {
                        Returns::Table(map.next_value()?)
                    })
                })
            }
        }
        deserializer.deserialize_any(Form)
    }
}

impl JsonSchema for Returns {
    fn schema_name() -> Cow<'static, str> {
        "Returns".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"oneOf": [
            {"type": "string"},
            {"type": "object", "properties": {"setof": {"type": "string"}}, "required": ["setof"], "additionalProperties": false},
            {"type": "object", "properties": {"table": {"type": "object", "additionalProperties": {"type": "string"}}},
             "required": ["table"], "additionalProperties": false}
        ]})
    }
}

impl Serialize for Access {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Relation(grants) => grants.serialize(serializer),
            Self::Rpc(signatures) => signatures.serialize(serializer),
        }
    }
}

/// Either a list of privileges (the key above was a role) or a map of roles (the key above was a signature).
enum AccessValue {
    Privileges(Vec<String>),
    Roles(Grants),
}

impl<'de> Deserialize<'de> for AccessValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = AccessValue;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of privileges, or (under a function's signature) roles with their privileges")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<AccessValue, A::Error> {
                let mut privileges = Vec::new();
                while let Some(privilege) = seq.next_element()? {
                    privileges.push(privilege);
                }
                Ok(AccessValue::Privileges(privileges))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<AccessValue, A::Error> {
                Grants::deserialize(MapAccessDeserializer::new(map)).map(AccessValue::Roles)
            }
        }
        deserializer.deserialize_any(Form)
    }
}

impl<'de> Deserialize<'de> for Access {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Access;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("privileges by role, or by signature and role for a function")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Access, A::Error> {
                let mut grants = Grants::new();
                let mut signatures = IndexMap::new();
                while let Some(key) = map.next_key::<String>()? {
                    match map.next_value()? {
                        AccessValue::Privileges(privileges) => drop(grants.insert(key, privileges)),
                        AccessValue::Roles(roles) => drop(signatures.insert(key, roles)),
                    }
                }
                match (grants.is_empty(), signatures.is_empty()) {
                    (_, true) => Ok(Access::Relation(grants)),
                    (true, false) => Ok(Access::Rpc(signatures)),
                    (false, false) => Err(Error::custom("roles and signatures stand side by side in one access")),
                }
            }
        }
        deserializer.deserialize_map(Form)
    }
}

impl JsonSchema for Access {
    fn schema_name() -> Cow<'static, str> {
        "Access".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let grants = generator.subschema_for::<Grants>();
        json_schema!({"anyOf": [grants, {"type": "object", "additionalProperties": grants}]})
    }
}

impl Serialize for Ignore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Object(name) => serializer.serialize_str(name),
            Self::Extension(name) => write_entry(serializer, "extension", name),
            Self::Role(name) => write_entry(serializer, "role", name),
            Self::Platform(name) => write_entry(serializer, "platform", name),
        }
    }
}

impl<'de> Deserialize<'de> for Ignore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Ignore;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object's name, {extension: name}, {role: name} or {platform: name}")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Ignore, E> {
                Ok(Ignore::Object(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Ignore, A::Error> {
                one_entry(map, &["extension", "role", "platform"], |key, map| {
                    let name = map.next_value()?;
                    Ok(match key {
                        "extension" => Ignore::Extension(name),
                        "role" => Ignore::Role(name),
                        _ => Ignore::Platform(name),
                    })
                })
            }
        }
        deserializer.deserialize_any(Form)
    }
}

impl JsonSchema for Ignore {
    fn schema_name() -> Cow<'static, str> {
        "Ignore".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let form = |key: &str| json_schema!({"type": "object", "properties": {key: {"type": "string"}}, "required": [key], "additionalProperties": false});
        json_schema!({"oneOf": [{"type": "string"}, form("extension"), form("role"), form("platform")]})
    }
}

impl Serialize for Database {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Parameters(parameters) => parameters.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Database {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> Visitor<'de> for Form {
            type Value = Database;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a URL, key/value text, ${VAR}, or libpq parameters as a map")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Database, E> {
                Ok(Database::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Database, A::Error> {
                let parameters = IndexMap::<String, String>::deserialize(MapAccessDeserializer::new(map))?;
                if parameters.contains_key("password") {
                    return Err(Error::custom("a password in a file; use passfile, service, or ${VAR}"));
                }
                Ok(Database::Parameters(parameters))
            }
        }
        deserializer.deserialize_any(Form)
    }
}

impl JsonSchema for Database {
    fn schema_name() -> Cow<'static, str> {
        "Database".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"oneOf": [
            {"type": "string"},
            {"type": "object", "properties": {"password": false}, "additionalProperties": {"type": "string"}}
        ]})
    }
}
