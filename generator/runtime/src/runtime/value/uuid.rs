//! UUIDs of the library `uuid`.

use uuid::Uuid;

use super::wire::Wire;
use crate::runtime::json::decode_error::DecodeError;
use crate::runtime::json::tape::Json;
use crate::runtime::json::writer::Writer;

/// RFC 9562, `uuid`; written with hyphens and in lower case.
impl Wire for Uuid {
    fn decode(json: Json<'_>) -> Result<Self, DecodeError> {
        let text = json.string()?;
        text.parse().map_err(|_| {
            let expected = "a UUID such as 67e55044-10b1-426f-9247-bb680e5fe0c8";
            DecodeError::text(expected, &text)
        })
    }

    fn encode(&self, out: &mut Writer) {
        out.string(self.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
    }
}
