//! Bodies that can be sent again are sent again, byte for byte: the server rejects the first attempt and mirrors the
//! second.

use wasm_bindgen_test::wasm_bindgen_test;

use super::back_end::{A, Visit};
use crate::support::value::text;

/// All byte values, which are not valid text.
const BYTES: &str = "Uint8Array.from({ length: 256 }, (_, n) => n)";

/// A user whose token has just expired.
async fn expired() -> Visit {
    let visit = A.signed_in().await;
    visit.user.expire().await;
    visit
}

impl Visit {
    async fn has_tried_twice(&self, data: &str) {
        assert_eq!(self.user.count("calls").await, 2, "{data}");
        assert_eq!(self.user.count("refused").await, 1, "{data}");
        assert_eq!(self.user.count("refreshes").await, 1, "{data}");
    }
}

/// Checks that this data arrives as these bytes, with this content type.
async fn arrives(data: &str, meant: &str, content_type: &str) {
    let visit = expired().await;
    let mirrored = visit.scene.run(&format!(
        "(async () => {{
            const bytes = {BYTES};
            const data = {data};
            const answer = await api.post('/mirror', data, {{ responseType: 'arraybuffer' }});
            const meant = await new Response({meant}).arrayBuffer();
            const [a, b] = [answer.data, meant].map((buffer) => new Uint8Array(buffer));
            return {{
                size: a.length,
                same: a.length === b.length && a.every((byte, place) => byte === b[place]),
                type: answer.native.headers.get('content-type'),
            }};
        }})()"
    ));
    let mirrored = mirrored.value().await;
    assert_ne!(text(&mirrored, "size"), "0", "{data}");
    assert_eq!(text(&mirrored, "same"), "true", "{data}");
    assert_eq!(text(&mirrored, "type"), content_type, "{data}");
    visit.has_tried_twice(data).await;
}

#[wasm_bindgen_test]
async fn text_is_sent_again_as_it_was() {
    let odd = "'a=1&b=\\u0000\\u00fc\\u{1f389}\\r\\n'";
    arrives(odd, odd, "text/plain;charset=UTF-8").await;
}

#[wasm_bindgen_test]
async fn json_is_sent_again_as_it_was() {
    let edit = "{ edit: 'an hour \\u{1f389}', list: [1, null, { deep: true }] }";
    arrives(edit, &format!("JSON.stringify({edit})"), "application/json").await;
}

#[wasm_bindgen_test]
async fn parameters_are_sent_again_as_they_were() {
    let params = "new URLSearchParams([['a', '1'], ['a', 'x y&z'], ['\\u00fc', '']])";
    let kind = "application/x-www-form-urlencoded;charset=UTF-8";
    arrives(params, params, kind).await;
}

#[wasm_bindgen_test]
async fn bytes_are_sent_again_as_they_were() {
    // The server's name for a missing Content-Type, which fetch does not set for bytes.
    let kind = "application/octet-stream";
    arrives("bytes.buffer", "bytes", kind).await;
    arrives("bytes", "bytes", kind).await;
    // Only the bytes of the view, not the rest of its buffer.
    arrives("bytes.subarray(3, 200)", "bytes.slice(3, 200)", kind).await;
    let view = "new Uint16Array(bytes.buffer, 2, 100)";
    arrives(view, "bytes.slice(2, 202)", kind).await;
    let view = "new DataView(bytes.buffer, 5, 50)";
    arrives(view, "bytes.slice(5, 55)", kind).await;
}

#[wasm_bindgen_test]
async fn blobs_are_sent_again_as_they_were() {
    arrives(
        "new Blob([bytes, 'text', bytes], { type: 'image/png' })",
        "new Blob([bytes, 'text', bytes])",
        "image/png",
    )
    .await;
    let large = "new Blob(Array.from({ length: 20000 }, () => bytes), { type: 'video/mp4' })";
    arrives(large, large, "video/mp4").await;
}

#[wasm_bindgen_test]
async fn a_form_with_files_is_sent_again_part_by_part() {
    let visit = expired().await;
    let parts = visit.scene.run(&format!(
        "(async () => {{
            const bytes = {BYTES};
            const form = new FormData();
            form.append('text', 'an hour \\u{{1f389}}');
            form.append('text', 'again');
            form.append('file', new File([bytes], 'all.bin', {{ type: 'image/png' }}));
            form.append('blob', new Blob([bytes, bytes], {{ type: 'application/x-mine' }}), 'named.bin');
            const {{ data }} = await api.post('/mirror', form, {{ responseType: 'formdata' }});
            const written = (form) => Promise.all([...form].map(async ([name, value]) =>
                typeof value === 'string'
                    ? name + '=' + value
                    : [name, value.name, value.type, new Uint8Array(await value.arrayBuffer())].join()));
            const [a, b] = await Promise.all([form, data].map(written));
            return {{ parts: b.length, same: a.join('|') === b.join('|'), first: b[0] }};
        }})()"
    ));
    let parts = parts.value().await;
    assert_eq!(text(&parts, "parts"), "4");
    assert_eq!(text(&parts, "first"), "text=an hour \u{1f389}");
    assert_eq!(text(&parts, "same"), "true");
    visit.has_tried_twice("a form").await;
}
