//! Frames out of lines: the octet count that a drain puts before each.

/// Appends a line as a frame: its octet count, a space and the line, unchanged.
///
/// The count covers all bytes of the line, including a line feed at its end.
///
/// ```
/// let mut payload = Vec::new();
/// heroku_drain::write_frame("<190>1 - - - - - é\n".as_bytes(), &mut payload);
/// assert_eq!(payload, "20 <190>1 - - - - - é\n".as_bytes());
///
/// let record = heroku_drain::parse(&payload).next().unwrap().unwrap();
/// assert_eq!(record.message().as_deref(), Some("é"));
/// ```
pub fn write_frame(line: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(line.len().to_string().as_bytes());
    out.push(b' ');
    out.extend_from_slice(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_follow_each_other() {
        let mut payload = Vec::new();
        for line in [&b"<1>1 a\n"[..], b"\xFF 9 <1>1 \n", b""] {
            write_frame(line, &mut payload);
        }
        assert_eq!(payload, b"7 <1>1 a\n10 \xFF 9 <1>1 \n0 ");
    }
}
