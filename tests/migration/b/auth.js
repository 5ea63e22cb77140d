// Article B's auth.js: where the tokens are kept.

export const getToken = () => localStorage.getItem("accessToken");

export const setToken = (token) => localStorage.setItem("accessToken", token);

export const getRefreshToken = () => localStorage.getItem("refreshToken");

export const setRefreshToken = (refreshToken) =>
  localStorage.setItem("refreshToken", refreshToken);

export const removeTokens = () => {
  localStorage.removeItem("accessToken");
  localStorage.removeItem("refreshToken");
};
