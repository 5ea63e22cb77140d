// The attachment of a note, and the upload of a new one with its progress.
import { useState } from "react";

import { messageOf } from "../message";
import { useAttach, type Note } from "../notes";

export function NoteAttachment({ note }: { note: Note }) {
  /** From 0 to 1; undefined until the browser reports progress. */
  const [progress, setProgress] = useState<number>();
  const attach = useAttach(note.id, setProgress);

  function upload(file: File) {
    setProgress(undefined);
    attach.mutate(file);
  }

  return (
    <section className="card">
      <label>
        Attachment
        <input
          type="file"
          data-testid="file"
          disabled={attach.isPending}
          onChange={({ target }) =>
            target.files?.[0] && upload(target.files[0])
          }
        />
      </label>
      {(attach.isPending || progress !== undefined) && (
        <progress data-testid="progress" max={1} value={progress} />
      )}
      {attach.error && (
        <p className="problem" role="alert">
          {messageOf(attach.error)}
        </p>
      )}
      {note.attachment && (
        <p className="aside">
          {note.attachment.name},{" "}
          <span data-testid="size">{note.attachment.size}</span> bytes, SHA-256{" "}
          <code data-testid="sha256">{note.attachment.sha256}</code>
        </p>
      )}
    </section>
  );
}
