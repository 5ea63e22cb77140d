// The notes on the server. Nothing here deals with expired tokens.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "./api";

export interface Draft {
  title: string;
  text: string;
}

export interface Note extends Draft {
  id: number;
  attachment: { name: string; size: number; sha256: string } | null;
}

export const useNotes = () =>
  useQuery({
    queryKey: ["notes"],
    queryFn: async ({ signal }) =>
      (await api.get<Note[]>("/notes", { signal })).data,
  });

export const useNote = (id?: number) =>
  useQuery({
    queryKey: ["notes", id],
    queryFn: async ({ signal }) =>
      (await api.get<Note>(`/notes/${id}`, { signal })).data,
    enabled: id !== undefined,
  });

/** Changes a note, or adds one if there is no id. */
export const useSave = (id?: number) =>
  useChange(
    async (draft: Draft) =>
      (id
        ? await api.put<Note>(`/notes/${id}`, draft)
        : await api.post<Note>("/notes", draft)
      ).data,
  );

export const useRemove = () =>
  useChange(async (id: number) => {
    await api.delete(`/notes/${id}`);
  });

/** Uploads a file. The progress is from 0 to 1, if the browser reports it. */
export const useAttach = (
  id: number,
  onProgress: (progress?: number) => void,
) =>
  useChange(
    async (file: File) =>
      (
        await api.put<Note>(`/notes/${id}/attachment`, file, {
          params: { name: file.name },
          onUploadProgress: ({ progress }) => onProgress(progress),
        })
      ).data,
  );

/** Refetches the notes after a change. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notes"] }),
  });
}
