//! The values and errors that operations make of a whole response.

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use super::error::{ApiError, Error, InvalidBody};
use super::streaming::StreamingResponse;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::message::headers;
use crate::runtime::message::outcome::is_page;
use crate::runtime::message::response::Response;
use crate::runtime::value::file::File;
use crate::runtime::value::wire::{Place, Wire, fill, fill_by_string, from_json, value_of};

impl Response {
    /// The body as a value.
    ///
    /// # Errors
    /// [`Error::Decode`] if it isn't one.
    pub fn json<T: Wire, E>(self) -> Result<T, Error<E>> {
        self.decode_json().map_err(|error| self.invalid(error))
    }

    /// A body that is JSON has no coding, whatever its header says; one that
    /// isn't fails for its coding first of all. What came as text may be a string
    /// without its quotes.
    fn decode_json<T: Wire>(&self) -> Result<T, DecodeError> {
        value_of(|place| self.fill(place))
    }

    fn fill(&self, place: &mut dyn Place) -> Result<(), DecodeError> {
        let Err(error) = fill(&self.body, place) else {
            return Ok(());
        };
        if let Some(coded) = self.coded() {
            return Err(coded);
        }
        let text = headers::is_text(&self.headers).then(|| self.decode_text().ok());
        match text.flatten() {
            Some(text) if fill_by_string(&text, place) => Ok(()),
            _ => Err(error),
        }
    }

    /// The body as text: UTF-8, unless the server says ISO-8859-1. A string that came as
    /// JSON is taken out of its quotes.
    ///
    /// # Errors
    /// [`Error::Decode`] if it is neither, or compressed.
    pub fn text<E>(self) -> Result<String, Error<E>> {
        self.decode_plain().map_err(|error| self.invalid(error))
    }

    fn decode_plain(&self) -> Result<String, DecodeError> {
        match from_json(&self.body) {
            Ok(text) if headers::is_json(&self.headers) => Ok(text),
            _ => self.decode_text(),
        }
    }

    fn decode_text(&self) -> Result<String, DecodeError> {
        if let Some(error) = self.coded() {
            return Err(error);
        }
        let charset = headers::media_type_parameter(&self.headers, "charset").unwrap_or("utf-8");
        if charset.eq_ignore_ascii_case("iso-8859-1") || charset.eq_ignore_ascii_case("latin1") {
            return Ok(self.body.iter().map(|&byte| char::from(byte)).collect());
        }
        match str::from_utf8(&self.body) {
            Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
            Err(_) => Err(DecodeError::new("UTF-8", "other bytes")),
        }
    }

    /// The body as bytes.
    ///
    /// # Errors
    /// [`Error::Decode`] if they are compressed: `Content-Encoding`.
    pub fn bytes<E>(self) -> Result<Bytes, Error<E>> {
        match self.coded() {
            Some(error) => Err(self.invalid(error)),
            None => Ok(self.body),
        }
    }

    fn coded(&self) -> Option<DecodeError> {
        let has_body = !self.body.is_empty();
        has_body.then(|| headers::coded(&self.headers)).flatten()
    }

    /// The body as a file, with its media type, and the name that the server
    /// gives it in `Content-Disposition`.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub fn file<E>(self) -> Result<File, Error<E>> {
        if let Some(error) = self.coded() {
            return Err(self.invalid(error));
        }
        let mut file = File::new(self.body);
        if let Some(name) = headers::file_name(&self.headers) {
            file = file.name(name);
        }
        if let Some(media_type) = headers::media_type(&self.headers) {
            file = file.media_type(media_type);
        }
        Ok(file)
    }

    /// Nothing: the document promises no body, so one that came is ignored.
    ///
    /// # Errors
    /// None; the type is that of the other readers.
    pub fn empty<E>(self) -> Result<(), Error<E>> {
        Ok(())
    }

    /// An API error with a body. If the body isn't what was documented, such as the HTML
    /// page of a proxy, the error says so.
    pub fn api_error<T: Wire, E>(self, error: impl FnOnce(T) -> E) -> Error<E> {
        let body = self.decode_json();
        self.into_api_error(body.map(error))
    }

    /// As [`api_error`](Self::api_error), for one that is text.
    pub fn api_error_text<E>(self, error: impl FnOnce(String) -> E) -> Error<E> {
        let text = self.decode_plain();
        self.into_api_error(text.map(error))
    }

    /// As [`api_error`](Self::api_error), for one that is bytes.
    pub fn api_error_bytes<E>(self, error: impl FnOnce(Bytes) -> E) -> Error<E> {
        let bytes = match self.coded() {
            Some(error) => Err(error),
            None => Ok(self.body.clone()),
        };
        self.into_api_error(bytes.map(error))
    }

    /// An API error without a body.
    pub fn api_error_empty<E>(self, error: E) -> Error<E> {
        self.into_api_error(Ok(error))
    }

    fn into_api_error<E>(self, error: Result<E, DecodeError>) -> Error<E> {
        match self.is_redirect() && error.is_err() {
            // It came under a `default` or a range that means something else.
            true => Error::Redirect(Box::new(self)),
            false => Error::Api(Box::new(ApiError::new(self, error))),
        }
    }

    /// A status that the document doesn't have. Another 2xx than the documented one is
    /// read as that, but for an empty body or a web page, which a portal may have put
    /// in the place of the response.
    ///
    /// # Errors
    /// [`Error::Redirect`], [`Error::UnexpectedResponse`]; those of `read`.
    pub fn undocumented<T, E>(
        self,
        read: impl FnOnce(Self) -> Result<T, Error<E>>,
    ) -> Result<T, Error<E>> {
        if self.status.is_success() && !self.body.is_empty() && !is_page(&self.headers) {
            read(self)
        } else {
            Err(self.unexpected())
        }
    }

    /// The same, where the document promises no body.
    ///
    /// # Errors
    /// [`Error::Redirect`], [`Error::UnexpectedResponse`].
    pub fn undocumented_empty<E>(self) -> Result<(), Error<E>> {
        if self.status.is_success() && !is_page(&self.headers) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    /// `true` of what a `default` response doesn't speak of, although it has no status
    /// of its own in the document: a success, and a redirect.
    pub fn is_success_or_redirect(&self) -> bool {
        self.status.is_success() || self.is_redirect()
    }

    /// A status that the document doesn't have.
    pub fn unexpected<E>(self) -> Error<E> {
        match self.is_redirect() {
            true => Error::Redirect(Box::new(self)),
            false => Error::UnexpectedResponse(Box::new(self)),
        }
    }

    pub(crate) fn invalid<E>(self, error: DecodeError) -> Error<E> {
        match self.is_redirect() {
            // It came under a `default` or a range that means something else.
            true => Error::Redirect(Box::new(self)),
            false => Error::Decode(Box::new(InvalidBody::new(self, error))),
        }
    }

    fn is_redirect(&self) -> bool {
        is_redirect(self.status, &self.headers)
    }
}

impl StreamingResponse {
    /// As [`Response::undocumented`]: the response, if it may be read as the documented
    /// one.
    ///
    /// # Errors
    /// [`Error::Redirect`], [`Error::UnexpectedResponse`], or an error while its body is
    /// read for these.
    pub async fn undocumented<E>(self) -> Result<Self, Error<E>> {
        let is_success = (200..300).contains(&self.status());
        if is_success && !is_page(self.headers()) {
            Ok(self)
        } else {
            Err(self.whole().await?.unexpected())
        }
    }

    /// As [`Response::is_success_or_redirect`].
    pub fn is_success_or_redirect(&self) -> bool {
        let status = StatusCode::from_u16(self.status()).unwrap_or_default();
        status.is_success() || is_redirect(status, self.headers())
    }
}

/// RFC 9110, section 15.4.
fn is_redirect(status: StatusCode, headers: &HeaderMap) -> bool {
    status.is_redirection() && headers.contains_key(LOCATION)
}
