//! How values are passed to TypeScript and back: as numbers, each with its TypeScript type.

use crate::error::Error;
use crate::session::{
    About, Admission, Choice, Credential, Failure, Generation, Hold, Leaving, Lock, MessageKind,
    Named, Origin, Outcome, Parting, RefreshId, Rescue, Sharing, SignIn, Stamp, State, Target,
    Timestamp, Token, TokenBody, User, Verdict, WaiterId,
};

/// An argument of an export.
pub(super) trait Argument {
    /// The raw value.
    type Raw;
    /// Its type in TypeScript.
    #[cfg(test)]
    const TYPE: &str;

    fn read(raw: Self::Raw) -> Self;
}

/// A result of an export.
pub(super) trait Returned {
    /// The raw value.
    type Raw;
    /// Its type in TypeScript.
    #[cfg(test)]
    const TYPE: &str;

    fn write(self) -> Self::Raw;
}

/// Declares how types are passed: the raw type, the TypeScript type, and how the value is read.
macro_rules! arguments {
    ($($type:ty as $raw:ty, $typescript:literal: |$value:ident| $read:expr;)+) => {$(
        impl Argument for $type {
            type Raw = $raw;
            #[cfg(test)]
            const TYPE: &str = $typescript;

            fn read($value: $raw) -> Self {
                $read
            }
        }
    )+};
}

/// The same for results.
macro_rules! results {
    ($($type:ty as $raw:ty, $typescript:literal: |$value:ident| $write:expr;)+) => {$(
        impl Returned for $type {
            type Raw = $raw;
            #[cfg(test)]
            const TYPE: &str = $typescript;

            fn write(self) -> $raw {
                let $value = self;
                $write
            }
        }
    )+};
}

/// The return value of a function that cannot return a stamp, plus the error's number.
pub(crate) const FAILED: i32 = i32::MIN;

/// A session, by its number.
#[derive(Clone, Copy)]
pub(super) struct Handle(pub(super) u32);

arguments! {
    Handle as u32, "number": |number| Self(number);
    RefreshId as u32, "number": |number| Self::new(number);
    u32 as u32, "number": |number| number;
    u16 as u32, "number": |number| number as Self;
    f64 as f64, "number": |number| number;
    bool as u32, "boolean": |number| number != 0;
    Timestamp as f64, "number": |ms| Self::from_ms(ms as u64);
    Option<Timestamp> as f64, "number | undefined": |ms| whole(ms).map(Timestamp::from_ms);
    Option<u64> as f64, "number | undefined": |ms| whole(ms);
    Token as u32, "number": |number| Self::new(number);
    Option<Token> as u32, "number": |number| (number != 0).then_some(Token::new(number));
    Option<User> as u32, "number": |number| (number != 0).then_some(User::new(number));
    Option<SignIn> as u32, "number": |number| (number != 0).then_some(SignIn::new(number));
    Target as u32, "number": |number| Self::new(number);
    WaiterId as u32, "number": |number| Self::new(number);
    Lock as u32, "Lock": |number| Self::from_number(number);
    Outcome as u32, "Outcome": |number| Self::from_number(number);
    Named as u32, "Named": |number| Self::from_number(number);
    TokenBody as u32, "TokenBody": |number| Self::from_number(number);
    u64 as f64, "number": |ms| ms as Self;
    Stamp as u32, "number": |bits| Self::from_bits(bits);
    Credential as u32, "Credential": |number| Self::from_number(number);
    Hold as u32, "Hold": |number| Self::from_number(number);
    About as u32, "About": |number| Self::from_number(number);
    Origin as u32, "Origin": |number| Self::from_number(number);
    Leaving as u32, "Leaving": |number| Self::from_number(number);
    Generation as u32, "number": |number| Self::new(number);
    Choice as u32, "Choice": |number| Self::from_number(number);
    Sharing as u32, "Sharing": |number| Self::from_number(number);
    MessageKind as u32, "MessageKind": |number| Self::from_number(number);
}

results! {
    u32 as u32, "number": |number| number;
    bool as bool, "0 | 1": |yes| yes;
    i32 as i32, "number": |number| number;
    f64 as f64, "number": |number| number;
    Outcome as u32, "Outcome": |outcome| outcome as u32;
    Rescue as u32, "Rescue": |rescue| rescue as u32;
    Parting as u32, "Parting": |parting| parting as u32;
    State as u32, "State": |state| state as u32;
    WaiterId as u32, "number": |waiter| waiter.number();
    Option<Timestamp> as f64, "number": |at| at.map_or(f64::NAN, |at| at.as_ms() as f64);
    Admission as i32, "number": |admission| match admission {
        Admission::Send(stamp) => bits(stamp),
        Admission::Wait(stamp) => !bits(stamp),
    };
    Result<Stamp, Failure> as i32, "number": |result| match result {
        Ok(stamp) => bits(stamp),
        Err(why) => failed(why.error),
    };
    Verdict as i32, "number": |verdict| match verdict {
        Verdict::Deliver => 0,
        Verdict::Retry(stamp) => bits(stamp),
        Verdict::Wait(stamp) => !bits(stamp),
        Verdict::Fail(why) => failed(why.error),
    };
}

fn bits(stamp: Stamp) -> i32 {
    stamp.to_bits().cast_signed()
}

fn failed(error: Error) -> i32 {
    FAILED + error as i32
}

fn whole(ms: f64) -> Option<u64> {
    (ms >= 0.0).then_some(ms as u64)
}
