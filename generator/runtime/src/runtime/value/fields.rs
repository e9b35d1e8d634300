//! The members of an object, one by one; what [`object!`](crate::runtime::object) uses.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::budget::{self, Fit, Trial};
use super::lenient;
use super::literal::{Field, Fixed, Literal};
use super::member_map::MemberMap;
use super::nullable::Absentable;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::reader::{Name, Reader};
use crate::runtime::json::tape::{Json, Object, is_same};
use crate::runtime::json::text::Text;
use crate::runtime::json::tree::{Members, Tree};
use crate::runtime::json::writer::Writer;

/// The members that a struct knows.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Those with a field, in their order.
    pub fields: &'static [Field],
    /// Those with one value, which [`Fields::read`] is told.
    pub constants: &'static [&'static str],
    /// `true` if the document allows no others.
    pub is_closed: bool,
    /// `true` if other structs are read from the same object.
    pub has_parts: bool,
    /// `true` if the last field takes all others.
    pub has_rest: bool,
}

/// A struct that is read from an object by means of its table.
pub trait FromFields: Wire {
    /// The members that it knows.
    const TABLE: &'static Table;

    /// Reads the members in the order in which they come.
    ///
    /// # Errors
    /// One isn't what its field needs, or is missing.
    fn from_fields(fields: &mut Fields<'_, '_>) -> Result<Self, DecodeError>;
}

/// Reads a struct.
///
/// # Errors
/// The value isn't an object, or not one of these.
pub fn decode_object<T: FromFields>(json: Json<'_>) -> Result<T, DecodeError> {
    T::from_fields(&mut Fields::of(json, T::TABLE)?)
}

/// Reads a struct from where it stands in a text.
///
/// # Errors
/// As [`decode_object`].
pub fn read_object<T: FromFields>(text: &mut Reader<'_>) -> Result<T, DecodeError> {
    match Fields::may_be_in_text(T::TABLE) && text.opens(b'{')? {
        true => T::from_fields(&mut Fields::in_text(text, T::TABLE)),
        false => T::decode(text.json()?),
    }
}

/// The members of an object, in the order in which they come.
pub struct Fields<'f, 't> {
    table: &'static Table,
    members: From<'f, 't>,
    /// `true` before the first member.
    is_first: bool,
    /// `true` behind the last one.
    has_ended: bool,
    /// The name of the member whose value is next, if it has no field.
    name: Text<'f>,
    /// The place of the last member with a field, from 1. The next one is mostly that behind
    /// it: responses keep to one order, mostly the document's.
    place: usize,
    search: Search,
    /// A bit for each of the constants, once it was there.
    seen: u64,
}

enum From<'f, 't> {
    Text(&'f mut Reader<'t>),
    List(Listed<'f>),
}

/// The members of a value that is listed, which may be one that is tried.
struct Listed<'f> {
    /// The whole object.
    object: Object<'f>,
    /// Those that weren't read yet.
    left: Object<'f>,
    /// The depth of the object, if it is read leniently.
    lenient: Option<usize>,
    /// Constants with another value that were read over. Parts don't see them.
    hidden: Vec<&'static str>,
    /// The number of values in members that have no field.
    unknown: usize,
    /// `true` if there is such a member.
    has_unknown: bool,
    /// The least that one of the parts doesn't know.
    unknown_to_parts: Option<Fit>,
}

/// Fields by the names of members.
#[derive(Default)]
struct Search {
    /// The number of fields that were looked at.
    looks: usize,
    /// Their places, once that were too many.
    by_name: Option<HashMap<&'static str, usize>>,
}

/// The most fields that may be looked at in one object.
const MOST_LOOKS: usize = 1 << 12;

impl Search {
    /// The place of a field, from 1; zero if there is none. It is probably behind this one.
    #[inline(never)]
    fn place_of(&mut self, name: &str, fields: &'static [Field], behind: usize) -> usize {
        if let Some(by_name) = &self.by_name {
            return by_name.get(name).copied().unwrap_or_default();
        }
        self.looks += fields.len();
        if self.looks > MOST_LOOKS && fields.len() > 1 {
            let by_name = (1..).zip(fields).map(|(place, field)| (field.name, place));
            let by_name = self.by_name.insert(by_name.collect());
            return by_name.get(name).copied().unwrap_or_default();
        }
        let (before, after) = fields.split_at_checked(behind).unwrap_or((fields, &[]));
        let is_it = |field: &Field| is_same(field.name.as_bytes(), name.as_bytes());
        match after.iter().position(is_it) {
            Some(index) => behind + index + 1,
            None => before.iter().position(is_it).map_or(0, |index| index + 1),
        }
    }
}

/// The most constants that are told apart.
const MOST_CONSTANTS: usize = u64::BITS as usize;

impl<'f, 't> Fields<'f, 't> {
    /// The members of a value.
    ///
    /// # Errors
    /// The value isn't an object.
    fn of(json: Json<'f>, table: &'static Table) -> Result<Self, DecodeError> {
        let object = match json {
            Json::Object(object) => object,
            other => nothing_in(&other)?,
        };
        Ok(Self::new(
            table,
            From::List(Listed {
                object,
                left: object,
                lenient: lenient::depth(),
                hidden: Vec::new(),
                unknown: 0,
                has_unknown: false,
                unknown_to_parts: None,
            }),
        ))
    }

    /// `true` if an object needs to be read once only.
    fn may_be_in_text(table: &Table) -> bool {
        !table.has_parts && table.constants.len() <= MOST_CONSTANTS
    }

    /// The members of the object that a text stands in.
    fn in_text(text: &'f mut Reader<'t>, table: &'static Table) -> Self {
        Self::new(table, From::Text(text))
    }

    fn new(table: &'static Table, members: From<'f, 't>) -> Self {
        Self {
            table,
            members,
            is_first: true,
            has_ended: false,
            name: Text::from(""),
            place: 0,
            search: Search::default(),
            seen: 0,
        }
    }

    /// Reads all members into the fields that take them. A field that none is for takes what
    /// that means.
    ///
    /// # Errors
    /// A member isn't what its field or constant needs, or is missing.
    pub fn read(
        &mut self,
        constants: &[Fixed],
        slots: &mut [&mut dyn Fill],
    ) -> Result<(), DecodeError> {
        while let place @ 1.. = self.next(constants)? {
            let name = self
                .table
                .fields
                .get(place - 1)
                .map_or("", |field| field.name);
            if let Some(slot) = slots.get_mut(place - 1) {
                slot.fill(self, name)?;
            }
        }
        if self.seen.count_ones() as usize != constants.len() {
            self.find_all(constants)?;
        }
        for (index, slot) in slots.iter_mut().enumerate() {
            if !slot.is_full() {
                let name = self.table.fields.get(index).map_or("", |field| field.name);
                slot.fill(self, name)?;
            }
        }
        Ok(())
    }

    /// Goes to the next member that a field takes: the place of the field, from 1. Zero
    /// behind the last one.
    #[inline]
    fn next(&mut self, constants: &[Fixed]) -> Result<usize, DecodeError> {
        loop {
            let is_first = std::mem::take(&mut self.is_first);
            let name = match &mut self.members {
                From::Text(text) => text.next_name(is_first)?,
                From::List(listed) => listed.next_name(is_first, constants)?,
            };
            let place = match &name {
                Name::None => {
                    self.has_ended = true;
                    return Ok(0);
                }
                Name::Plain(name) if self.is_in_order(name) => self.place + 1,
                _ => self.find(name, constants)?,
            };
            if place > 0 {
                self.place = place;
                return Ok(place);
            }
        }
    }

    /// `true` if the member's field is that behind the last one. Mostly it is, for responses
    /// keep to one order, mostly the document's.
    #[inline(always)]
    fn is_in_order(&self, name: &[u8]) -> bool {
        let field = self.table.fields.get(self.place);
        field.is_some_and(|field| is_same(field.name.as_bytes(), name))
    }

    /// The place of a member's field. If it has none, it is passed over, for zero.
    #[inline(never)]
    fn find(&mut self, name: Name<'f>, constants: &[Fixed]) -> Result<usize, DecodeError> {
        let name = match name {
            Name::Plain(name) => Text::from(str::from_utf8(name).unwrap_or_default()),
            Name::Escaped(name) => Text::from(name),
            Name::None => return Ok(0),
        };
        let fields = self.table.fields;
        let place = self.search.place_of(&name, fields, self.place);
        self.name = name;
        if place > 0 || self.is_constant(constants)? {
            return Ok(place);
        }
        if self.table.has_rest {
            return Ok(fields.len() + 1);
        }
        self.pass_over().map(|()| 0)
    }

    /// Goes past the next member, if it is one that can have one value only.
    fn is_constant(&mut self, constants: &[Fixed]) -> Result<bool, DecodeError> {
        let name = &*self.name;
        let mut constants = constants.iter().enumerate();
        let Some((index, fixed)) = constants.find(|(_, fixed)| fixed.name == name) else {
            return Ok(false);
        };
        self.seen |= 1_u64.checked_shl(index as u32).unwrap_or_default();
        let json = match &mut self.members {
            From::Text(text) => text.json()?,
            From::List(listed) => listed.next_value(),
        };
        if !fixed.value.is(Some(json)) {
            let error = mismatch(fixed.value, &json).in_member(fixed.name);
            self.read_over(error)?;
            if let From::List(listed) = &mut self.members {
                listed.hidden.push(fixed.name);
            }
        }
        Ok(true)
    }

    /// Goes past a member that has no field.
    #[cold]
    fn pass_over(&mut self) -> Result<(), DecodeError> {
        match &mut self.members {
            From::Text(text) => text.json().map(drop),
            From::List(listed) => {
                let json = listed.next_value();
                listed.has_unknown = true;
                if budget::is_trial() {
                    listed.unknown += budget::count(&json);
                }
                if let (Some(depth), false) = (listed.lenient, self.table.has_parts) {
                    lenient::list_unknown(depth, &self.name);
                }
                Ok(())
            }
        }
    }

    /// A value for a field that must be there: of the next member; behind the last one, for a
    /// field that has none.
    ///
    /// # Errors
    /// It is missing, or isn't a `T`.
    fn required<T: Wire>(&mut self, field: &mut Option<T>, name: &str) -> Result<(), DecodeError> {
        let value = match self.has_ended {
            false => self.value(),
            true => {
                self.read_over(missing(name))?;
                self.null(name)
            }
        };
        *field = Some(in_member(value, name)?);
        Ok(())
    }

    /// As `required`; it may be `null`, which it also is for a server that leaves it out.
    ///
    /// # Errors
    /// It isn't a `T`.
    fn required_nullable<T: Wire>(
        &mut self,
        field: &mut Option<T>,
        name: &str,
    ) -> Result<(), DecodeError> {
        let value = match self.has_ended {
            false => self.value(),
            true => {
                // Of two branches of a union, one that doesn't ask for it fits better.
                self.report(Fit {
                    violations: 1,
                    ..Fit::default()
                });
                self.null(name)
            }
        };
        *field = Some(in_member(value, name)?);
        Ok(())
    }

    /// As `required`; it may be absent, and `null` counts as absent.
    ///
    /// # Errors
    /// It isn't a `T`.
    fn optional<T: Wire>(
        &mut self,
        field: &mut Option<Option<T>>,
        name: &str,
    ) -> Result<(), DecodeError> {
        let value = match (self.has_ended, &mut self.members) {
            (true, _) => Ok(None),
            (_, From::Text(text)) => match text.is_null()? {
                true => Ok(None),
                false => T::read(text).map(Some),
            },
            (_, From::List(listed)) => match listed.next_value() {
                Json::Null => {
                    budget::report(Fit {
                        unknown: 1,
                        dropped: 1,
                        violations: 0,
                    });
                    Ok(None)
                }
                json => T::decode(json).map(Some),
            },
        };
        *field = Some(self.in_member_or(value, name, None)?);
        Ok(())
    }

    /// As `required`; it may be absent, and its `null` means something else.
    ///
    /// # Errors
    /// It isn't a `T`.
    fn nullable<T: Absentable>(
        &mut self,
        field: &mut Option<T>,
        name: &str,
    ) -> Result<(), DecodeError> {
        let value = match (self.has_ended, &mut self.members) {
            (true, _) => Ok(T::ABSENT),
            (_, From::Text(text)) => T::read_present(text),
            (_, From::List(listed)) => T::present(listed.next_value()),
        };
        *field = Some(self.in_member_or(value, name, T::ABSENT)?);
        Ok(())
    }

    /// Adds the next member to those that have no field.
    ///
    /// # Errors
    /// It isn't one of `M`.
    fn rest<M: MemberMap>(&mut self, field: &mut Option<M>, _: &str) -> Result<(), DecodeError> {
        let map = field.get_or_insert_default();
        if self.has_ended {
            return Ok(());
        }
        let name = std::mem::replace(&mut self.name, Text::from(""));
        let value = match &mut self.members {
            From::Text(text) => M::Value::read(text),
            From::List(listed) => {
                let json = listed.next_value();
                listed.has_unknown = true;
                if budget::is_trial() {
                    listed.unknown += budget::count(&json);
                }
                M::Value::decode(json)
            }
        };
        if let Some(value) = self.in_member_or(value.map(Some), &name, None)? {
            map.add(name.into_owned(), value);
        }
        Ok(())
    }

    /// An error, since a field has no value.
    ///
    /// # Errors
    /// Always.
    #[cold]
    pub fn nothing<T>(&self) -> Result<T, DecodeError> {
        Err(DecodeError::new("a value", "nothing"))
    }

    /// All members.
    ///
    /// # Errors
    /// One isn't one of `M`.
    fn map<M: MemberMap>(&mut self) -> Result<M, DecodeError> {
        let mut map = None;
        while self.next(&[])? > 0 {
            self.rest(&mut map, "")?;
        }
        self.end();
        Ok(map.unwrap_or_default())
    }

    /// Another value that is read from the same object.
    ///
    /// # Errors
    /// The object isn't a `T`.
    pub fn part<T: Wire>(&mut self) -> Result<T, DecodeError> {
        match &mut self.members {
            From::List(listed) => listed.part(),
            // Its table says that it is read more than once.
            From::Text(_) => Err(DecodeError::new("an object that is read once", "a part")),
        }
    }

    /// Tells whoever tries the object about the members that have no field.
    pub fn end(&mut self) {
        if let From::List(listed) = &self.members
            && (listed.has_unknown || listed.unknown_to_parts.is_some())
        {
            listed.report(self.table);
        }
    }

    /// Fails if a constant is missing that must be there.
    #[cold]
    fn find_all(&self, constants: &[Fixed]) -> Result<(), DecodeError> {
        for (index, fixed) in constants.iter().enumerate() {
            let is_there = match &self.members {
                From::Text(_) => self.seen & (1 << index) != 0,
                From::List(listed) => listed.object.get(fixed.name).is_some(),
            };
            // Of what can only be `null`, nothing is missing.
            if !is_there && fixed.required && fixed.value != Literal::Null {
                self.read_over(missing(fixed.name))?;
            }
        }
        Ok(())
    }

    /// The value of the next member.
    fn value<T: Wire>(&mut self) -> Result<T, DecodeError> {
        match &mut self.members {
            From::Text(text) => T::read(text),
            From::List(listed) => T::decode(listed.next_value()),
        }
    }

    /// A value for a member that isn't there.
    #[cold]
    fn null<T: Wire>(&self, name: &str) -> Result<T, DecodeError> {
        if let From::List(listed) = &self.members
            && let Some(depth) = listed.lenient
        {
            lenient::enter_member(depth, name);
        }
        T::decode(Json::Null)
    }

    /// Tells whoever tries the object.
    #[cold]
    fn report(&self, fit: Fit) {
        if let From::List(_) = &self.members {
            budget::report(fit);
        }
    }

    #[cold]
    fn read_over(&self, error: DecodeError) -> Result<(), DecodeError> {
        match &self.members {
            From::List(listed) => listed.read_over(error),
            From::Text(_) => Err(error),
        }
    }

    fn in_member_or<T>(
        &self,
        value: Result<T, DecodeError>,
        name: &str,
        otherwise: T,
    ) -> Result<T, DecodeError> {
        match value {
            Ok(value) => Ok(value),
            Err(error) => self.read_over(error.in_member(name)).map(|()| otherwise),
        }
    }
}

/// A field while its object is read.
pub struct Slot<T, K> {
    /// Its value, once it has one.
    pub value: Option<T>,
    kind: PhantomData<K>,
}

impl<T, K> Slot<T, K> {
    const EMPTY: Self = Self {
        value: None,
        kind: PhantomData,
    };
}

/// What reads the value of a field.
pub trait Fill {
    /// `true` if there is a value.
    fn is_full(&self) -> bool;

    /// Takes the next member, or what it means that there is none.
    ///
    /// # Errors
    /// It isn't what the field needs.
    fn fill(&mut self, fields: &mut Fields<'_, '_>, name: &str) -> Result<(), DecodeError>;
}

macro_rules! kinds {
    ($($kind:ident $method:ident<$bound:ident>: $type:ty),+ $(,)?) => { $(
        /// A kind of field.
        #[derive(Debug)]
        pub struct $kind;

        impl<T: $bound> Slot<$type, $kind> {
            /// One of this kind.
            #[inline(always)]
            pub const fn $method() -> Self {
                Self::EMPTY
            }
        }

        impl<T: $bound> Fill for Slot<$type, $kind> {
            fn is_full(&self) -> bool {
                self.value.is_some()
            }

            fn fill(
                &mut self,
                fields: &mut Fields<'_, '_>,
                name: &str,
            ) -> Result<(), DecodeError> {
                fields.$method(&mut self.value, name)
            }
        }
    )+ };
}

kinds! {
    Required required<Wire>: T,
    RequiredNullable required_nullable<Wire>: T,
    Optional optional<Wire>: Option<T>,
    Nullable nullable<Absentable>: T,
    Rest rest<MemberMap>: T,
}

/// Reads a map.
///
/// # Errors
/// The value isn't an object, or one of its members isn't one of `M`.
pub(super) fn decode_map<M: MemberMap>(json: Json<'_>) -> Result<M, DecodeError> {
    if let Json::Null = json {
        lenient::nothing_in(&json, "an object")?;
        return Ok(M::default());
    }
    Fields::of(json, &MAP)?.map()
}

/// Reads a map from where it stands in a text.
///
/// # Errors
/// As [`decode_map`].
pub(super) fn read_map<M: MemberMap>(text: &mut Reader<'_>) -> Result<M, DecodeError> {
    match text.opens(b'{')? {
        true => Fields::in_text(text, &MAP).map(),
        false => decode_map(text.json()?),
    }
}

static MAP: Table = Table {
    fields: &[],
    constants: &[],
    is_closed: false,
    has_parts: false,
    has_rest: true,
};

/// Some servers send an empty list for an object without members.
#[cold]
fn nothing_in(json: &Json<'_>) -> Result<Object<'static>, DecodeError> {
    match json {
        Json::Array(_) => lenient::nothing_in(json, "an object")?,
        _ => return Err(DecodeError::new("an object", json.kind())),
    }
    Ok(Object::default())
}

impl<'f> Listed<'f> {
    #[inline(always)]
    fn next_name(&mut self, is_first: bool, constants: &[Fixed]) -> Result<Name<'f>, DecodeError> {
        if is_first && !constants.is_empty() {
            self.check(constants)?;
        }
        let Some(name) = self.left.next_name() else {
            return Ok(Name::None);
        };
        if let Some(depth) = self.lenient {
            lenient::enter_member(depth, name);
        }
        Ok(Name::Plain(name.as_bytes()))
    }

    fn next_value(&mut self) -> Json<'f> {
        self.left.next_value().unwrap_or(Json::Null)
    }

    /// Looks at the constants before anything is read: of the branches of a union, most fail
    /// there.
    fn check(&self, constants: &[Fixed]) -> Result<(), DecodeError> {
        if self.lenient.is_some() {
            return Ok(());
        }
        for fixed in constants {
            match self.object.get(fixed.name) {
                Some(json) if !fixed.value.is(Some(json)) => {
                    return Err(mismatch(fixed.value, &json).in_member(fixed.name));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn part<T: Wire>(&mut self) -> Result<T, DecodeError> {
        if !budget::spend_on_part(self.object) {
            return Err(DecodeError::new(
                "an object that is less work to read",
                "more",
            ));
        }
        if let Some(depth) = self.lenient {
            lenient::enter(depth);
        }
        let trial = Trial::of_part();
        let value = match self.hidden.is_empty() {
            true => T::decode(Json::Object(self.object))?,
            false => self.seen_by_parts(T::decode)?,
        };
        if let Some(trial) = trial {
            let fit = trial.fit();
            let least = self.unknown_to_parts.map_or(fit, |known| known.min(fit));
            self.unknown_to_parts = Some(least);
        }
        Ok(value)
    }

    /// Reads the object without the members that parts don't see.
    #[cold]
    fn seen_by_parts<T>(
        &self,
        decode: fn(Json<'_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let members = self.object;
        let members = members.filter(|(name, _)| !self.hidden.contains(name));
        let members = members.map(|(name, json)| (name.to_owned().into(), Tree::from(json)));
        let tape = Tree::Object(Members::of(members.collect())).tape();
        decode(tape.root())
    }

    #[cold]
    fn report(&self, table: &Table) {
        let own = Fit {
            violations: usize::from(table.is_closed && self.has_unknown),
            unknown: self.unknown,
            dropped: match table.has_rest {
                true => 0,
                false => self.unknown,
            },
        };
        budget::report(match self.unknown_to_parts {
            Some(parts) if !table.has_rest => own.min(parts),
            _ => own,
        });
    }

    #[cold]
    fn read_over(&self, error: DecodeError) -> Result<(), DecodeError> {
        match self.lenient {
            Some(depth) => {
                lenient::list(depth, error);
                Ok(())
            }
            None => Err(error),
        }
    }
}

// A function of its own, since whoever calls `decode` and goes on with the value has room for
// it several times in a build without optimization, at every level of a value.
fn in_member<T>(value: Result<T, DecodeError>, name: &str) -> Result<T, DecodeError> {
    value.map_err(|error| error.in_member(name))
}

fn missing(name: &str) -> DecodeError {
    DecodeError::new("a value", "nothing").in_member(name)
}

fn mismatch(expected: Literal, found: &Json<'_>) -> DecodeError {
    let mut out = Writer::new();
    expected.write(&mut out);
    match found {
        Json::String(text) => DecodeError::text(out.into_string(), text),
        Json::Bool(value) => DecodeError::new(out.into_string(), value.to_string()),
        other => DecodeError::new(out.into_string(), other.kind()),
    }
}

/// The way out, under the same names.
#[doc(hidden)]
impl Writer {
    /// A member that is always written.
    pub fn required<T: Wire>(&mut self, name: &str, value: &T) {
        value.encode(self.name(name));
    }

    /// As `required`.
    pub fn required_nullable<T: Wire>(&mut self, name: &str, value: &T) {
        value.encode(self.name(name));
    }

    /// A member that is written if there is a value.
    pub fn optional<T: Wire>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            value.encode(self.name(name));
        }
    }

    /// As `optional`; the value may be `null`.
    pub fn nullable<T: Absentable>(&mut self, name: &str, value: &T) {
        value.write(name, self);
    }

    /// Members with one value.
    #[inline]
    pub fn constants(&mut self, constants: &[Fixed]) {
        for fixed in constants {
            fixed.value.write(self.name(fixed.name));
        }
    }

    /// The members that have no field.
    pub fn rest<M: MemberMap>(&mut self, members: &M) {
        self.note_loose(members.each().map(|(name, _)| name));
        for (name, value) in members.each() {
            value.encode(self.name(name));
        }
    }
}
