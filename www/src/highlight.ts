// Highlights a few lines of TypeScript as safe HTML.

const token =
  /("[^"]*")|\b(import|from|const)\b|\b(\d[\d_]*)\b|\b([A-Za-z_]\w*)(?=:)/g;

export function highlight(code: string): string {
  const safe = code.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return safe.replace(token, (text, string, keyword, number) => {
    const kind = string
      ? "string"
      : keyword
        ? "keyword"
        : number
          ? "number"
          : "key";
    return `<span class="${kind}">${text}</span>`;
  });
}
