// All notes.
import { Link } from "react-router";

import { messageOf } from "../message";
import { useNotes, useRemove } from "../notes";

export function NotesPage() {
  const notes = useNotes();
  const remove = useRemove();
  const problem = notes.error ?? remove.error;

  return (
    <section className="card">
      <div className="row">
        <Link to="/notes/new" data-testid="new">
          New note
        </Link>
        <button
          type="button"
          data-testid="reload"
          onClick={() => notes.refetch()}
        >
          Reload
        </button>
      </div>
      {problem && (
        <p className="problem" role="alert" data-testid="problem">
          {messageOf(problem)}
        </p>
      )}
      <ul className="list">
        {notes.data?.map(({ id, title }) => (
          <li key={id} className="row">
            <Link to={`/notes/${id}`} data-testid="note">
              {title}
            </Link>
            <button
              type="button"
              data-testid="delete"
              onClick={() => remove.mutate(id)}
            >
              Delete
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
