//! A serde serializer that builds a [`Node`], keeping the order of fields and entries.

use serde::ser::{self, Impossible, Serialize};

use super::Node;

/// A value refused to be serialized.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct EmitError(String);

impl ser::Error for EmitError {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Any serializable value as a tree.
///
/// # Errors
/// When the value's own `Serialize` refuses.
pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Node, EmitError> {
    value.serialize(ToNode)
}

struct ToNode;

fn number(value: f64) -> String {
    if value.is_nan() {
        ".nan".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { ".inf" } else { "-.inf" }.to_owned()
    } else {
        // `{:?}` keeps the point of whole numbers and the shortest digits; YAML 1.1 wants point and sign in exponents.
        let text = format!("{value:?}");
        match text.split_once('e') {
            Some((digits, exponent)) => {
                let point = if digits.contains('.') { "" } else { ".0" };
                let sign = if exponent.starts_with('-') { "" } else { "+" };
                format!("{digits}{point}e{sign}{exponent}")
            }
            None => text,
        }
    }
}

macro_rules! as_scalar {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<Node, EmitError> {
            Ok(Node::Scalar(value.to_string()))
        })*
    };
}

impl ser::Serializer for ToNode {
    type Ok = Node;
    type Error = EmitError;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Impossible<Node, EmitError>;
    type SerializeMap = Entries;
    type SerializeStruct = Entries;
    type SerializeStructVariant = Entries;

    as_scalar!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    fn serialize_f32(self, value: f32) -> Result<Node, EmitError> {
        self.serialize_f64(f64::from(value))
    }
    fn serialize_f64(self, value: f64) -> Result<Node, EmitError> {
        Ok(Node::Scalar(number(value)))
    }
    fn serialize_char(self, value: char) -> Result<Node, EmitError> {
        Ok(Node::Text(value.to_string()))
    }
    fn serialize_str(self, value: &str) -> Result<Node, EmitError> {
        Ok(Node::Text(value.to_owned()))
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<Node, EmitError> {
        Err(ser::Error::custom("bytes have no form in a manifest"))
    }
    fn serialize_none(self) -> Result<Node, EmitError> {
        Ok(Node::Scalar("null".to_owned()))
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, EmitError> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<Node, EmitError> {
        self.serialize_none()
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, EmitError> {
        self.serialize_none()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Node, EmitError> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Node, EmitError> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Node, EmitError> {
        Ok(Node::Mapping(vec![(variant.to_owned(), value.serialize(ToNode)?)]))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items, EmitError> {
        Ok(Items(Vec::new()))
    }
    fn serialize_tuple(self, _: usize) -> Result<Items, EmitError> {
        Ok(Items(Vec::new()))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, EmitError> {
        Ok(Items(Vec::new()))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, EmitError> {
        Err(ser::Error::custom("tuple variants have no form in a manifest"))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Entries, EmitError> {
        Ok(Entries::default())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries, EmitError> {
        Ok(Entries::default())
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Entries, EmitError> {
        Ok(Entries { variant: Some(variant), ..Entries::default() })
    }
}

struct Items(Vec<Node>);

macro_rules! collects_items {
    ($($trait:ident $method:ident),*) => {
        $(impl ser::$trait for Items {
            type Ok = Node;
            type Error = EmitError;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EmitError> {
                self.0.push(value.serialize(ToNode)?);
                Ok(())
            }
            fn end(self) -> Result<Node, EmitError> {
                Ok(Node::Sequence(self.0))
            }
        })*
    };
}

collects_items!(SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field);

#[derive(Default)]
struct Entries {
    entries: Vec<(String, Node)>,
    key: String,
    variant: Option<&'static str>,
}

impl Entries {
    fn finish(self) -> Node {
        let fields = Node::Mapping(self.entries);
        match self.variant {
            Some(variant) => Node::Mapping(vec![(variant.to_owned(), fields)]),
            None => fields,
        }
    }
}

impl ser::SerializeMap for Entries {
    type Ok = Node;
    type Error = EmitError;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), EmitError> {
        self.key = match key.serialize(ToNode)? {
            Node::Text(text) | Node::Scalar(text) => text,
            _ => return Err(ser::Error::custom("a key of a manifest is a string")),
        };
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), EmitError> {
        self.entries.push((std::mem::take(&mut self.key), value.serialize(ToNode)?));
        Ok(())
    }
    fn end(self) -> Result<Node, EmitError> {
        Ok(self.finish())
    }
}

macro_rules! collects_fields {
    ($($trait:ident),*) => {
        $(impl ser::$trait for Entries {
            type Ok = Node;
            type Error = EmitError;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), EmitError> {
                self.entries.push((key.to_owned(), value.serialize(ToNode)?));
                Ok(())
            }
            fn end(self) -> Result<Node, EmitError> {
                Ok(self.finish())
            }
        })*
    };
}

collects_fields!(SerializeStruct, SerializeStructVariant);
