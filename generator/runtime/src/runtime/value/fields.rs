//! The members of an object, one by one; what [`object!`](crate::runtime::object) uses.

use super::budget::{self, Fit};
use super::lenient;
use super::listed::Listed;
use super::literal::{Field, Fixed};
use super::member_map::MemberMap;
use super::nullable::Absentable;
use super::search::Search;
use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::reader::{Name, Reader};
use crate::runtime::json::tape::{Json, is_same};
use crate::runtime::json::text::Text;
use crate::runtime::json::writer::Writer;

/// A struct that is read from the members of an object, which have its `FIELDS`.
pub trait FromFields: Wire {
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
    T::from_fields(&mut Fields::of(json, T::FIELDS)?)
}

/// Reads a struct without parts from where it stands in a text.
///
/// # Errors
/// As [`decode_object`].
pub fn read_object<T: FromFields>(text: &mut Reader<'_>) -> Result<T, DecodeError> {
    match text.opens(b'{')? {
        true => T::from_fields(&mut Fields::in_text(text, T::FIELDS)),
        false => T::decode(text.json()?),
    }
}

/// The members of an object, in the order in which they come.
pub struct Fields<'f, 't> {
    /// Those with a field, in the order of the struct.
    fields: &'static [Field],
    /// `true` if there is a field for all others.
    has_rest: bool,
    members: Members<'f, 't>,
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
    /// A bit for each of the constants, once it has come in a text.
    seen: u64,
}

enum Members<'f, 't> {
    Text(&'f mut Reader<'t>),
    List(Listed<'f>),
}

/// The most constants that are told apart where a text is read once.
const MOST_CONSTANTS: usize = u64::BITS as usize;

impl<'f, 't> Fields<'f, 't> {
    /// The members of a value.
    ///
    /// # Errors
    /// The value isn't an object.
    fn of(json: Json<'f>, fields: &'static [Field]) -> Result<Self, DecodeError> {
        Ok(Self::new(fields, Members::List(Listed::of(json)?)))
    }

    /// The members of the object that a text stands in.
    fn in_text(text: &'f mut Reader<'t>, fields: &'static [Field]) -> Self {
        Self::new(fields, Members::Text(text))
    }

    fn new(fields: &'static [Field], members: Members<'f, 't>) -> Self {
        Self {
            fields,
            has_rest: false,
            members,
            is_first: true,
            has_ended: false,
            name: Text::from(""),
            place: 0,
            search: Search::default(),
            seen: 0,
        }
    }

    /// Notes that the document allows no other members than those with a field.
    pub fn close(&mut self) {
        if let Members::List(listed) = &mut self.members {
            listed.is_closed = true;
        }
    }

    /// Notes that parts will be read from the same object.
    pub fn with(&mut self) {
        if let Members::List(listed) = &mut self.members {
            listed.has_parts = true;
        }
    }

    /// Reads all members into the fields that take them. A field that none is for takes what
    /// that means.
    ///
    /// # Errors
    /// A member isn't what its field or constant needs, or is missing.
    pub fn read(&mut self, constants: &[Fixed], slots: &mut [Slot<'_>]) -> Result<(), DecodeError> {
        match &mut self.members {
            Members::List(listed) => listed.check(constants)?,
            Members::Text(_) if constants.len() <= MOST_CONSTANTS => {}
            Members::Text(_) => return Self::nothing(),
        }
        self.has_rest = matches!(slots, [.., Slot::rest(_)]);
        while let place @ 1.. = self.next(constants)? {
            if let Some(slot) = slots.get_mut(place - 1) {
                self.fill(slot, place - 1)?;
            }
        }
        if let Members::Text(_) = &self.members {
            self.find_all(constants)?;
        }
        for (index, slot) in slots.iter_mut().enumerate() {
            self.fill_empty(slot, index)?;
        }
        Ok(())
    }

    /// Reads the next member into its field.
    fn fill(&mut self, slot: &mut Slot<'_>, index: usize) -> Result<(), DecodeError> {
        let name = self.name_of(index);
        match slot {
            Slot::required(field) | Slot::required_nullable(field) => field.fill(self, name),
            Slot::optional(field) => field.fill(self, name),
            Slot::nullable(field) => field.fill(self, name),
            Slot::rest(field) => field.fill(self),
        }
    }

    /// Gives a field that must have a value one, behind the last member.
    fn fill_empty(&mut self, slot: &mut Slot<'_>, index: usize) -> Result<(), DecodeError> {
        let name = self.name_of(index);
        let field = match slot {
            Slot::required(field) if field.is_empty() => {
                self.read_over(DecodeError::missing(name))?;
                field
            }
            Slot::required_nullable(field) if field.is_empty() => {
                if let Members::List(_) = &self.members {
                    // Of two branches of a union, one that doesn't ask for it fits better.
                    budget::report_unlisted();
                }
                field
            }
            _ => return Ok(()),
        };
        if let Members::List(listed) = &self.members {
            listed.enter(name);
        }
        field.fill(self, name)
    }

    /// The name of a field.
    #[inline(always)]
    fn name_of(&self, index: usize) -> &'static str {
        let field = self.fields.get(index);
        field.map_or("", Field::name)
    }

    /// Goes to the next member that a field takes: the place of the field, from 1. Zero
    /// behind the last one.
    #[inline]
    fn next(&mut self, constants: &[Fixed]) -> Result<usize, DecodeError> {
        loop {
            let is_first = std::mem::take(&mut self.is_first);
            let name = match &mut self.members {
                Members::Text(text) => text.next_name(is_first)?,
                Members::List(listed) => listed.next_name(),
            };
            match &name {
                Name::None => {
                    self.has_ended = true;
                    return Ok(0);
                }
                Name::Plain(name) if self.is_in_order(name) => {
                    self.place += 1;
                    return Ok(self.place);
                }
                _ => match self.find(name, constants)? {
                    0 => {}
                    place => return Ok(place),
                },
            }
        }
    }

    /// `true` if the member's field is that behind the last one. Mostly it is, for responses
    /// keep to one order, mostly the document's.
    #[inline(always)]
    fn is_in_order(&self, name: &[u8]) -> bool {
        let field = self.fields.get(self.place);
        field.is_some_and(|field| is_same(field.name().as_bytes(), name))
    }

    /// The place of a member's field, or of the rest. If there is neither, it is passed over,
    /// for zero.
    #[inline(never)]
    fn find(&mut self, name: Name<'f>, constants: &[Fixed]) -> Result<usize, DecodeError> {
        let name = match name {
            Name::Plain(name) => Text::from(str::from_utf8(name).unwrap_or_default()),
            Name::Escaped(name) => Text::from(name),
            Name::None => return Ok(0),
        };
        let place = self.search.place_of(&name, self.fields, self.place);
        if place > 0 {
            self.place = place;
            return Ok(place);
        }
        self.name = name;
        if self.is_constant(constants)? {
            return Ok(0);
        }
        if self.has_rest {
            return Ok(self.fields.len() + 1);
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
        match &mut self.members {
            // It was looked at before all others.
            Members::List(listed) => drop(listed.next_value()),
            Members::Text(text) => {
                let json = text.json()?;
                if !fixed.value.is(Some(json)) {
                    return Err(fixed.value.mismatch(&json).in_member(fixed.name));
                }
                self.seen |= 1 << index;
            }
        }
        Ok(true)
    }

    /// Goes past a member that has no field.
    #[cold]
    fn pass_over(&mut self) -> Result<(), DecodeError> {
        match &mut self.members {
            Members::Text(text) => text.json().map(drop),
            Members::List(listed) => {
                listed.pass_over(&self.name);
                Ok(())
            }
        }
    }

    /// An error, since a field has no value.
    ///
    /// # Errors
    /// Always.
    #[cold]
    fn nothing<T>() -> Result<T, DecodeError> {
        Err(DecodeError::new("a value", "nothing"))
    }

    /// All members.
    ///
    /// # Errors
    /// One isn't one of `M`.
    fn map<M: MemberMap>(&mut self) -> Result<M, DecodeError> {
        self.has_rest = true;
        let mut map = M::default();
        while self.next(&[])? > 0 {
            TakeRest::fill(&mut map, self)?;
        }
        self.end();
        Ok(map)
    }

    /// Another value that is read from the same object.
    ///
    /// # Errors
    /// The object isn't a `T`, or stands in a text, which is read once.
    pub fn part<T: Wire>(&mut self) -> Result<T, DecodeError> {
        match &mut self.members {
            Members::List(listed) => listed.part(),
            Members::Text(_) => Self::nothing(),
        }
    }

    /// Tells whoever tries the object about the members that have no field.
    pub fn end(&self) {
        if let Members::List(listed) = &self.members {
            listed.report(self.has_rest);
        }
    }

    /// Fails if a constant didn't come that must be there.
    fn find_all(&self, constants: &[Fixed]) -> Result<(), DecodeError> {
        let mut absent = constants.iter().enumerate();
        let absent = absent.find(|(index, fixed)| {
            let has_come = self.seen & (1 << index) != 0;
            !has_come && fixed.missing().is_some()
        });
        absent.map_or(Ok(()), |(_, fixed)| Err(DecodeError::missing(fixed.name)))
    }

    #[cold]
    fn read_over(&self, error: DecodeError) -> Result<(), DecodeError> {
        match &self.members {
            Members::List(listed) => listed.read_over(error),
            Members::Text(_) => Err(error),
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

/// A field while its object is read, by its kind; empty at first.
#[allow(non_camel_case_types, reason = "tables have these names for the kinds")]
pub enum Slot<'s> {
    /// It must be there.
    required(&'s mut dyn TakeRequired),
    /// It must be there and may be `null`, which it also is for a server that leaves it out.
    required_nullable(&'s mut dyn TakeRequired),
    /// It may be absent, and `null` counts as absent.
    optional(&'s mut dyn TakeOptional),
    /// It may be absent, and its `null` means something else.
    nullable(&'s mut dyn TakeNullable),
    /// It takes all members that have no field.
    rest(&'s mut dyn TakeRest),
}

/// Values of fields behind the last member, under the names that tables have for the kinds.
pub mod filled {
    use super::Absentable;

    /// The value of a field that must have one.
    #[inline]
    pub fn required<T>(field: Option<T>) -> T {
        match field {
            Some(value) => value,
            None => unreachable!("without a value there was an error"),
        }
    }

    /// As `required`.
    #[inline]
    pub fn required_nullable<T>(field: Option<T>) -> T {
        required(field)
    }

    /// The value of a field that may have none.
    #[inline]
    pub fn optional<T>(field: Option<T>) -> Option<T> {
        field
    }

    /// The value of a field that may be absent, or `null`.
    #[inline]
    pub fn nullable<T: Absentable>(field: Option<T>) -> T {
        field.unwrap_or(T::ABSENT)
    }
}

/// A field that must have a value.
pub trait TakeRequired {
    /// `true` if it has none yet.
    fn is_empty(&self) -> bool;

    /// Takes the value of the next member; `null` behind the last one.
    ///
    /// # Errors
    /// It isn't of the field's type.
    fn fill(&mut self, fields: &mut Fields<'_, '_>, name: &str) -> Result<(), DecodeError>;
}

impl<T: Wire> TakeRequired for Option<T> {
    fn is_empty(&self) -> bool {
        self.is_none()
    }

    fn fill(&mut self, fields: &mut Fields<'_, '_>, name: &str) -> Result<(), DecodeError> {
        let value = match &mut fields.members {
            _ if fields.has_ended => T::decode(Json::Null),
            Members::Text(text) => T::read(text),
            Members::List(listed) => T::decode(listed.next_value()),
        };
        *self = Some(in_member(value, name)?);
        Ok(())
    }
}

/// A field that may be absent, where `null` counts as absent.
pub trait TakeOptional {
    /// Takes the value of the next member.
    ///
    /// # Errors
    /// It isn't of the field's type.
    fn fill(&mut self, fields: &mut Fields<'_, '_>, name: &str) -> Result<(), DecodeError>;
}

impl<T: Wire> TakeOptional for Option<T> {
    fn fill(&mut self, fields: &mut Fields<'_, '_>, name: &str) -> Result<(), DecodeError> {
        let value = match &mut fields.members {
            Members::Text(text) => match text.is_null()? {
                true => Ok(None),
                false => T::read(text).map(Some),
            },
            Members::List(listed) => match listed.next_value() {
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
        *self = fields.in_member_or(value, name, None)?;
        Ok(())
    }
}

/// A field that may be absent, where `null` means something else.
pub trait TakeNullable {
    /// Takes the value of the next member.
    ///
    /// # Errors
    /// It isn't of the field's type.
    fn fill(&mut self, fields: &mut Fields<'_, '_>, name: &str) -> Result<(), DecodeError>;
}

impl<T: Absentable> TakeNullable for Option<T> {
    fn fill(&mut self, fields: &mut Fields<'_, '_>, name: &str) -> Result<(), DecodeError> {
        let value = match &mut fields.members {
            Members::Text(text) => T::read_present(text),
            Members::List(listed) => T::present(listed.next_value()),
        };
        *self = Some(fields.in_member_or(value, name, T::ABSENT)?);
        Ok(())
    }
}

/// A field that takes all members that have no other.
pub trait TakeRest {
    /// Adds the next member.
    ///
    /// # Errors
    /// It isn't of the type of the map's values.
    fn fill(&mut self, fields: &mut Fields<'_, '_>) -> Result<(), DecodeError>;
}

impl<M: MemberMap> TakeRest for M {
    fn fill(&mut self, fields: &mut Fields<'_, '_>) -> Result<(), DecodeError> {
        let name = std::mem::replace(&mut fields.name, Text::from(""));
        let value = match &mut fields.members {
            Members::Text(text) => M::Value::read(text),
            Members::List(listed) => M::Value::decode(listed.unknown_value()),
        };
        if let Some(value) = fields.in_member_or(value.map(Some), &name, None)? {
            self.add(name.into_owned(), value);
        }
        Ok(())
    }
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
    Fields::of(json, &[])?.map()
}

/// Reads a map from where it stands in a text.
///
/// # Errors
/// As [`decode_map`].
pub(super) fn read_map<M: MemberMap>(text: &mut Reader<'_>) -> Result<M, DecodeError> {
    match text.opens(b'{')? {
        true => Fields::in_text(text, &[]).map(),
        false => decode_map(text.json()?),
    }
}

// A function of its own, since whoever calls `decode` and goes on with the value has room for
// it several times in a build without optimization, at every level of a value.
fn in_member<T>(value: Result<T, DecodeError>, name: &str) -> Result<T, DecodeError> {
    value.map_err(|error| error.in_member(name))
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
