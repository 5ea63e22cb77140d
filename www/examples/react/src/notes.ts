// The notes, as the server has them. That a token has expired is nothing that is to be seen here.
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

/** Changes a note; adds one where there is no number. */
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

/** Uploads a file; the progress is from 0 to 1, where the browser tells. */
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

/** After a change, what is shown is asked for again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notes"] }),
  });
}
