//! Any JSON at all.

use arbitrary::{Arbitrary as _, Result, Unstructured};
use serde_json::{Map, Number, Value};

/// Deep enough for every path that is looked up.
const DEPTH: u32 = 4;

/// Any JSON whose objects have these keys, and others.
///
/// # Errors
///
/// When the input ends.
pub fn value(input: &mut Unstructured<'_>, keys: &[&str]) -> Result<Value> {
    nested(input, keys, DEPTH)
}

fn nested(input: &mut Unstructured<'_>, keys: &[&str], depth: u32) -> Result<Value> {
    let kinds = if depth == 0 { 4 } else { 6 };
    Ok(match input.int_in_range(0..=kinds)? {
        0 => Value::Null,
        1 => Value::Bool(bool::arbitrary(input)?),
        2 => number(input)?,
        3 | 4 => Value::String(String::arbitrary(input)?),
        5 => {
            let items = 0..input.int_in_range(0..=3)?;
            let items = items.map(|_| nested(input, keys, depth - 1));
            Value::Array(items.collect::<Result<_>>()?)
        }
        _ => {
            let mut members = Map::new();
            for _ in 0..input.int_in_range(0..=4)? {
                let key = if keys.is_empty() || bool::arbitrary(input)? {
                    String::arbitrary(input)?
                } else {
                    (*input.choose(keys)?).to_owned()
                };
                members.insert(key, nested(input, keys, depth - 1)?);
            }
            Value::Object(members)
        }
    })
}

fn number(input: &mut Unstructured<'_>) -> Result<Value> {
    Ok(if bool::arbitrary(input)? {
        Value::from(i64::arbitrary(input)?)
    } else {
        Number::from_f64(f64::arbitrary(input)?).map_or(Value::Null, Value::Number)
    })
}
