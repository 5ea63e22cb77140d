// What a page of the app has for the test.

interface Window {
  app: {
    request(config: object): Promise<any>;
    logIn(credentials: { username: string; password: string }): Promise<void>;
    logOut(): void;
    ui: typeof import("./ui.js").ui;
  };
}
