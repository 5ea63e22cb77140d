// Code of axios's users, with `createClient` where it had `axios.create`, and `"everfetch"` where its types
// came from `"axios"`. Nothing else was changed.

import {
  createClient,
  CancelToken,
  isAxiosError,
  isCancel,
  AxiosHeaders,
  type AxiosError,
  type AxiosInstance,
  type AxiosProgressEvent,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from "everfetch/axios";

interface Todo {
  id: number;
  title: string;
}

const api: AxiosInstance = createClient({
  baseURL: "https://api.example.com/",
  timeout: 1000,
  headers: { "X-Custom-Header": "foobar" },
});

// Promises, chained.
api
  .get("/user?ID=12345")
  .then((response) => console.log(response.data.items[0].id))
  .catch((error) => console.log(error.message))
  .finally(() => {});

// Two at once.
const [account, permissions] = await Promise.all([
  api.get("/user/1"),
  api.get("/user/1/permissions"),
]);
console.log(account.data, permissions.status);

// All in a config, and the body as it comes.
const picture = await api({
  method: "get",
  url: "/picture",
  responseType: "stream",
});
for await (const piece of picture.data) console.log(piece.length);

// Defaults, set later.
api.defaults.baseURL = "https://api.example.com/v2";
api.defaults.headers.common["Authorization"] = "AUTH_TOKEN";
api.defaults.headers.post["Content-Type"] = "application/x-www-form-urlencoded";
delete api.defaults.headers.common["Authorization"];
api.defaults.validateStatus = (status) => status >= 200 && status < 300;

// A module of requests, and a hook over it.
const todos = {
  list: (params?: { page?: number; done?: boolean }) =>
    api.get<Todo[]>("/todos", { params }),
  add: (todo: Omit<Todo, "id">) =>
    api.post<Todo, AxiosResponse<Todo>, Omit<Todo, "id">>("/todos", todo),
  remove: (id: number) => api.delete<void>(`/todos/${id}`),
};
const list: Todo[] = (await todos.list({ page: 1 })).data;
const added: Todo = (await todos.add({ title: "x" })).data;

// A function of one's own around it all.
async function request<T>(config: AxiosRequestConfig): Promise<T> {
  const response: AxiosResponse<T> = await api.request<T>({
    ...config,
    headers: { ...config.headers, "X-Requested-With": "XMLHttpRequest" },
  });
  return response.data;
}
const todo = await request<Todo>({ url: "/todos/1" });

// Interceptors: a token, a log, an unwrapped response, a second try.
const interceptor = api.interceptors.request.use(
  (config) => {
    const token = localStorage.getItem("token");
    if (token) config.headers.Authorization = `Bearer ${token}`;
    return config;
  },
  (error) => Promise.reject(error),
);
api.interceptors.request.eject(interceptor);
api.interceptors.response.use(
  (response) => response.data,
  async (error: AxiosError<{ message: string }>) => {
    const original = error.config as
      (InternalAxiosRequestConfig & { _retry?: boolean }) | undefined;
    if (original && error.response?.status === 401 && !original._retry) {
      original._retry = true;
      original.headers["Authorization"] = "Bearer fresh";
      return api(original);
    }
    return Promise.reject(error);
  },
);
api.interceptors.request.use((config) => config, null, {
  runWhen: (config) => config.method === "get",
  synchronous: true,
});

// Errors: three ways to fail, and a guard with the shape of the body.
api.get("/user/12345").catch((error: AxiosError) => {
  if (error.response) {
    console.log(error.response.data);
    console.log(error.response.status);
    console.log(error.response.headers);
  } else if (error.request) {
    console.log(error.request);
  } else {
    console.log("Error", error.message);
  }
  console.log(error.config?.url, error.toJSON());
});
try {
  await api.post("/user", {});
} catch (error) {
  if (isAxiosError<{ errors: string[] }, Record<string, unknown>>(error)) {
    console.log(error.status, error.response?.data.errors.join());
    if (error.code === "ECONNABORTED") console.log("slow");
  } else {
    throw error;
  }
}

// Cancelled, by a controller and by a token.
const controller = new AbortController();
api.get("/foo/bar", { signal: controller.signal }).catch((thrown) => {
  if (isCancel(thrown)) console.log("Request canceled", thrown.message);
});
controller.abort();
const source = CancelToken.source();
void api.post("/user/12345", { name: "x" }, { cancelToken: source.token });
source.cancel("Operation canceled by the user.");
console.log(source.token.reason?.message);
let cancel: ((message?: string) => void) | undefined;
void api.get("/user/12345", {
  cancelToken: new CancelToken((given) => {
    cancel = given;
  }),
});
cancel?.();

// Forms: encoded, of many parts, of a page's input.
await api.post("/foo", new URLSearchParams({ param1: "value1" }));
await api.post(
  "/foo",
  { x: 1, arr: [1, 2, 3], users: [{ name: "Peter" }] },
  { headers: { "content-type": "application/x-www-form-urlencoded" } },
);
await api.postForm("/upload", {
  my_field: "my value",
  "files[]": document.querySelector<HTMLInputElement>("#file")?.files,
});
await api.put("/file", new FormData(), {
  headers: { "Content-Type": "multipart/form-data" },
  onUploadProgress: (event: AxiosProgressEvent) => {
    if (event.total)
      console.log(Math.round((event.loaded * 100) / event.total));
  },
});

// Transformers beside the client's own.
const kept = api.defaults.transformResponse;
await api.get("/todos", {
  transformResponse: [
    ...(Array.isArray(kept) ? kept : kept ? [kept] : []),
    (data: Todo[]) => data.map((each) => each.title),
  ],
  transformRequest: [(data) => data],
});

// Queries in a way of one's own, and a back end that wants cookies.
await api.get("/user", {
  params: { id: [1, 2] },
  paramsSerializer: { indexes: null },
  withCredentials: true,
  xsrfCookieName: "XSRF-TOKEN",
  auth: { username: "janedoe", password: "s00pers3cret" },
});

// Headers of one's own, read where either kind may come.
const own = new AxiosHeaders({ "X-A": "1" });
const read = (from: AxiosResponse["headers"]) =>
  from instanceof AxiosHeaders ? from.get("x-a") : from["x-a"];
console.log(own.has("X-A"), read((await api.get("/a")).headers));

// Headers of an answer.
const { headers } = await api.head("/user");
const pages: number = parseInt(headers["x-total-pages"]);
const etag: string = headers.etag;

export { added, etag, list, pages, todo };
