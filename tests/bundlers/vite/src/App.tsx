import { createClient } from "everfetch";
import { useEffect, useState } from "react";
import { visit } from "./visit.js";

export default function App() {
  const [result, setResult] = useState("");
  useEffect(() => {
    const server = new URLSearchParams(location.search).get("server")!;
    visit(createClient, server).then(setResult);
  }, []);
  return <output data-testid="result">{result}</output>;
}
