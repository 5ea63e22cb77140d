// The notes on the server. Nothing here deals with expired tokens.
import { defineStore } from "pinia";
import { ref } from "vue";

import { api } from "../api";

export interface Draft {
  title: string;
  text: string;
}

export interface Note extends Draft {
  id: number;
  attachment: { name: string; size: number; sha256: string } | null;
}

export const useNotes = defineStore("notes", () => {
  const notes = ref<Note[]>([]);

  async function load(): Promise<void> {
    notes.value = (await api.get<Note[]>("/notes")).data;
  }

  async function read(id: number): Promise<Note> {
    return (await api.get<Note>(`/notes/${id}`)).data;
  }

  /** Changes a note, or adds one if there is no id. */
  async function save(draft: Draft, id?: number): Promise<Note> {
    const { data } = id
      ? await api.put<Note>(`/notes/${id}`, draft)
      : await api.post<Note>("/notes", draft);
    return data;
  }

  async function remove(id: number): Promise<void> {
    await api.delete(`/notes/${id}`);
  }

  async function attach(
    id: number,
    file: File,
    onProgress: (progress?: number) => void,
  ): Promise<Note> {
    const { data } = await api.put<Note>(`/notes/${id}/attachment`, file, {
      params: { name: file.name },
      onUploadProgress: ({ progress }) => onProgress(progress),
    });
    return data;
  }

  return { notes, load, read, save, remove, attach };
});
