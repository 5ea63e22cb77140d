// @ts-check
// Reads a form with one file.

/** The size of the form's `file`. @param {import("node:http").IncomingMessage} request */
export const sizeOfUpload = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = { "Content-Type": request.headers["content-type"] ?? "" };
  const form = await new Response(Buffer.concat(chunks), {
    headers,
  }).formData();
  const file = form.get("file");
  return file && typeof file === "object" ? file.size : 0;
};
