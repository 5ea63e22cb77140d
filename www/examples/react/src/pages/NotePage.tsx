// Edits a note, or a new one. The token or the session may expire during the edit.
import { useNavigate, useParams } from "react-router";

import { NoteAttachment } from "../components/NoteAttachment";
import { messageOf } from "../message";
import { useNote, useSave, type Note } from "../notes";

export function NotePage() {
  const id = Number(useParams().id) || undefined;
  const { data: note, error } = useNote(id);
  if (!id) return <NoteForm />;
  if (note)
    return (
      <>
        <NoteForm key={id} note={note} />
        <NoteAttachment note={note} />
      </>
    );
  return <p data-testid="problem">{error ? messageOf(error) : "Loading…"}</p>;
}

/** The form owns its text until it is saved, so a refetch does not overwrite it. */
function NoteForm({ note }: { note?: Note }) {
  const navigate = useNavigate();
  const save = useSave(note?.id);

  function submit(form: FormData) {
    const draft = {
      title: String(form.get("title")),
      text: String(form.get("text")),
    };
    save.mutate(draft, { onSuccess: () => note ?? navigate("/") });
  }

  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <label>
        Title
        <input
          name="title"
          data-testid="title"
          defaultValue={note?.title}
          required
        />
      </label>
      <label>
        Text
        <textarea name="text" data-testid="text" defaultValue={note?.text} />
      </label>
      {save.error && (
        <p className="problem" role="alert" data-testid="problem">
          {messageOf(save.error)}
        </p>
      )}
      <div className="row">
        <button type="submit" data-testid="save">
          Save
        </button>
        <span className="aside" role="status" data-testid="status">
          {save.isPending ? "Saving…" : save.isSuccess && "Saved"}
        </span>
      </div>
    </form>
  );
}
